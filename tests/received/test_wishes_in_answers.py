"""A wish to be left alone in an answer: it is never passed over, it stops everything, and a person decides."""

from datetime import date

import pytest

from composer.planning.stops import stop
from composer.workspace.snapshot import Snapshot
from tests.conftest import TODAY, change
from tests.received.conftest import NAME, OTHER, Office
from tests.received.posted import OURS, THEIRS, WISH, mail

LATER = date(2026, 12, 15)
MONDAY = "Mon, 23 Nov 2026 16:40:00 -0500"


def asked(office: Office) -> list[str]:
    """The days on which the history has an answer that may be a wish."""
    events = Snapshot(office.folder, TODAY).records.history.events
    return [str(one.date) for one in events if one.event == "may-have-asked-to-stop"]


def stopped(office: Office, who: str = "abena-osei") -> str:
    """Why nothing may go to somebody, in a sentence; empty where something may."""
    records = Snapshot(office.folder, TODAY).records
    found = stop(records.contacts.by_id[who], records)
    return found.sentence if found else ""


def test_a_wish_to_be_left_alone_comes_first_and_stops_all_letters_until_somebody_decides(office: Office) -> None:
    ran = office.sync(office.went(), office.went(OTHER), WISH)
    assert ran.out.splitlines()[:4] == [
        "To look at (1)",
        "  Dr. Abena Osei, MD, 2026-11-23: their answer may ask you not to write any more, and nothing goes to them until you have said whether it does.",
        "    outreach log 'asked to stop' abena-osei",
        "    outreach log 'did not ask to stop' abena-osei",
    ]
    assert asked(office) == ["2026-11-23"]
    due = office.outreach("due", "--all", today=LATER).out
    assert "their answer of 2026-11-23 may ask you not to write any more; read it, then say which" in due
    assert "Follow up, once (1)" in due, "it is the other's"
    refused = office.outreach("draft", "follow-up", "--to", "abena-osei", today=LATER)
    assert "may ask you not to write any more" in refused.out + refused.err
    assert not (office.folder / "drafts/abena-osei.follow-up.md").exists()


@pytest.mark.parametrize(("said", "stops"), [("asked to stop", True), ("did not ask to stop", False)])
def test_what_a_person_says_of_a_wish_holds(said: str, stops: bool, office: Office) -> None:
    office.sync(office.went(), WISH)
    assert office.outreach("log", said, "abena-osei").code == 0
    assert bool(stopped(office)) == stops
    again = office.sync(office.went(), WISH)
    assert "To look at" not in again.out
    assert asked(office) == ["2026-11-23"]


def test_an_older_wish_that_is_read_later_has_not_been_judged(office: Office) -> None:
    office.sync(office.went(), WISH)
    office.outreach("log", "did not ask to stop", "abena-osei")
    office.sync(mail("No more letters, please.\n", date="Sun, 22 Nov 2026 16:40:00 -0500", message_id="<w0@x.example>"))
    assert "their answer of 2026-11-22" in stopped(office)


@pytest.mark.parametrize(
    "begin", ["On Fri, Nov 20, 2026 at 9:12 AM Maya Chen wrote:\n", "-----Original Message-----\n\n", ""]
)
def test_our_letter_that_is_quoted_is_no_wish_of_its_reader(begin: str, office: Office) -> None:
    letter = (
        office.went().decode().partition("\n\n")[2]
        + "\nPlease do not hesitate to say: no more letters, please stop writing.\n"
    )
    marked = "".join(f"> {line}\n" for line in letter.splitlines())
    ran = office.sync(office.went(text=letter), mail(f"Happy to hear from you.\n\n{begin}{marked}", date=MONDAY))
    assert "To look at" not in ran.out
    assert "answered you" in ran.out


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        ("", "Thank you, see below.\n\n> Dear Maya\n> Yes, please take me off your list and never write again.\n"),
        ("Content-Type: text/html\n", "<div>I would love to talk, please call me.</div><blockquote><div>Please take me off your list.</div></blockquote>"),
    ],
)  # fmt: skip
def test_a_wish_that_is_marked_like_a_quote_is_one(fields: str, body: str, office: Office) -> None:
    office.sync(office.went(), mail(body, date=MONDAY, fields=fields))
    assert asked(office) == ["2026-11-23"]


@pytest.mark.parametrize(
    "quote",
    [
        "On Mon, 23 Nov 2026 at 16:40, Abena Osei <a.osei@riverstreet.example> wrote:\n{}",
        "-----Original Message-----\n{}",
    ],
)
def test_a_wish_that_we_have_answered_and_quoted_is_still_theirs(quote: str, office: Office) -> None:
    quoted = quote.format("> Please take me off your list.\n>\n> A. Osei\n")
    ours = mail(
        f"Of course, I am sorry.\n\n{quoted}",
        sender=OURS,
        to=THEIRS,
        date="Tue, 24 Nov 2026 09:00:00 -0500",
        fields="In-Reply-To: <w@x.example>\n",
    )
    office.sync(office.went(), WISH, ours)
    assert asked(office) == ["2026-11-23"]


