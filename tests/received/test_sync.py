"""`outreach sync`: what was sent and what came back is noted, once, and the next letter knows."""

import email
import email.message
import email.policy
import json
from datetime import date, timedelta

import pytest

from composer.errors import ExternalError
from tests.conftest import TODAY, change
from tests.received.conftest import NAME, OTHER, Office
from tests.received.posted import OURS, THEIRS, WISH, mail

SENT = "- {date: 2026-11-20, contact: abena-osei, event: sent, letter: introduction"
REPLY = mail(
    "Thank you, I will keep it in mind.\n", date="Mon, 23 Nov 2026 16:40:00 -0500", message_id="<r1@x.example>"
)
LATER = TODAY + timedelta(days=21)


# --- what went -----------------------------------------------------------------------------------------------------


def test_a_letter_that_was_sent_as_drafted_is_noted_with_the_day_on_which_it_went(office: Office) -> None:
    ran = office.sync(office.went())
    assert ran.code == 0, ran.err
    assert ran.out.splitlines() == ["Sent (1)", f"  {NAME}  2026-11-20  as drafted"]
    assert len(office.history) == 1
    assert office.history[0].startswith(SENT)
    assert office.draft().status == "sent"
    kept = (office.folder / f".outreach/sent/{NAME}.md").read_text()
    assert "message-id: <sent." in kept.replace('"', "")
    assert "Dear Dr. Osei" in kept


def test_what_was_changed_in_the_mail_program_is_shown_word_by_word(office: Office) -> None:
    text = (
        office.went()
        .decode()
        .partition("\n\n")[2]
        .replace("Medicaid patients wait months", "Medicaid patients wait half a year")
    )
    ran = office.sync(office.went(text=text))
    assert f"{NAME}  2026-11-20  1 place differs from the draft" in ran.out
    assert "“months.” → “half a year.”" in ran.out
    assert "half a year" in (office.folder / f".outreach/sent/{NAME}.md").read_text()


def test_what_a_mail_program_does_to_a_text_is_no_difference(office: Office) -> None:
    """Wrapped lines, curly quotes, marks of emphasis, and HTML alone."""
    text = office.went().decode().partition("\n\n")[2]
    words = text.replace("'", "\u2019").replace(" - ", " \u2014 ").split(" ")
    wrapped = " ".join(f"{word}\n" if at % 7 == 6 else word for at, word in enumerate(words))
    assert "as drafted" in office.sync(office.went(text=wrapped)).out
    office.outreach("log", "--undo")
    html = "".join(f"<p>{part.replace('&', '&amp;')}</p>" for part in text.split("\n\n")).replace("\n", "<br>\n")
    data = office.went(text=f"<html><head><style>p {{color: red}}</style></head><body>{html}</body></html>")
    assert "as drafted" in office.sync(data.replace(b"text/plain", b"text/html")).out


def test_what_is_attached_is_no_part_of_the_text(office: Office) -> None:
    """Neither a page nor a card, nor a text that could be taken for the letter's."""
    message = email.message_from_bytes(office.went(), policy=email.policy.default)
    assert isinstance(message, email.message.EmailMessage)
    message.add_attachment("Another text altogether.\n", filename="note.txt")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="one-page.pdf")
    message.add_attachment("BEGIN:VCARD\n", subtype="vcard", filename="Maya.vcf")
    assert "as drafted" in office.sync(message.as_bytes()).out


def test_a_letter_is_known_by_its_id_whatever_its_subject(office: Office) -> None:
    """As one that was put into the mailbox by this program, with an id made from what was approved."""
    from composer.mail.message import message_id

    known = message_id(office.draft())
    ran = office.sync(office.went(message_id=known, subject="Quite another subject", text="Quite another text."))
    assert "places differ from the draft" in ran.out or "1 place differs" in ran.out
    assert office.draft().status == "sent"


