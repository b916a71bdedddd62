"""Mail that came back, mail that waits, and automatic answers, in the shapes of many programs, from file to due."""

import pytest

from tests.conftest import TODAY, change
from tests.received.conftest import NAME, OTHER, Office
from tests.received.posted import mail
from tests.received.shapes import AWAY, RETURNED, WAITING, filled
from tests.received.test_sync import LATER

READER = "a.osei@riverstreet.example"
BOUNCED = "- {date: 2026-11-21, contact: abena-osei, event: bounced}"


@pytest.mark.parametrize("program", RETURNED)
def test_mail_that_came_back_is_noted_of_whoever_it_did_not_reach(program: str, office: Office) -> None:
    shape, code = RETURNED[program]
    ran = office.sync(office.went(), filled(shape, READER))
    told = f" ({code})" if code else ""
    assert (
        f"Dr. Abena Osei, MD  2026-11-21  mail came back for good; look at the address before the next letter{told}"
        in ran.out
    )
    assert office.history[1:] == [BOUNCED]
    office.sync(filled(shape, READER))
    assert office.history[1:] == [BOUNCED]


@pytest.mark.parametrize("program", WAITING)
def test_mail_that_may_still_arrive_is_said_and_not_noted(program: str, office: Office) -> None:
    ran = office.sync(office.went(), filled(WAITING[program], READER))
    assert "mail has not arrived yet, and may still; nothing was noted" in ran.out
    assert len(office.history) == 1


@pytest.mark.parametrize("program", AWAY)
def test_an_automatic_answer_is_no_answer(program: str, office: Office) -> None:
    ran = office.sync(office.went(), filled(AWAY[program], READER))
    assert "Dr. Abena Osei, MD  2026-11-21  an automatic answer, which counts as none" in ran.out
    assert len(office.history) == 1


def test_after_an_automatic_answer_the_follow_up_is_still_due(office: Office) -> None:
    office.sync(office.went(), filled(AWAY["Exchange"], READER))
    assert "Follow up, once" in office.outreach("due", today=LATER).out


def test_an_address_is_mended_before_the_next_letter(office: Office) -> None:
    office.sync(office.went(), filled(RETURNED["Postfix"][0], READER))
    assert (
        "mail came back on 2026-11-21, and the address has not been verified since"
        in office.outreach("due", "--all", today=LATER).out
    )
    refused = office.outreach("draft", "follow-up", "--to", "abena-osei", today=LATER)
    assert "mail came back on 2026-11-21" in refused.out + refused.err
    change(
        office.folder / "contacts.yaml",
        "a.osei@riverstreet.example\n  verified: 2026-11-01",
        "osei@riverstreet.example\n  verified: 2026-11-24",
    )
    assert "Follow up, once" in office.outreach("due", today=LATER).out
    office.sync(filled(RETURNED["Postfix"][0], READER))
    assert office.history[1:] == [BOUNCED], "the old address is not theirs any more"


def test_what_came_back_before_the_address_was_verified_is_over(office: Office) -> None:
    change(office.folder / "contacts.yaml", "verified: 2026-11-01", "verified: 2026-11-23")
    office.sync(filled(RETURNED["Postfix"][0], READER))
    assert office.history == []


def test_one_report_may_tell_of_several_readers(office: Office) -> None:
    more = "Status: 5.1.1\n\nFinal-Recipient: rfc822; jonah@lakeschool.example\nAction: failed\nStatus: 5.1.1\n\nFinal-Recipient: rfc822; ann@lee.example\nAction: delivered\nStatus: 2.0.0"
    office.sync(filled(RETURNED["Exim with a report"][0].replace("Status: 5.0.0", more), READER))
    assert sorted(office.history) == [BOUNCED, BOUNCED.replace("abena-osei", "jonah-brandt")]


def test_a_report_of_success_is_no_report_of_failure(office: Office) -> None:
    shape = (
        RETURNED["Postfix"][0].replace("Action: failed", "Action: relayed").replace("Status: 5.1.1", "Status: 2.0.0")
    )
    office.sync(filled(shape, READER))
    assert office.history == []


def test_mail_that_came_back_from_a_stranger_is_not_ours_to_note(office: Office) -> None:
    shape, _ = RETURNED["Postfix"]
    office.sync(filled(shape, "somebody@elsewhere.example"))
    assert office.history == []


def test_mail_of_somebody_elses_that_came_back_says_nothing_of_their_address(office: Office) -> None:
    shape, _ = RETURNED["Postfix"]
    office.sync(office.went(), filled(shape.replace("From: Maya Chen <{us}>", "From: news@elsewhere.example"), READER))
    assert len(office.history) == 1


def test_a_report_that_names_nobody_is_not_understood(office: Office) -> None:
    shape = "From: MAILER-DAEMON@mx.example\nTo: {us}\nSubject: Undelivered Mail Returned to Sender\nDate: Sat, 21 Nov 2026 08:00:00 +0000\n\nIt failed.\n"
    ran = office.sync(filled(shape, READER))
    assert "Not understood (1)\n  saved.mbox, message 1  it tells of mail that came back, and not whose" in ran.out


@pytest.mark.parametrize(
    "fields",
    ["Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n", "List-Id: <news.riverstreet.example>\n", "Precedence: list\n"],
)  # fmt: skip
def test_receipts_and_newsletters_are_no_answers(fields: str, office: Office) -> None:
    office.sync(
        office.went(),
        mail(
            "Thank you for writing, I will call you.\n",
            fields=fields,
            date="Mon, 23 Nov 2026 16:40:00 -0500",
            subject="News",
        ),
    )
    assert len(office.history) == 1


def test_an_answer_by_way_of_a_list_is_a_persons(office: Office) -> None:
    """A shared inbox that is kept as a group, as many offices have one."""
    answer = mail(
        "Thank you, we will call you.\n", fields=f"List-Id: <desk.riverstreet.example>\nReferences: <a@b.example> <sent.{NAME}@example.org>\n",
        date="Mon, 23 Nov 2026 16:40:00 -0500",
    )  # fmt: skip
    office.sync(office.went(), answer)
    assert office.history[1:] == ["- {date: 2026-11-23, contact: abena-osei, event: replied}"]


def test_an_answer_about_being_out_of_the_office_is_a_persons(office: Office) -> None:
    office.sync(
        office.went(),
        mail("Sorry, I was away.\n", subject="Re: Hello, out of office hours", date="Mon, 23 Nov 2026 16:40:00 -0500"),
    )
    assert office.history[1:] == ["- {date: 2026-11-23, contact: abena-osei, event: replied}"]


def test_of_two_people_with_one_address_a_person_says_whose_answer_it_was(office: Office) -> None:
    change(office.folder / "contacts.yaml", "jonah@lakeschool.example", READER)
    ran = office.sync(office.went(), office.went(OTHER), mail("Thank you.\n", date="Mon, 23 Nov 2026 16:40:00 -0500"))
    assert "an answer came from an address that several people have; say whose it was" in ran.out
    assert "outreach log replied abena-osei --on 2026-11-23" in ran.out
    assert not any("replied" in line for line in office.history)
    office.outreach("log", "replied", "jonah-brandt", "--on", "2026-11-23", today=TODAY)
    assert "To look at" not in office.sync(mail("Thank you.\n", date="Mon, 23 Nov 2026 16:40:00 -0500")).out