def test_a_sentence_of_our_letter_that_they_take_up_is_theirs(office: Office) -> None:
    text = office.went().decode().partition("\n\n")[2] + "\nIf you like, answer: please take me off your list.\n"
    office.sync(office.went(text=text), mail("Please take me off your list.\n\nMany thanks,\nAbena\n", date=MONDAY))
    assert asked(office) == ["2026-11-23"]


FROM_THEM = [
    {"sender": "Dr. Abena Osei @ River Street <a.osei@riverstreet.example>"},
    {
        "sender": "\"'Abena Osei' via Office\" <office@riverstreet.example>",
        "fields": "Reply-To: a.osei@riverstreet.example\n",
    },
    {"sender": "Kim <kim@riverstreet.example>, Abena Osei <a.osei@riverstreet.example>"},
    {"sender": "River Street <no-reply@riverstreet.example>", "fields": "Sender: a.osei@riverstreet.example\n"},
    {"sender": "'Abena Osei' <'a.osei@riverstreet.example'>"},
    {"fields": "List-Id: <desk.riverstreet.example>\n"},
    {"fields": "Precedence: bulk\n"},
    {"fields": "Return-Path: <>\n"},
    {"subject": "On vacation letters: please stop"},
    {"fields": "X-Gmail-Labels: Inbox,Draft replies\n"},
    {"fields": "X-Unsent: 1\n"},
]


@pytest.mark.parametrize("shape", FROM_THEM, ids=str)
def test_a_plain_wish_is_seen_whatever_the_header_looks_like(shape: dict[str, str], office: Office) -> None:
    office.sync(office.went(), mail("Please take me off your list and do not write again.\n", date=MONDAY, **shape))
    assert asked(office) == ["2026-11-23"]


def test_whoever_answers_for_another_is_asked_about_and_so_is_the_other(office: Office) -> None:
    speaks = mail(
        "Dr. Osei asks me to say: please do not write to her again.\n",
        sender="jonah@lakeschool.example",
        date=MONDAY,
        fields=f"In-Reply-To: <sent.{NAME}@example.org>\n",
    )
    office.sync(office.went(), speaks)
    assert stopped(office, "abena-osei")
    assert stopped(office, "jonah-brandt")


def test_another_message_under_the_same_id_is_asked_about_too(office: Office) -> None:
    office.sync(office.went(), WISH)
    office.outreach("log", "did not ask to stop", "abena-osei")
    other = mail("No more letters.\n", date="Tue, 24 Nov 2026 08:00:00 -0500", message_id="<w@x.example>")
    assert "To look at (1)" in office.sync(WISH, WISH, other).out, "the first was answered, and lies there twice"
    assert stopped(office)


RULES = [
    "-----Original Message-----\nFrom: Maya Chen\nSent: Friday\n",
    "________________________________\nFrom: Maya Chen <maya@harborstreet.example>\nSent: Friday, November 20, 2026 9:12 AM\nTo: Abena\nSubject: x\n",
    "On Fri, Nov 20, 2026 at 9:12 AM Maya Chen <maya@harborstreet.example> wrote:\n",
]  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_a_wish_below_the_letter_that_is_answered_is_one(rule: str, office: Office) -> None:
    """Some programs put the letter above the place for an answer, and mark it in no way."""
    letter = office.went().decode().partition("\n\n")[2]
    office.sync(office.went(), mail(f"{rule}\n{letter}\n\nPlease send us no more of these.\n", date=MONDAY))
    assert asked(office) == ["2026-11-23"]


@pytest.mark.parametrize("rule", RULES)
def test_a_letter_below_an_answer_is_none_as_it_went_too(rule: str, office: Office) -> None:
    """A sentence that was put in before it was sent stands in no draft."""
    text = (
        office.went()
        .decode()
        .partition("\n\n")[2]
        .replace("\n\n", "\n\nIf you want no more letters, say so and I stop.\n\n", 1)
    )
    answer = mail(f"Happy to hear from you.\n\n{rule}\n{text}", date=MONDAY)
    office.sync(office.went(text=text))
    assert "To look at" not in office.sync(answer).out


