"""Letters in the Drafts folder of a real mailbox: there once, as they were approved, whatever happens around it."""

import email
import email.message
import email.policy
import json
from pathlib import Path
from unittest.mock import patch

import pytest

from composer.drafts.head import read_head
from composer.mailbox.accounts import save_account
from tests.conftest import DAY, Run, change
from tests.mailbox.conftest import Dovecot, Push
from tests.outputs.conftest import CALLED, NAME, OTHER

pytestmark = pytest.mark.usefixtures("inline", "settings")


def status(folder: Path, name: str = NAME) -> str:
    return read_head((folder / f"drafts/{name}.md").read_text(), name).status


def left_open(folder: Path) -> list[str]:
    return [path.name for path in (folder / ".outreach/pushing").glob("*")]


def test_what_is_approved_lies_in_the_drafts_folder(dovecot: Dovecot, ready: Path, push: Push) -> None:
    account = dovecot.account()
    save_account(account)
    ran = push()
    assert ran.code == 0, ran
    assert f"  {NAME}    Drafts" in ran.out
    found = [email.message_from_bytes(data, policy=email.policy.default) for data in dovecot.messages(account)]
    assert {address.addr_spec for message in found for address in message["To"].addresses} == {
        "a.osei@riverstreet.example",
        "jonah@lakeschool.example",
    }
    assert {message["X-Unsent"] for message in found} == {None}
    assert all(str(message["Message-ID"]).endswith("@harborstreet.example>") for message in found)
    assert {str(message["Date"])[:16] for message in found} == {"Tue, 24 Nov 2026"}
    assert {path.name.partition(":2,")[2] for path in dovecot.files(account)} == {"DS"}
    assert (status(ready), status(ready, OTHER)) == ("handed-over", "handed-over")
    assert left_open(ready) == []


def test_another_client_sees_the_same_bytes_and_flags(dovecot: Dovecot, ready: Path, push: Push) -> None:
    account = dovecot.account()
    save_account(account)
    push(NAME)
    client = dovecot.login(account)
    client.select("Drafts", readonly=True)
    [answer, _] = client.fetch("1", "(FLAGS BODY.PEEK[])")[1]
    client.logout()
    assert isinstance(answer, tuple)
    assert b"\\Draft" in answer[0]
    assert b"\\Seen" in answer[0]
    assert answer[1].replace(b"\r\n", b"\n") == dovecot.messages(account)[0].replace(b"\r\n", b"\n")
    assert b"\n" not in answer[1].replace(b"\r\n", b"")


def test_a_program_that_edits_only_text_finds_only_text(dovecot: Dovecot, ready: Path, push: Push) -> None:
    account = dovecot.account()
    save_account(account)
    (ready / "practice.yaml").write_text((ready / "practice.yaml").read_text() + "mail: mutt\n")
    assert push(NAME).code == 0
    [data] = dovecot.messages(account)
    assert email.message_from_bytes(data).get_content_type() == "text/plain"


def test_what_is_attached_lies_in_the_mailbox_and_is_not_sent_changed(
    dovecot: Dovecot, ready: Path, push: Push, run: Run
) -> None:
    account, page = dovecot.account(), ready / "attachments/one-page.pdf"
    save_account(account)
    page.parent.mkdir()
    page.write_bytes(b"%PDF-1.7 one page")
    change(ready / f"drafts/{NAME}.md", "status: ready", "status: draft\nattach: [one-page.pdf, card]")
    change(ready / f"drafts/{NAME}.md", "With good wishes", "One page is attached.\n\nWith good wishes")
    assert run("-C", ready, *DAY, "ready", NAME).code == 0
    page.write_bytes(b"%PDF-1.7 another")
    assert "'one-page.pdf' was changed after you marked it ready; look at it" in push(NAME).out
    assert dovecot.messages(account) == []
    page.write_bytes(b"%PDF-1.7 one page")
    assert push(NAME).code == 0
    [data] = dovecot.messages(account)
    found = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(found, email.message.EmailMessage)
    files = {part.get_filename(): part.get_payload(decode=True) for part in found.iter_attachments()}
    assert files["one-page.pdf"] == b"%PDF-1.7 one page"
    assert b"BEGIN:VCARD" in bytes(files["Maya Chen.vcf"])
    push(NAME, "--again")
    assert len(dovecot.messages(account)) == 1


