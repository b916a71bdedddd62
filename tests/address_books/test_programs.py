"""Files as other programs write them; beside each stands what is in it."""

from pathlib import Path

import pytest
import yaml

from tests.address_books.books import read, whole

FOLDER = Path(__file__).parents[1] / "data/address_books"
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix in {".csv", ".vcf"})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_of_another_program_is_read_whole(path: Path) -> None:
    expected = yaml.safe_load(path.with_name(f"{path.name}.yaml").read_text(encoding="utf-8"))
    assert whole(read(path.read_bytes(), path.name)) == expected


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_known_by_what_is_in_it_and_not_by_its_name(path: Path) -> None:
    named, other = read(path.read_bytes(), path.name), read(path.read_bytes(), "photo.png")
    assert other.entries == named.entries
    assert other.program == named.program


def test_each_file_is_told_of() -> None:
    told = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in FILES if f"`{path.name}`" not in told] == []


def test_windows_and_unix_folders_are_no_part_of_a_files_name() -> None:
    assert read("Name,Email\nA,a@b.example\n", r"D:\lists\people.csv").file == "people.csv"
    assert read("Name,Email\nA,a@b.example\n", "/media/stick/people.csv").file == "people.csv"
