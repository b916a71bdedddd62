"""What was read of the letters is kept between commands, and never used for other texts."""

from pathlib import Path

import pytest

from composer.cache import VARIABLE
from composer.letters import catalogue
from composer.letters.catalogue import Catalogue, read_catalogue
from composer.records.library import TemplateFile
from tests.shipped import FILES


@pytest.fixture(autouse=True)
def _cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))


def test_letters_are_not_read_again_while_nothing_changes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first = read_catalogue(FILES, tmp_path)

    def never(_: object) -> Catalogue:
        raise AssertionError("the letters were read again")

    monkeypatch.setattr(catalogue, "parse_catalogue", never)
    assert read_catalogue(FILES, tmp_path) == first


@pytest.mark.parametrize("name", ["letters/introduction.md", "parts/closing.md"])
def test_a_changed_letter_or_part_is_read_again(tmp_path: Path, name: str) -> None:
    read_catalogue(FILES, tmp_path)
    mine = FILES[name].text.replace("\n---\n", "\n---\nMy own words.\n", 1) + "\nMy own end.\n"
    found = read_catalogue({**FILES, name: TemplateFile(name, f"templates/{name}", mine)}, tmp_path)
    assert found.sources[name].text.endswith("My own end.\n")
    assert found != read_catalogue(FILES, tmp_path)


def test_a_letter_that_came_or_went_is_noticed(tmp_path: Path) -> None:
    without = {name: file for name, file in FILES.items() if name != "letters/introduction.md"}
    assert "introduction" in read_catalogue(FILES, tmp_path).letters
    assert "introduction" not in read_catalogue(without, tmp_path).letters
    assert "introduction" in read_catalogue(FILES, tmp_path).letters


def test_what_is_kept_is_not_taken_for_a_file_that_holds_two(tmp_path: Path) -> None:
    """Whatever separates texts may stand in one, too: a sign of NUL, for instance."""
    letter = FILES["letters/openings.md"].text

    def own(name: str, text: str) -> dict[str, TemplateFile]:
        return {name: TemplateFile(name, f"templates/{name}", text)}

    two = {**own("letters/aaa.md", letter.replace("letter: openings", "letter: aaa"))}
    two |= own("letters/bbb.md", letter.replace("letter: openings", "letter: bbb"))
    first, second = (file.text for file in two.values())
    both = f"{first}\0letters/bbb.md\0templates/letters/bbb.md\0{second}"
    assert set(read_catalogue(two, tmp_path).letters) == {"aaa", "bbb"}
    assert set(read_catalogue(own("letters/aaa.md", both), tmp_path).letters) == {"aaa"}