def test_a_letter_is_known_by_its_words_under_another_subject(office: Office) -> None:
    assert NAME in office.sync(office.went(subject="Hello from Harbor Street")).out
    assert office.draft().status == "sent"


def test_an_address_may_be_written_in_any_way_that_reaches_the_same_mailbox(office: Office) -> None:
    ran = office.sync(office.went(to="x@y.example, A.Osei+letters@RiverStreet.example"))
    assert "as drafted" in ran.out


def test_another_message_to_them_is_no_letter(office: Office) -> None:
    ran = office.sync(mail("See you at noon on Thursday.\n", sender=OURS, to=THEIRS, subject="Lunch"))
    assert ran.out == "No letter of yours and no answer to one is among 1 message.\n"
    assert office.history == []
    assert office.draft().status == "handed-over"


def test_a_letter_cannot_have_gone_before_it_was_handed_over(office: Office) -> None:
    office.sync(office.went(date="Thu, 19 Nov 2026 23:50:00 -0500"))
    assert office.history == []


def test_of_two_letters_that_it_may_be_none_is_chosen(office: Office) -> None:
    """The same draft under two names, as a person copies one to try something."""
    text = (office.folder / f"drafts/{NAME}.md").read_text()
    (office.folder / "drafts/abena-osei.copy.md").write_text(text)
    ran = office.sync(office.went())
    assert ran.out.splitlines() == [
        "To look at (1)",
        "  Dr. Abena Osei, MD, 2026-11-20: a message to them may be one of several letters; say which it was.",
        "    outreach sent abena-osei.copy --on 2026-11-20",
        f"    outreach sent {NAME} --on 2026-11-20",
    ]
    assert office.history == []
    office.outreach("sent", NAME, "--on", "2026-11-20")
    assert "To look at" not in office.sync(office.went()).out


@pytest.mark.parametrize(
    "fields", ["X-Unsent: 1\n", "X-Mozilla-Draft-Info: internal/draft; vcard=0\n", "X-Gmail-Labels: Drafts,Important\n"]
)
def test_a_draft_that_waits_in_the_mailbox_was_not_sent(fields: str, office: Office) -> None:
    ran = office.sync(office.went(fields=fields))
    assert "1 message left aside: a draft that waits in the mailbox was not sent." in ran.err
    assert office.history == []


def test_what_lies_in_the_outbox_was_not_sent(office: Office) -> None:
    ran = office.outreach("sync", office.folder / "outbox")
    assert ran.code == 1
    assert "holds letters that are still to be sent" in ran.err


@pytest.mark.parametrize("folder", ["Drafts.mbox", "[Gmail].Drafts", "Entwürfe"])
def test_a_folder_of_drafts_is_known_by_its_name(folder: str, office: Office) -> None:
    from tests.received.posted import mbox

    path = mbox(office.folder.parent / folder, [office.went()])
    assert office.outreach("sync", path).code == 0
    assert office.history == []


def test_a_letter_that_nobody_approved_is_told_and_not_noted(office: Office) -> None:
    office.outreach("reopen", NAME)
    ran = office.sync(office.went())
    assert "a letter went to them, and its draft cannot be called sent: it is not ready" in ran.out
    assert f"outreach sent {NAME} --on 2026-11-20" in ran.out
    assert office.history == []


def test_a_letter_that_was_noted_by_hand_is_not_noted_again(office: Office) -> None:
    """By `outreach sent`, a day late; or by `outreach log`, when its draft stays as it was handed over."""
    office.outreach("sent", NAME)
    ran = office.sync(office.went())
    assert "1 letter more had been noted before." in ran.err
    assert len(office.history) == 1
    office.outreach("log", "introduction sent", "jonah-brandt", "--on", "2026-11-22")
    office.sync(office.went(OTHER))
    assert len(office.history) == 2
    assert office.draft(OTHER).status == "sent"


