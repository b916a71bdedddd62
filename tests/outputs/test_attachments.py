"""What goes with a letter: what a person approved leaves, byte for byte, in every form that can carry it."""

import json
import mailbox
from contextlib import closing
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from unittest.mock import patch

import pytest

from composer.drafts import attachment_folder
from composer.drafts.format import parse_draft
from composer.workspace.checking import check_records
from composer.workspace.drafting import DraftRequest, write_drafts
from composer.workspace.snapshot import Snapshot
from tests.conftest import DAY, TODAY, Run, change
from tests.disks import posix
from tests.outputs.conftest import CALLED, NAME, OTHER, hand_over

pytestmark = pytest.mark.usefixtures("inline")
PDF = b"%PDF-1.7 one page"
CHANGED = "after you marked it ready; look at it, then `outreach ready` again"


@pytest.fixture
def folder(ready: Path, run: Run) -> Path:
    """A workspace whose first draft attaches one page, and says so; approved."""
    (ready / "attachments").mkdir()
    (ready / "attachments" / "one-page.pdf").write_bytes(PDF)
    attach(ready, "one-page.pdf")
    assert run("-C", ready, *DAY, "ready", NAME).code == 0
    return ready


def path(folder: Path, name: str = NAME) -> Path:
    return folder / f"drafts/{name}.md"


def attach(folder: Path, *names: str, says: str = "One page is attached.\n\nWith good wishes") -> None:
    """Names files in the head of the first draft, which says so in its text."""
    change(path(folder), "status: ready", f"status: ready\nattach: {json.dumps(names, ensure_ascii=False)}")
    change(path(folder), "With good wishes", says)


def message(folder: Path, name: str = NAME) -> EmailMessage:
    found = message_from_bytes((folder / f"outbox/{CALLED[name]}.eml").read_bytes(), policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def files_in(found: EmailMessage) -> dict[str | None, object]:
    return {part.get_filename(): part.get_payload(decode=True) for part in found.iter_attachments()}


def head_of(folder: Path, key: str) -> str:
    return next((line for line in path(folder).read_text().splitlines() if line.startswith(f"{key}:")), "")


# --- bound ---------------------------------------------------------------------------------------------------------


def test_an_approved_letter_leaves_with_its_file(folder: Path, run: Run) -> None:
    assert head_of(folder, "attached").startswith("attached: one-page.pdf=")
    assert f"outbox/{CALLED[NAME]}.eml" in hand_over(run, folder)
    assert files_in(message(folder)) == {"one-page.pdf": PDF}
    assert files_in(message(folder, OTHER)) == {}
    assert head_of(folder, "status") == "status: handed-over"
    first = (folder / f"outbox/{CALLED[NAME]}.eml").read_bytes()
    run("-C", folder, *DAY, "export", "eml", "--again")
    assert (folder / f"outbox/{CALLED[NAME]}.eml").read_bytes() == first


def test_a_file_that_was_changed_after_it_was_approved_stays_here(folder: Path, run: Run) -> None:
    (folder / "attachments/one-page.pdf").write_bytes(PDF + b"!")
    assert f"'one-page.pdf' was changed {CHANGED}" in hand_over(run, folder, NAME)
    assert not (folder / f"outbox/{CALLED[NAME]}.eml").exists()
    assert (
        "warning[draft-changed]: 'one-page.pdf' was changed after you marked it ready"
        in run("-C", folder, *DAY, "check", NAME).out
    )
    assert run("-C", folder, *DAY, "ready", NAME).code == 0
    assert f"outbox/{CALLED[NAME]}.eml" in hand_over(run, folder, NAME)
    assert files_in(message(folder)) == {"one-page.pdf": PDF + b"!"}


def test_a_file_that_was_changed_after_it_left_does_not_leave_again(folder: Path, run: Run) -> None:
    hand_over(run, folder, NAME)
    (folder / "attachments/one-page.pdf").write_bytes(PDF + b"!")
    assert f"'one-page.pdf' was changed {CHANGED}" in hand_over(run, folder, NAME, "--again")
    assert files_in(message(folder)) == {"one-page.pdf": PDF}


def test_a_file_that_is_gone_stops_its_letter_and_no_other(folder: Path, run: Run) -> None:
    (folder / "attachments/one-page.pdf").unlink()
    said = hand_over(run, folder)
    assert "'one-page.pdf' cannot be attached: there is no such file in attachments/" in said
    assert not (folder / f"outbox/{CALLED[NAME]}.eml").exists()
    assert (folder / f"outbox/{CALLED[OTHER]}.eml").exists()


@posix
@pytest.mark.parametrize("target", ["two.pdf", "/etc/hostname"])
def test_a_link_in_the_place_of_an_approved_file_sends_nothing_else(folder: Path, run: Run, target: str) -> None:
    (folder / "attachments/two.pdf").write_bytes(b"another")
    (folder / "attachments/one-page.pdf").unlink()
    (folder / "attachments/one-page.pdf").symlink_to(target)
    said = hand_over(run, folder, NAME)
    assert CHANGED in said or "it is a link that leads out of attachments/" in said
    assert not (folder / f"outbox/{CALLED[NAME]}.eml").exists()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("attach: ", "attach: [card]\nmine: ", "its attachments were changed"),
        ("attached: one-page.pdf=", "attached: one-page.pdf=0", "its files were changed"),
        ("attached: one-page.pdf=", "attached: other.pdf=", "its files were changed"),
    ],
)
def test_what_is_changed_in_the_head_is_told(folder: Path, run: Run, old: str, new: str, says: str) -> None:
    change(path(folder), old, new)
    assert says in hand_over(run, folder, NAME)


