"""What the documents promise runs."""

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import get_args

import click
import pytest

from composer.briefs.brief import Briefer
from composer.cli.root import outreach
from composer.letters.catalogue import Condition, LetterHead
from composer.records.contacts import Contact, Organization
from composer.records.event_kinds import EVENTS
from composer.records.practice import Practice
from tests.conftest import DAY, TODAY, Book, Run

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
RECORDS = (ROOT / "docs/records.md").read_text(encoding="utf-8")


def test_the_readmes_five_minutes_end_with_a_letter(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command of the section, with the files that stand in it; the browser aside."""
    section = "".join(
        README.split(f"## {title}")[1].split("\n## ")[0] for title in ("Five minutes", "When a letter has gone")
    )
    practice, contacts = re.findall(r"```yaml\n(.*?)```", section, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    commands = [
        shlex.split(line.split("#")[0])[1:] for line in re.findall(r"^    (outreach .*)$", section, re.MULTILINE)
    ]
    assert len(commands) == 14
    (tmp_path / "contacts.csv").write_text("Name,E-mail\nZora Quist,zora@quist.example\n")
    for command in commands:
        if command == ["-C", "my-practice"]:  # the app
            continue
        ran = run(*DAY, *command)
        assert ran.code == 0, (command, ran.err)
        if command[0] == "init":
            (tmp_path / "my-practice/practice.yaml").write_text(practice)
            (tmp_path / "my-practice/contacts.yaml").write_text(contacts)
    letter = (tmp_path / "my-practice/drafts/abena-osei.introduction.md").read_text()
    assert "status: sent" in letter
    assert next(tmp_path.glob("contacts-*.xlsx"))
    assert "event: referral received}" in (tmp_path / "my-practice/history.yaml").read_text(), "the call was taken back"
    assert "In February you told me that Medicaid patients wait months." in letter
    assert "From 8 December I have two openings on Tuesday evenings. I take Buckeye and Molina Medicaid." in letter


def test_every_command_the_documents_name_exists() -> None:
    names = set(outreach.list_commands(click.Context(outreach)))
    for document in [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "templates").rglob("*.yaml")]:
        for named in re.findall(r"`outreach (?:-C \S+ )?([a-z]+)", document.read_text(encoding="utf-8")):
            assert named in names, (document.name, named)


def test_every_link_between_the_documents_leads_somewhere() -> None:
    for document in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        text = re.sub(r"^```.*?^```$", "", document.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", text):
            assert (document.parent / target).exists(), (document.name, target)


@pytest.mark.parametrize("model", [Contact, Organization, Practice])
def test_every_field_of_a_record_is_described(model: type[Contact] | type[Organization] | type[Practice]) -> None:
    for name in model.model_fields:
        assert f"`{name}`" in RECORDS, name


def test_every_event_is_described() -> None:
    for event in EVENTS:
        assert event.replace("-", " ") in RECORDS or f"`{event}`" in RECORDS, event


def test_every_dependency_has_its_line_of_why() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("dependencies = [")[1].split("]")[0]
    why = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    for name in re.findall(r'"([a-z-]+)[>=]', text):
        assert f"| {name} |" in why, name


def test_nothing_in_the_project_names_this_machine() -> None:
    """No absolute path of anybody's computer, no registry's host."""
    suspicious = re.compile(r"/(?:home|Users|root|work)/\w|\bfiles\.pythonhosted\b|pypi\.org/simple")
    for path in ROOT.rglob("*"):
        parts = set(path.relative_to(ROOT).parts)
        if path.is_file() and path.suffix in {".py", ".md", ".yaml", ".toml", ".txt", ".html", ".css", ".js", ""}:
            if parts & {".venv", ".git", "drafts", "outbox", ".outreach", ".hypothesis", ".mypy_cache", ".ruff_cache"}:
                continue
            assert not suspicious.search(path.read_text(encoding="utf-8", errors="ignore")), path


GUIDE = (ROOT / "docs/writing-letters.md").read_text(encoding="utf-8")


def test_the_guide_names_every_field_a_letter_may_use(book: Book) -> None:
    """And every key of a head, every condition, and nothing that does not exist."""
    records = book(
        "- {name: Ann, role: pcp}\n", "name: M\ntalks: [{problem: P., topic: t, takeaways: [a], needs: [trauma]}]\n"
    )
    tree = Briefer(records, TODAY).brief(records.contacts.contacts[0]).tree
    fields = {name for key, value in tree.items() for name in names_of(key, value)}
    for name in fields:
        assert f"`{name}`" in GUIDE, name
    table = GUIDE.split("## The fields")[1].split("## The filters")[0]
    named = {
        name
        for cell in re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)
        for name in re.findall(r"`([a-z_.]+)`", cell)
    }
    assert named <= fields | {"facts"}
    for name in {*LetterHead.model_fields, *get_args(Condition)}:
        assert f"`{name}`" in GUIDE, name


def names_of(key: str, value: object) -> list[str]:
    """A field, or its parts where it is a group; the parts of a list's items belong to the list."""
    return [f"{key}.{part}" for part in value] if isinstance(value, dict) else [key]


def test_the_guides_letter_is_one(sample: Path, run: Run) -> None:
    """Written down as it stands there, tried on everyone, and drafted."""
    folder = sample / "templates/letters"
    folder.mkdir(parents=True)
    (folder / "winter-hours.md").write_text(re.findall(r"```\n(---\n.*?)```", GUIDE, re.DOTALL)[0])
    ran = run("-C", sample, *DAY, "letters", "check", "winter-hours")
    assert (ran.code, ran.out) == (0, "1 letter tried on 24 contacts, and nothing to mend.\n"), ran.out
    assert "Written (" in run("-C", sample, *DAY, "draft", "winter-hours").out


def test_the_gallery_is_what_the_sample_gives_today() -> None:
    ran = subprocess.run(
        [sys.executable, ROOT / "tools/gallery", "--check"], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
