"""`make clients` compares what a mail program sent with the draft that it was given: what it must notice."""

from email.message import EmailMessage

import pytest

from tools.clients.comparing import Edit, Sent, faults

EDIT = Edit("They wait months.", "They wait three weeks.")
LETTER = "Dear Dr. Osei,\n\n{} That is long.\n\nWith good wishes,\nMaya\n<https://harborstreet.example>\n"


def message(
    sentence: str,
    *,
    page: str | None = None,
    card: bytes | None = b"BEGIN:VCARD\n",
    heads: dict[str, str] | None = None,
) -> EmailMessage:
    made = EmailMessage()
    usual = {"From": "Maya <maya@harborstreet.example>", "To": "Abena <a@river.example>", "Subject": "Room"}
    for name, value in (usual | (heads or {})).items():
        made[name] = value
    made.set_content(LETTER.format(sentence), cte="quoted-printable")
    if page:
        text = LETTER.format(page).replace("<h", "h").replace("e>", "e").replace("\n\n", "<p>").replace("\n", "<br>")
        made.add_alternative(f"<style>p {{margin: 0}}</style>{text}", subtype="html")
    if card:
        made.add_attachment(card, maintype="text", subtype="vcard", filename="Maya.vcf")
    return made


DRAFT = message(EDIT.before, page=EDIT.before, heads={"Bcc": "me@harborstreet.example", "X-Unsent": "1"})


def said(sent: EmailMessage, *, to: tuple[str, ...] = ("a@river.example", "me@harborstreet.example")) -> list[str]:
    return faults(DRAFT, EDIT, [Sent("maya@harborstreet.example", to, sent)])


@pytest.mark.parametrize("page", [None, EDIT.after])
def test_a_letter_with_its_one_edit_is_right_with_or_without_a_page(page: str | None) -> None:
    assert said(message(EDIT.after, page=page)) == []


def test_a_page_that_kept_the_unedited_sentence_is_named() -> None:
    assert said(message(EDIT.after, page=EDIT.before)) == [
        "the part text/html still has the unedited sentence",
        "the part text/html lacks the edited sentence",
        "the part text/html lost: They wait three weeks. That is long.",
    ]


def test_a_file_that_kept_the_unedited_sentence_is_named() -> None:
    sent = message(EDIT.after)
    sent.add_attachment(f"<p>{EDIT.before}", subtype="html", filename="Original html part")
    assert said(sent) == [
        "the part text/html still has the unedited sentence",
        "the files are ['Maya.vcf', 'Original html part'], not ['Maya.vcf']",
    ]


def test_a_letter_without_its_edit_is_named() -> None:
    assert "the part text/plain still has the unedited sentence" in said(message(EDIT.before))


def test_a_letter_with_more_than_its_edit_is_named() -> None:
    assert said(message(f"x{EDIT.after}")) == [
        "the part text/plain says more than the letter: Dear Dr. Osei, xThey wait three weeks. That is long. With good wishes, Maya https://harborstreet.example"
    ]


@pytest.mark.parametrize(
    ("heads", "fault"),
    [
        ({"X-Unsent": "1"}, "it still has the line X-Unsent: 1"),
        ({"Bcc": "me@harborstreet.example"}, "it still has the line Bcc: me@harborstreet.example"),
        ({"Subject": "room"}, "the subject is 'room', not 'Room'"),
        ({"To": "a@river.example"}, "To is [('', 'a@river.example')], not [('Abena', 'a@river.example')]"),
        (
            {"From": "Maya <m@elsewhere.example>"},
            "From is [('Maya', 'm@elsewhere.example')], not [('Maya', 'maya@harborstreet.example')]",
        ),
    ],
)
def test_a_head_that_differs_is_named(heads: dict[str, str], fault: str) -> None:
    assert said(message(EDIT.after, heads=heads)) == [fault]


def test_a_reader_too_few_is_named() -> None:
    assert said(message(EDIT.after), to=("a@river.example",)) == [
        "it went to ['a@river.example'], not to ['a@river.example', 'me@harborstreet.example']"
    ]


def test_a_file_that_is_gone_or_changed_is_named() -> None:
    assert said(message(EDIT.after, card=None)) == ["the files are [], not ['Maya.vcf']"]
    assert said(message(EDIT.after, card=b"BEGIN\n")) == ["the file Maya.vcf was changed"]


def test_two_messages_or_none_are_not_one() -> None:
    sent = Sent("maya@harborstreet.example", ("a@river.example",), message(EDIT.after))
    assert faults(DRAFT, EDIT, [sent, sent]) == ["2 messages arrived, not one"]
    assert faults(DRAFT, EDIT, []) == ["0 messages arrived, not one"]