def test_opened_again_nothing_is_bound(folder: Path, run: Run) -> None:
    run("-C", folder, *DAY, "reopen", NAME)
    assert head_of(folder, "attached") == ""
    assert head_of(folder, "attach") == 'attach: ["one-page.pdf"]'


def test_what_nobody_approved_leaves_as_it_is_and_is_noted(folder: Path, run: Run) -> None:
    bound = head_of(folder, "attached")
    run("-C", folder, *DAY, "reopen", NAME)
    assert f"outbox/{CALLED[NAME]}.eml" in hand_over(run, folder, "--all", NAME)
    assert files_in(message(folder)) == {"one-page.pdf": PDF}
    assert head_of(folder, "attached") == bound
    draft, _ = parse_draft(path(folder).read_text(), NAME, "")
    assert draft
    assert " files=" in draft.approved


# --- every form ----------------------------------------------------------------------------------------------------


def test_a_mailbox_carries_the_file(folder: Path, run: Run) -> None:
    run("-C", folder, *DAY, "export", "mbox")
    with closing(mailbox.mbox(folder / "outbox/letters.mbox", create=False)) as box:
        found = list(box)
    assert len(found) == 2
    [held] = [one for one in found if one.get_content_type() == "multipart/mixed"]
    assert [part.get_payload(decode=True) for part in held.walk() if part.get_filename()] == [PDF]


@posix
def test_a_maildir_carries_the_file(folder: Path, run: Run) -> None:
    run("-C", folder, *DAY, "export", "maildir", NAME)
    [lies] = (folder / "outbox/maildir/cur").iterdir()
    assert files_in(message_from_bytes(lies.read_bytes(), policy=policy.default)) == {"one-page.pdf": PDF}


@pytest.mark.parametrize(
    ("form", "file", "says"),
    [
        ("html", f"{CALLED[NAME]}.html", 'Attach: <span dir="auto">one-page.pdf (17 bytes)</span>'),
        ("text", f"{CALLED[NAME]}.txt", "\nAttach: one-page.pdf (17 bytes)\n\n"),
        ("mailto", "letters.htm", 'A link carries no files. Attach: <span dir="auto">one-page.pdf (17 bytes)</span>'),
        ("json", f"{CALLED[NAME]}.json", '"name": "one-page.pdf"'),
    ],
)
def test_what_cannot_carry_a_file_names_it(folder: Path, run: Run, form: str, file: str, says: str) -> None:
    assert run("-C", folder, *DAY, "export", form).code == 0
    assert says in (folder / "outbox" / file).read_text()
    assert (folder / "outbox" / file).read_text().count("one-page.pdf") == 1