def test_one_act_takes_back_all_that_one_look_noted(office: Office) -> None:
    office.outreach("log", "met", "jonah-brandt")
    before = office.history
    office.sync(office.went(), office.went(OTHER), REPLY)
    assert len(office.history) == 4
    ran = office.outreach("log", "--undo")
    assert ran.out.count("taken back") == 3
    assert office.history == before
    assert office.draft().status == office.draft(OTHER).status == "handed-over"
    office.sync(office.went(), office.went(OTHER), REPLY)
    assert len(office.history) == 4


# --- what came back ------------------------------------------------------------------------------------------------


def test_nobody_who_has_answered_gets_a_follow_up(office: Office) -> None:
    """A draft, handed over, sent, answered; without the answer a follow-up would be due."""
    office.sync(office.went())
    assert "Follow up, once" in office.outreach("due", today=LATER).out
    ran = office.sync(REPLY)
    assert ran.out.splitlines() == ["Came back (1)", "  Dr. Abena Osei, MD  2026-11-23  answered you"]
    assert office.history[1] == "- {date: 2026-11-23, contact: abena-osei, event: replied}"
    due = office.outreach("due", today=LATER).out
    assert "Follow up, once" not in due
    assert "they wrote on 2026-11-23, and nothing of yours has followed" in due


def test_an_answer_of_ours_takes_theirs_off_the_list(office: Office) -> None:
    mine = mail(
        "Thank you for writing back.\n", sender=OURS, to=THEIRS, subject="Re: Re: hello", date="Tue, 24 Nov 2026 08:00:00 -0500",
        fields="In-Reply-To: <r1@x.example>\n", message_id="<m2@x.example>",
    )  # fmt: skip
    office.sync(office.went(), REPLY)
    assert "nothing of yours has followed" in office.outreach("due", today=LATER).out
    ran = office.sync(mine)
    assert "has your answer" in ran.out
    assert "nothing of yours has followed" not in office.outreach("due", today=LATER).out


def test_an_answer_from_another_address_is_known_by_what_it_answers(office: Office) -> None:
    office.sync(office.went())
    answer = mail(
        "She is away; I am her assistant, and we are glad to know of you.\n", sender="desk@elsewhere.example",
        date="Mon, 23 Nov 2026 16:40:00 -0500", fields=f"In-Reply-To: <sent.{NAME}@example.org>\n",
    )  # fmt: skip
    assert "Dr. Abena Osei, MD  2026-11-23  answered you" in office.sync(answer).out


def test_mail_from_somebody_to_whom_no_letter_went_is_no_answer(office: Office) -> None:
    change(
        office.folder / "contacts.yaml",
        "- name: Dr. Jonah Brandt",
        "- {name: Ann Lee, role: pcp, email: ann@lee.example}\n- name: Dr. Jonah Brandt",
    )
    ran = office.sync(mail("Hello there, have you room?\n", sender="ann@lee.example"))
    assert office.history == []
    assert "no answer" in ran.out


def test_no_word_of_an_answer_is_kept(office: Office) -> None:
    office.sync(
        office.went(),
        mail(
            "My patient Zebulon is anxious. Do you have room?\n",
            date="Mon, 23 Nov 2026 16:40:00 -0500",
            subject="Re: Zebulon",
        ),
    )
    assert len(office.history) == 2
    for path in office.folder.rglob("*"):
        assert path.is_dir() or b"Zebulon" not in path.read_bytes(), path


def test_an_answer_of_tomorrow_is_noted_tomorrow(office: Office) -> None:
    """A clock that is wrong, or a reader further east."""
    office.sync(office.went())
    answer = mail("Thanks.\n", date="Wed, 25 Nov 2026 02:00:00 +0900")
    assert "it is of 2026-11-25, which is yet to come" in office.sync(answer).out
    assert len(office.history) == 1
    office.sync(answer, today=TODAY + timedelta(days=1))
    assert office.history[1:] == ["- {date: 2026-11-25, contact: abena-osei, event: replied}"]


# --- the same mail again -------------------------------------------------------------------------------------------