def test_what_nobody_approved_is_known_again_with_its_files_after_a_run_that_ended_early(
    dovecot: Dovecot, ready: Path, push: Push
) -> None:
    account = dovecot.account()
    save_account(account)
    (ready / "attachments").mkdir()
    (ready / "attachments/one-page.pdf").write_bytes(b"%PDF-1.7 one page")
    change(ready / f"drafts/{NAME}.md", "status: ready", "status: draft\nattach: one-page.pdf")
    with patch("composer.workspace.pushing._Pusher._note", side_effect=KeyboardInterrupt):
        assert push("--all", NAME).code
    assert status(ready) == "draft"
    assert "it had arrived before a run ended early" in push("--all", NAME).err
    assert status(ready) == "handed-over"
    assert "attached: one-page.pdf=" in (ready / f"drafts/{NAME}.md").read_text()
    assert len(dovecot.messages(account)) == 1


def test_pushed_again_it_is_there_once(dovecot: Dovecot, push: Push) -> None:
    account = dovecot.account()
    save_account(account)
    push()
    ran = push()
    assert (ran.code, len(dovecot.files(account))) == (0, 2)
    assert ran.out == "2 drafts left before; --again puts them there once more.\n"


@pytest.mark.parametrize("deed", ["deleted", "edited"])
def test_what_a_person_did_with_it_in_the_mailbox_stands(deed: str, dovecot: Dovecot, push: Push, ready: Path) -> None:
    """A mail program puts another message in its place, with another Message-ID."""
    account = dovecot.account()
    save_account(account)
    text = (ready / f"drafts/{NAME}.md").read_text()
    push(NAME)
    [path] = dovecot.files(account)
    if deed == "edited":
        path.with_name("1.other:2,DS").write_bytes(b"Message-ID: <other@thunderbird.example>\n\nWords of mine.\n")
    path.unlink()
    before = dovecot.messages(account)
    push(NAME)
    (ready / f"drafts/{NAME}.md").write_text(text)  # an editor saves what it had open all the while
    ran = push(NAME)
    assert "it left before; --again hands it over once more" in ran.out
    assert dovecot.messages(account) == before


def test_what_left_by_export_is_not_pushed_and_the_other_way_round(
    dovecot: Dovecot, ready: Path, push: Push, run: Run
) -> None:
    account = dovecot.account()
    save_account(account)
    run("-C", ready, *DAY, "export", "eml", NAME)
    assert "handed over already" in push(NAME).out
    assert dovecot.files(account) == []
    push(OTHER)
    assert "handed over already" in run("-C", ready, *DAY, "export", "eml", OTHER).out
    assert [path.stem for path in (ready / "outbox").glob("*.eml")] == [CALLED[NAME]]
    push(NAME, "--again")
    run("-C", ready, *DAY, "export", "eml", OTHER, "--again")
    assert len(dovecot.files(account)) == 2
    assert sorted(path.stem for path in (ready / "outbox").glob("*.eml")) == [CALLED[NAME], CALLED[OTHER]]


def test_again_puts_it_there_once_more_only_where_it_is_gone(dovecot: Dovecot, push: Push) -> None:
    account = dovecot.account()
    save_account(account)
    push(NAME)
    ran = push(NAME, "--again")
    assert "it lay there already, just as it is" in ran.err
    [path] = dovecot.files(account)
    path.unlink()
    push(NAME, "--again")
    assert len(dovecot.files(account)) == 1


def test_a_letter_that_lies_in_both_places_is_told(dovecot: Dovecot, ready: Path, push: Push, run: Run) -> None:
    account = dovecot.account()
    save_account(account)
    push(NAME)
    files = run("-C", ready, *DAY, "export", "eml", NAME, "--again")
    where = f"the folder 'Drafts' of {account.address}"
    assert f"{NAME}: it lies in {where}, too: delete one of them, so that it goes once." in files.err
    again = push(NAME, "--again")
    assert "it lies in the outbox, too" in again.err
    assert "delete one of them, so that it goes once" in again.err


def test_reopen_says_where_it_still_lies(dovecot: Dovecot, ready: Path, push: Push, run: Run) -> None:
    account = dovecot.account()
    save_account(account)
    push(NAME)
    ran = run("-C", ready, *DAY, "reopen", NAME)
    says = f"it still lies in the folder 'Drafts' of {account.address}: delete it there, so that nobody sends it"
    assert says in ran.err
    assert len(dovecot.files(account)) == 1, "nothing is deleted in a mailbox"
    assert "still lies" not in run("-C", ready, *DAY, "reopen", NAME).err
    run("-C", ready, *DAY, "ready", NAME)
    assert "it lay there already, just as it is" in push(NAME).err
    assert (len(dovecot.files(account)), status(ready)) == (1, "handed-over")


