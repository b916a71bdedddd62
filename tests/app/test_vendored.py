"""Scripts of other people that the pages load: each as it was published, with its licence beside it."""

import hashlib
from pathlib import Path

import composer
from composer.yaml.reader import Map, Seq, read_yaml

STATIC = Path(composer.__file__).parent / "app/static"


def vendored() -> list[Map]:
    found = read_yaml((STATIC / "vendored.yaml").read_text(encoding="utf-8"), "vendored.yaml").value
    assert isinstance(found, Seq)
    return [one for one in found if isinstance(one, Map)]


def test_each_is_the_file_that_was_published() -> None:
    assert vendored()
    for one in vendored():
        data = (STATIC / str(one["file"])).read_bytes()
        assert hashlib.sha256(data).hexdigest() == one["sha256"], one["file"]


def test_each_has_its_licence_beside_it() -> None:
    for one in vendored():
        licence = STATIC / f"{str(one['file']).removesuffix('.js')}.LICENSE.txt"
        assert "Permission is hereby granted" in licence.read_text(encoding="utf-8"), one["file"]


def test_a_script_is_ours_or_named_there() -> None:
    theirs = {str(one["file"]) for one in vendored()}
    ours = {"app.js", "review.js", "why.js", "writing.js", "handover.js", "letters.js", "import.js"}
    assert {path.name for path in STATIC.glob("*.js")} == theirs | ours