def test_our_own_letter_is_no_wish_however_it_is_quoted(office: Office) -> None:
    """Below the answer, without any mark, as some telephones do."""
    text = office.went().decode().partition("\n\n")[2]
    ran = office.sync(office.went(), mail(f"Thank you.\n\n{text}", date="Mon, 23 Nov 2026 16:40:00 -0500"))
    assert "To look at" not in ran.out


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ("{name: Ann Lee, role: pcp, email: A.Osei+ann@riverstreet.example}", "may ask you not to write any more"),
        ("{name: Abena Osei, id: osei-two, role: pcp, email: abena@elsewhere.example}", "may be Dr. Abena Osei, MD"),
    ],
)
def test_a_wish_holds_for_another_record_with_their_address_or_name(record: str, says: str, office: Office) -> None:
    change(office.folder / "contacts.yaml", "- name: Dr. Jonah Brandt", f"- {record}\n- name: Dr. Jonah Brandt")
    office.sync(office.went(), WISH)
    who = "osei-two" if "osei-two" in record else "ann-lee"
    refused = office.outreach("draft", "introduction", "--to", who)
    assert says in refused.out + refused.err
    assert not (office.folder / f"drafts/{who}.introduction.md").exists()


def test_a_torn_line_that_may_be_such_a_wish_stops_everything(office: Office) -> None:
    with (office.folder / "history.yaml").open("a") as file:
        file.write("- {date: 2026-11-23, contact: abena-osei, event: may have ask")
    ran = office.sync(office.went())
    assert ran.code == 1
    assert "it may be somebody's wish to be left alone" in ran.err


# --- whatever the message looks like -------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["Wed, 25 Nov 2026 02:00:00 +0900", "Fri, 20 Nov 2037 09:00:00 +0000"])
def test_a_wish_holds_from_the_moment_at_which_it_is_read_whatever_its_clock_says(day: str, office: Office) -> None:
    office.sync(office.went(), mail("Please take me off your list.\n", date=day))
    assert asked(office) == [str(TODAY)]
    assert "may ask you not to write any more" in stopped(office)


@pytest.mark.parametrize("day", ["", "Someday", "99 Foo 9999 99:99:99"])
def test_a_wish_in_a_message_without_a_date_is_one_of_today(day: str, office: Office) -> None:
    ran = office.sync(office.went(), mail("Please take me off your list.\n", date=day, message_id="<u@x.example>"))
    assert asked(office) == [str(TODAY)]
    assert "it has no date" in ran.out
    office.outreach("log", "did not ask to stop", "abena-osei")
    again = mail("Please take me off your list.\n", date=day, message_id="<u@x.example>")
    assert "To look at" not in office.sync(again, today=LATER).out, "it was asked about"


def test_each_message_is_asked_about_by_itself_be_it_of_the_same_day(office: Office) -> None:
    office.sync(office.went(), WISH)
    office.outreach("log", "did not ask to stop", "abena-osei")
    second = mail("I mean it: no more letters.\n", date="Mon, 23 Nov 2026 17:10:00 -0500", message_id="<w2@x.example>")
    assert "To look at (1)" in office.sync(WISH, second).out
    assert stopped(office)
    assert len(asked(office)) == 2


def test_what_was_taken_back_is_asked_about_again(office: Office) -> None:
    office.sync(office.went(), WISH)
    office.outreach("log", "--undo")
    assert not asked(office)
    assert "To look at (1)" in office.sync(office.went(), WISH).out


@pytest.mark.parametrize(
    "text",
    [
        "REMOVE\n",
        "No thanks. Don't need these.\n",
        "One letter was enough, thank you.\n",
        "Bitte schreiben Sie mir nicht mehr.\n",
        "Dear Maya,\n\nmerci de ne plus m'\u00e9crire.\n\nBest regards,\nAbena\n",
        "\u8bf7\u4e0d\u8981\u518d\u7ed9\u6211\u5199\u4fe1\u3002\n",
        "\u041f\u043e\u0436\u0430\u043b\u0443\u0439\u0441\u0442\u0430, \u0431\u043e\u043b\u044c\u0448\u0435 \u043d\u0435 \u043f\u0438\u0448\u0438\u0442\u0435.\n",
        "\n",
    ],
)
def test_an_answer_that_may_be_one_or_is_not_understood_is_asked_about(text: str, office: Office) -> None:
    office.sync(office.went(), mail(text, date=MONDAY))
    assert asked(office) == ["2026-11-23"], text


def test_what_follows_the_first_answer_is_asked_about_only_where_it_is_plain(office: Office) -> None:
    """Two who write to each other say many things that are no wish."""
    reply = mail("Thanks, I will call you.\n", date="Sun, 22 Nov 2026 10:00:00 -0500", message_id="<r@x.example>")
    talk = mail("Don't need the form, thanks. Lunch?\n", subject="Lunch", date=MONDAY, message_id="<t@x.example>")
    office.sync(office.went(), reply, talk)
    assert not asked(office)
    office.sync(mail("Please stop writing to me.\n", subject="Lunch", date=MONDAY, message_id="<s@x.example>"))
    assert asked(office) == ["2026-11-23"]