def test_an_edited_letter_is_pushed_and_the_one_before_is_named(
    dovecot: Dovecot, ready: Path, push: Push, run: Run
) -> None:
    account = dovecot.account()
    save_account(account)
    push(NAME)
    run("-C", ready, *DAY, "reopen", NAME)
    change(ready / f"drafts/{NAME}.md", "With good wishes", "With my best wishes")
    run("-C", ready, *DAY, "ready", NAME)
    assert "the letter as it was before lies there, too: delete it there" in push(NAME).err
    assert len(dovecot.files(account)) == 2


def test_what_may_not_leave_stays(dovecot: Dovecot, ready: Path, push: Push, run: Run) -> None:
    account = dovecot.account()
    save_account(account)
    run("-C", ready, *DAY, "reopen", NAME)
    (ready / "do-not-contact.yaml").write_text("- contact: jonah-brandt\n")
    ran = push()
    assert "not marked ready" in ran.out
    assert (dovecot.files(account), status(ready, OTHER)) == ([], "ready")
    assert push("--all").code == 1
    assert len(dovecot.files(account)) == 1, "the one that is free to leave"


def test_a_letter_without_a_sender_is_refused_in_words(dovecot: Dovecot, ready: Path, push: Push, run: Run) -> None:
    account = dovecot.account()
    save_account(account)
    run("-C", ready, *DAY, "reopen", NAME)
    path = ready / f"drafts/{NAME}.md"
    lines = [line for line in path.read_text().splitlines(keepends=True) if not line.startswith("from:")]
    path.write_text("".join(lines))
    assert run("-C", ready, *DAY, "ready", NAME).code == 0
    ran = push(NAME)
    assert (ran.code, dovecot.files(account), status(ready)) == (1, [], "ready")
    assert "a message in a mailbox must say who it is from" in ran.err


def test_a_wish_noted_later_names_what_still_lies_in_the_mailbox(
    dovecot: Dovecot, ready: Path, push: Push, run: Run
) -> None:
    account = dovecot.account()
    save_account(account)
    push(NAME)
    ran = run("-C", ready, *DAY, "log", "asked to stop", "abena-osei")
    says = f"{NAME} may still lie in the folder 'Drafts' of {account.address}: delete it there"
    assert says in ran.err
    assert says in run("-C", ready, *DAY, "due").err
    assert json.loads(run("-C", ready, *DAY, "due", "--json").out)["delete_in_mailbox"] == {
        NAME: f"the folder 'Drafts' of {account.address}"
    }


def test_the_answer_for_other_programs(dovecot: Dovecot, push: Push) -> None:
    account = dovecot.account()
    save_account(account)
    found = json.loads(push(NAME, "--json").out)
    assert found["trouble"] is None
    assert [(one["draft"], one["folder"], one["because"]) for one in found["pushed"]] == [(NAME, "Drafts", "")]


# --- a look at what works -------------------------------------------------------------------------------------------


def test_check_says_what_works_and_puts_nothing_anywhere(dovecot: Dovecot, ready: Path, push: Push) -> None:
    account = dovecot.account()
    save_account(account)
    before = {path: path.read_bytes() for path in ready.rglob("*") if path.is_file()}
    ran = push("--check")
    assert ran.code == 0, ran
    lines = ran.out.splitlines()
    assert lines[0] == f"Account practice: {account.address}"
    assert lines[1] == f"  localhost answers at port {dovecot.port}."
    assert lines[2].startswith("  The connection is encrypted, and the certificate is right until 20")
    assert lines[3:] == [
        f"  You are signed in as {account.user}.",
        "  Drafts go into the folder 'Drafts'.",
        "  That folder can be written to.",
        "  2 letters would go there now.",
    ]
    assert dovecot.files(account) == []
    assert {path: path.read_bytes() for path in ready.rglob("*") if path.is_file()} == before


def test_check_says_how_far_it_came(dovecot: Dovecot, push: Push) -> None:
    account = dovecot.account(password_command=("echo", "wrong"))
    save_account(account)
    ran = push("--check")
    assert ran.code == 1
    assert "The connection is encrypted" in ran.out
    assert "signed in" not in ran.out
    assert f"localhost does not take this password for {account.user}" in ran.err
    found = json.loads(push("--check", "--json").out)
    assert len(found["works"]) == 2
    assert found["trouble"]["error"].startswith("localhost does not take this password")
