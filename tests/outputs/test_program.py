"""`outreach export` without a format: what the practice's mail program takes, or what to do instead."""

from email import message_from_bytes
from pathlib import Path

import pytest

from tests.conftest import DAY, Run
from tests.outputs.conftest import CALLED, NAME, OTHER

pytestmark = pytest.mark.usefixtures("inline")


def writes_mail_in(folder: Path, program: str) -> None:
    path = folder / "practice.yaml"
    path.write_text(f"{path.read_text()}\nmail: {program}\n")


def test_where_nothing_is_said_files_open_as_drafts(ready: Path, run: Run) -> None:
    ran = run("-C", ready, *DAY, "export")
    assert f"outbox/{CALLED[NAME]}.eml" in ran.out
    assert "A double click opens one as a draft in Outlook or Thunderbird." in ran.err


@pytest.mark.parametrize(
    ("program", "path", "then"),
    [
        ("Thunderbird", f"outbox/{CALLED[NAME]}.eml", "A double click opens a file as a new message"),
        ("new Outlook", f"outbox/{CALLED[NAME]}.eml", "(reported)"),
        ("neomutt", f"outbox/{CALLED[NAME]}.eml", "`mutt -H FILE` opens a file as a new message"),
        ("Claws Mail", f"outbox/{CALLED[NAME]}.eml", "Drag the files into its Drafts folder"),
        ("aerc", "outbox/letters.mbox", "`:import-mbox outbox/letters.mbox`"),
        ("another", f"outbox/{CALLED[NAME]}.eml", "where it opens for reading only"),
    ],
)
def test_a_program_gets_the_form_it_takes_and_says_what_to_do(
    ready: Path, run: Run, program: str, path: str, then: str
) -> None:
    writes_mail_in(ready, program)
    ran = run("-C", ready, *DAY, "export")
    assert path in ran.out
    assert then in ran.err


@pytest.mark.parametrize("program", ["mutt", "Claws", "aerc"])
def test_a_program_that_edits_only_text_gets_no_html(ready: Path, run: Run, program: str) -> None:
    """It would send it, unedited, beside the edited text."""
    writes_mail_in(ready, program)
    run("-C", ready, *DAY, "export")
    run("-C", ready, *DAY, "export", "mbox", "--again")
    data = (ready / "outbox/letters.mbox").read_bytes()
    assert data.count(b"text/plain") == 2
    assert b"text/html" not in data


@pytest.mark.parametrize("program", ["Apple Mail", "Gmail", "outlook.com", "Fastmail", "Yahoo"])
def test_a_program_that_opens_no_file_is_told_what_to_do_and_nothing_is_handed_over(
    ready: Path, run: Run, program: str
) -> None:
    writes_mail_in(ready, program)
    ran = run("-C", ready, *DAY, "export")
    assert ran.code != 0
    assert "opens no file as a draft, so nothing was handed over" in ran.err
    assert "`outreach push` puts letters into its Drafts folder; or copy them from the app" in ran.err
    assert not (ready / "outbox").exists()
    assert "status: ready" in (ready / f"drafts/{NAME}.md").read_text()
    assert "Written (2)" in run("-C", ready, *DAY, "export", "html").out, "a form that is named is taken"


def test_a_program_that_nobody_knows_is_asked_about_before_anything_leaves(ready: Path, run: Run) -> None:
    writes_mail_in(ready, "Thundrbird")
    ran = run("-C", ready, *DAY, "export")
    assert ran.code != 0
    assert "practice.yaml says 'mail: Thundrbird', and nobody knows that program here" in ran.err
    assert "did you mean 'thunderbird'?" in ran.err
    assert not (ready / "outbox").exists()
    assert "there is no mail program 'Thundrbird'" in run("-C", ready, *DAY, "check").out
    assert "Written (2)" in run("-C", ready, *DAY, "export", "eml").out


def test_a_list_of_programs_with_a_form_that_is_none_says_so(ready: Path, run: Run) -> None:
    (ready / "templates").mkdir()
    (ready / "templates/mail-programs.yaml").write_text("- {program: pigeon, name: Pigeon, format: emll, then: Fly.}\n")
    writes_mail_in(ready, "pigeon")
    ran = run("-C", ready, *DAY, "export")
    assert "mail-programs.yaml says the format 'emll', and there is none of that name" in ran.err
    assert "did you mean 'eml'?" in ran.err


def test_a_format_that_is_none_names_those_there_are(ready: Path, run: Run) -> None:
    ran = run("-C", ready, *DAY, "export", "pdf")
    assert ran.code != 0
    assert all(f"'{form}'" in ran.err for form in ("eml", "eml-text", "mbox", "html", "text", "mailto", "json"))


def test_the_message_of_a_text_program_is_its_text_and_no_more(ready: Path, run: Run) -> None:
    writes_mail_in(ready, "mutt")
    run("-C", ready, *DAY, "export", "eml-text", OTHER)
    message = message_from_bytes((ready / f"outbox/{CALLED[OTHER]}.eml").read_bytes())
    assert message.get_content_type() == "text/plain"