def test_each_file_is_read_once_for_all_letters(folder: Path, run: Run) -> None:
    change(path(folder, OTHER), "status: ready", "status: ready\nattach: one-page.pdf")
    change(path(folder, OTHER), "With good wishes", "One page is attached.\n\nWith good wishes")
    assert run("-C", folder, *DAY, "ready", OTHER).code == 0
    reading = attachment_folder.AttachmentFolder._read
    with patch.object(attachment_folder.AttachmentFolder, "_read", autospec=True, side_effect=reading) as read:
        hand_over(run, folder)
        assert read.call_count == 1
    assert files_in(message(folder)) == files_in(message(folder, OTHER)) == {"one-page.pdf": PDF}


# --- what is refused -----------------------------------------------------------------------------------------------


def problems(folder: Path, run: Run, *names: str) -> str:
    attach(folder, *names)
    return run("-C", folder, *DAY, "check", NAME).out


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("tool.exe", "it can run something on the reader's computer, and mail servers stop it"),
        ("script.JS", "it can run something on the reader's computer"), ("all.zip", "it hides what is in it"),
        ("old.doc", "it can hold macros"), ("page.svg", "it can hold a script"),
        ("noending", "its ending is not one of those that may go"), ("odd.xyz", "its ending is not one of those"),
        ("fax.pdf.exe", "it can run something on the reader's computer"), ("../practice.yaml", "it leads out"),
        ("empty.pdf", "it is empty"), (".secret.pdf", "its name begins with a dot"), ("gone.pdf", "there is no such"),
    ],
)  # fmt: skip
def test_a_file_that_may_not_go_stops_the_letter(ready: Path, run: Run, name: str, says: str) -> None:
    (ready / "attachments").mkdir()
    if "/" not in name and name != "gone.pdf":
        (ready / "attachments" / name).write_bytes(b"" if name == "empty.pdf" else b"data")
    said = problems(ready, run, name)
    assert f"error[draft-attach]: '{name}' cannot be attached: {says}" in said
    assert "hint: " in said.partition("draft-attach")[2]
    assert run("-C", ready, *DAY, "ready", NAME).code == 1
    assert f"outbox/{CALLED[NAME]}.eml" not in hand_over(run, ready, "--all", NAME)


def test_all_faults_are_said_at_once_with_their_line(ready: Path, run: Run) -> None:
    said = problems(ready, run, "a.exe", "../b.pdf", "gone.pdf")
    line = path(ready).read_text().splitlines().index('attach: ["a.exe", "../b.pdf", "gone.pdf"]') + 1
    assert said.count(f"drafts/{NAME}.md:{line}: error[draft-attach]") == 3


def test_two_files_of_one_name_cannot_be_told_apart(folder: Path, run: Run) -> None:
    (folder / "attachments/other").mkdir()
    (folder / "attachments/other/One-Page.pdf").write_bytes(b"other")
    change(path(folder), '["one-page.pdf"]', '["one-page.pdf", "other/One-Page.pdf"]')
    assert "two files have the name 'one-page.pdf'" in run("-C", folder, *DAY, "check", NAME).out


@pytest.mark.parametrize(
    ("sizes", "says"),
    [
        ((11_000_000,), "error[draft-attach]: what is attached has 11 MB together, and a letter may carry 10 MB"),
        ((6_000_000, 5_000_000), "error[draft-attach]: what is attached has 11 MB together"),
        ((26_000_000,), "it has 26 MB, more than mail servers take"),
        ((5_000_000,), "warning[draft-heavy]: what is attached has 5 MB together"), ((4_900_000,), ""),
    ],
)  # fmt: skip
def test_what_is_too_heavy_is_told(ready: Path, run: Run, sizes: tuple[int, ...], says: str) -> None:
    (ready / "attachments").mkdir()
    for number, size in enumerate(sizes):
        with (ready / f"attachments/{number}.pdf").open("wb") as file:
            file.truncate(size)
    said = problems(ready, run, *(f"{number}.pdf" for number in range(len(sizes))))
    assert says in said
    assert says or "draft-heavy" not in said


