"""The layout with its CSS inlined is kept between commands: compiling it takes longer than one letter does."""

from pathlib import Path

import pytest

from composer.cache import VARIABLE
from composer.errors import LetterError
from composer.mail.layout import Layout
from composer.outputs import export
from composer.outputs.export import layout_of
from composer.records.library import TemplateFile
from tests.shipped import FILES


@pytest.fixture(autouse=True)
def _cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))


def test_a_layout_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = layout_of(FILES)

    def never(*_: object, **__: object) -> Layout:
        raise AssertionError("it was compiled again")

    monkeypatch.setattr(export, "load_layout", never)
    assert layout_of(FILES) == first


@pytest.mark.parametrize("name", ["layouts/letter.html", "layouts/letter.css"])
def test_a_changed_layout_is_compiled_anew(name: str) -> None:
    shipped = layout_of(FILES)
    mine = FILES[name].text.replace("</head>", "<!-- mine --></head>") + (
        "p { color: #123456 }\n" if "css" in name else ""
    )
    changed = layout_of({**FILES, name: TemplateFile(name, f"templates/{name}", mine)})
    assert changed != shipped
    assert layout_of(FILES) == shipped


def test_a_layout_that_cannot_be_used_is_refused_each_time() -> None:
    name = "layouts/letter.css"
    bad = {**FILES, name: TemplateFile(name, f"templates/{name}", "@import 'https://elsewhere.example/x.css';")}
    for _ in range(2):
        with pytest.raises(LetterError, match="the letters' layout cannot be used"):
            layout_of(bad)