def test_the_same_file_twice_adds_nothing(office: Office) -> None:
    messages = (office.went(), office.went(OTHER), REPLY, WISH)
    office.sync(*messages)
    before = office.history
    again = office.sync(*messages)
    assert office.history == before
    assert "Nothing new was noted" in again.err
    assert office.outreach("log", "--undo").out.count("taken back") == len(before)


def test_what_a_power_cut_ended_is_done_by_the_next_run(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the line in the history and the draft's head."""
    from composer.drafts.store import DraftStore

    with monkeypatch.context() as patch:
        patch.setattr(DraftStore, "set_head", lambda *_: (_ for _ in ()).throw(ExternalError("the power went")))
        assert office.sync(office.went()).code == 1
    assert len(office.history) == 1
    assert office.draft().status == "handed-over"
    office.sync(office.went())
    assert len(office.history) == 1
    assert office.draft().status == "sent"


def test_a_dry_run_says_all_and_writes_nothing(office: Office) -> None:
    before = {path: path.read_bytes() for path in office.folder.rglob("*") if path.is_file()}
    ran = office.sync(office.went(), REPLY, words=("--dry-run",))
    assert "as drafted" in ran.out
    assert "Nothing was written; 2 events would be noted" in ran.err
    assert {path: path.read_bytes() for path in office.folder.rglob("*") if path.is_file()} == before


def test_one_object_says_the_same_to_programs(office: Office) -> None:
    said = json.loads(office.sync(office.went(), REPLY, words=("--json",)).out)
    assert said["sent"][0] | {"differences": []} == {
        "draft": NAME, "contact": "abena-osei", "display_name": "Dr. Abena Osei, MD", "on": "2026-11-20",
        "differences": [], "noted_before": False,
    }  # fmt: skip
    assert said["came"][0]["kind"] == "replied"
    assert len(said["noted"]) == 2


def test_an_empty_file_is_told(office: Office) -> None:
    assert office.sync().out == "There is no message to look at.\n"


def test_without_an_address_of_ones_own_nobody_can_tell(office: Office) -> None:
    change(office.folder / "practice.yaml", "email: maya@harborstreet.example\n", "")
    ran = office.sync(office.went())
    assert ran.code == 1
    assert "nobody can tell which messages are yours" in ran.err


def test_the_day_is_that_of_the_writers_own_clock(office: Office) -> None:
    office.sync(office.went(date="Sat, 21 Nov 2026 23:50:00 -0500"))
    assert date(2026, 11, 21).isoformat() in office.history[0]


# --- letters and answers that are one message ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "quote",
    [
        "On Mon, 16 Nov 2026, Abena Osei wrote:\n> My patient Zebulon is anxious.\n",
        "-----Original Message-----\nFrom: Abena Osei\nSent: Monday\n\nMy patient Zebulon is anxious.\n",
    ],
)
def test_of_a_letter_that_quotes_an_answer_only_the_letter_is_kept(quote: str, office: Office) -> None:
    text = office.went().decode().partition("\n\n")[2]
    ran = office.sync(office.went(text=f"{text}\n{quote}"))
    assert f"{NAME}  2026-11-20  as drafted" in ran.out
    for path in office.folder.rglob("*"):
        assert path.is_dir() or b"Zebulon" not in path.read_bytes(), path


def test_the_words_that_went_are_taken_back_with_the_act_that_kept_them(office: Office) -> None:
    office.sync(office.went())
    assert (office.folder / f".outreach/sent/{NAME}.md").exists()
    assert office.outreach("log", "--undo").code == 0
    assert not (office.folder / f".outreach/sent/{NAME}.md").exists()
    office.sync(office.went())
    assert (office.folder / f".outreach/sent/{NAME}.md").exists()