@pytest.mark.parametrize("name", ['"say \\"hi\\".pdf"', "Für Sie.pdf", "资料.pdf"])
def test_a_name_in_any_letters_reaches_its_reader(ready: Path, run: Run, name: str) -> None:
    shown = json.loads(name) if name[0] == '"' else name
    (ready / "attachments").mkdir()
    (ready / "attachments" / shown).write_bytes(PDF)
    attach(ready, shown)
    assert run("-C", ready, *DAY, "ready", NAME).code == 0
    hand_over(run, ready, NAME)
    assert files_in(message(ready)) == {shown: PDF}


# --- promise and fact ----------------------------------------------------------------------------------------------


def test_a_letter_that_attaches_a_file_and_never_says_so_is_noticed(folder: Path, run: Run) -> None:
    assert "holes-attachment" not in run("-C", folder, *DAY, "check", NAME).out
    change(path(folder), "One page is attached.\n\n", "")
    said = run("-C", folder, *DAY, "check", NAME).out
    assert "warning[holes-attachment]: 'one-page.pdf' goes with the letter, and it never says so" in said


def test_a_promise_without_a_file_is_noticed(ready: Path, run: Run) -> None:
    change(path(ready), "With good wishes", "One page is attached.\n\nWith good wishes")
    said = run("-C", ready, *DAY, "check", NAME).out
    assert "the letter says 'is attached', and no file leaves with it" in said
    assert "attach: FILE" in said


# --- from the records ----------------------------------------------------------------------------------------------


def test_files_of_the_letter_the_person_and_the_practice_go_without_doubles(ready: Path) -> None:
    change(ready / "practice.yaml", "name: ", "attach: [card, map.pdf]\nname: ")
    change(ready / "contacts.yaml", "  role: pcp", "  role: pcp\n  attach: [fax-form.pdf, map.pdf]")
    path(ready).unlink()
    write_drafts(Snapshot(ready, TODAY), DraftRequest("introduction", again=("abena-osei",)))
    draft, _ = parse_draft(path(ready).read_text(), NAME, "")
    assert draft
    assert draft.attach == ("fax-form.pdf", "map.pdf", "card")


def test_a_file_that_a_record_names_and_that_is_not_there_is_told_there(ready: Path) -> None:
    change(ready / "practice.yaml", "name: ", "attach: map.pdf\nname: ")
    change(ready / "contacts.yaml", "  role: pcp", "  role: pcp\n  attach: [tool.exe, card]")
    found = [one for one in check_records(Snapshot(ready, TODAY)) if one.code == "attach-file"]
    assert [(one.at.path, one.at.line > 0, one.text) for one in found] == [
        ("practice.yaml", True, "'map.pdf' cannot be attached: there is no such file in attachments/"),
        ("contacts.yaml", True, "'tool.exe' cannot be attached: there is no such file in attachments/"),
    ]


def test_the_card_goes_without_a_file_or_a_word_and_is_bound(ready: Path, run: Run) -> None:
    change(path(ready), "status: ready", "status: ready\nattach: vCard")
    assert "holes-attachment" not in run("-C", ready, *DAY, "check", NAME).out
    assert run("-C", ready, *DAY, "ready", NAME).code == 0
    assert head_of(ready, "attached").startswith("attached: card=")
    change(ready / "practice.yaml", "phone: ", "fax: 330-555-0199\nphone: ")
    assert f"'card' was changed {CHANGED}" in hand_over(run, ready, NAME)
    run("-C", ready, *DAY, "ready", NAME)
    hand_over(run, ready, NAME)
    [(name, data)] = files_in(message(ready)).items()
    assert name
    assert name.endswith(".vcf")
    assert isinstance(data, bytes)
    assert b"FAX:330-555-0199\r\n" in data