def test_a_letter_whose_draft_was_deleted_is_known_by_what_lies_in_the_outbox(office: Office) -> None:
    message = office.went()
    (office.folder / f"drafts/{NAME}.md").unlink()
    assert f"{NAME}  2026-11-20" in office.sync(message).out
    assert [line[: len(SENT)] for line in office.history] == [SENT]
    assert len(office.history) == 1
    assert "Nothing new was noted" in office.sync(message).err + office.sync(message).out


def test_a_copy_of_the_outboxs_mbox_is_no_sent_mail(office: Office) -> None:
    office.outreach("export", "mbox", "--again")
    copy = office.folder.parent / "Sent.mbox"
    copy.write_bytes((office.folder / "outbox/letters.mbox").read_bytes())
    ran = office.outreach("sync", copy)
    assert "2 messages left aside: a draft that waits in the mailbox was not sent." in ran.err
    assert office.history == []


def test_all_that_was_handed_over_is_not_what_nobody_was_to_send_any_more(office: Office) -> None:
    office.outreach("log", "asked to stop", "abena-osei")
    ran = office.outreach("sent", "--all")
    assert ran.code == 1
    assert f"{NAME}    nobody was to send it any more" in ran.out
    assert [office.draft(name).status for name in (NAME, OTHER)] == ["handed-over", "sent"]
    assert office.outreach("sent", NAME).code == 0, "it went all the same, and a person says so"


QUOTES = [
    "Op ma 2 nov 2026 om 10:00 schreef Abena Osei <a.osei@riverstreet.example>:",
    "Il giorno lun 2 nov 2026 Abena Osei ha scritto:",
    "Da: Abena Osei\nInviato: lunedi\nA: Maya",
    "From: Abena Osei\nTo: Maya Chen\nSubject: hello",
    "Abena Osei wrote:",
]


@pytest.mark.parametrize("head", QUOTES)
def test_an_answer_that_a_letter_quotes_is_not_kept_whatever_begins_it(head: str, office: Office) -> None:
    text = office.went().decode().partition("\n\n")[2]
    sent = office.went(text=f"{text}\n{head}\n\nZebulon cannot sleep.\n", fields="In-Reply-To: <old@x.example>\n")
    office.sync(sent)
    assert "Zebulon" not in (office.folder / f".outreach/sent/{NAME}.md").read_text()


def test_what_only_kept_words_is_what_is_taken_back(office: Office) -> None:
    office.outreach("sent", NAME, "--on", "2026-11-20")
    office.outreach("log", "asked to stop", "abena-osei")
    office.sync(office.went())
    office.outreach("log", "--undo")
    assert any("asked to stop" in line for line in office.history)
    assert not (office.folder / f".outreach/sent/{NAME}.md").exists()


def test_a_folder_of_drafts_below_the_one_that_is_named_is_passed_over(office: Office) -> None:
    path = office.folder.parent / "export/Drafts/hello.eml"
    path.parent.mkdir(parents=True)
    path.write_bytes(office.went())
    office.outreach("sync", path.parent.parent)
    assert office.history == []


def test_an_automatic_answer_of_ours_is_no_answer(office: Office) -> None:
    ours = mail(
        "I am away.\n", sender=OURS, to=THEIRS, date="Tue, 24 Nov 2026 09:00:00 -0500",
        fields="In-Reply-To: <r1@x.example>\nAuto-Submitted: auto-replied\n",
    )  # fmt: skip
    office.sync(office.went(), REPLY, ours)
    assert not any("answered" in line for line in office.history)


@pytest.mark.parametrize("day", ["Thu, 01 Jan 2015 00:00:00 +0000", "Thu, 19 Nov 2026 23:50:00 -0800"])
def test_an_answer_is_none_before_its_letter_whatever_its_clock_says(day: str, office: Office) -> None:
    answer = mail("Thank you, I will call you.\n", date=day, fields=f"In-Reply-To: <sent.{NAME}@example.org>\n")
    office.sync(office.went(), answer)
    assert "- {date: 2026-11-20, contact: abena-osei, event: replied}" in office.history
    assert "Nothing new was noted" in office.sync(office.went(), answer).err
