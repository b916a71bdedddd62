"""The output formats: what there is, and that each says what the draft says."""

import json
import re
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.drafts.draft import Address, Draft
from composer.drafts.outbox_places import PLACE_OF, SharedFile, digest
from composer.errors import MessageError
from composer.mail.body import render_body
from composer.mail.layout import Layout, load_layout
from composer.mail.mailto import MOST
from composer.mail.message import build_message, message_id
from composer.outputs.occasion import Occasion
from composer.outputs.registry import FORMATS, OutputFormat
from composer.shipped import templates_folder

TODAY, LATER = Occasion(date(2026, 11, 24)), Occasion(date(2026, 11, 25))
DRAFT = Draft(
    "abena-osei.introduction",
    "Patients who wait & ask",
    "Dear Dr. Osei,\n\nFrom here it is *near*: 3 < 4.\n>From the bus, too: <https://harborstreet.example/?a=1&b=2>\n",
    to=(Address("a@x.example", "Osei, Abena"),),
    cc=(Address("desk@x.example"),),
    sender=Address("maya@harborstreet.example", "Maya Chen"),
    letter="introduction",
    contact="abena-osei",
)
TEXT = render_body(DRAFT.body).text
HOSTILE = [
    "</title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</pre><article id=x>",
    "<!--",
    "&lt;b&gt;",
]


@pytest.fixture(scope="module")
def layout() -> Layout:
    html, css = (
        (templates_folder() / "layouts" / f"letter.{end}").read_text(encoding="utf-8") for end in ("html", "css")
    )
    return load_layout(html, css, path="templates/layouts/letter")


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_a_format_gives_the_same_bytes_for_the_same_draft(form: OutputFormat, layout: Layout) -> None:
    """A second export changes no file; and a day later it is the same letter still."""
    made = form.render(DRAFT, layout, TODAY)
    assert made == form.render(replace(DRAFT), layout, TODAY)
    assert digest(made) == digest(form.render(DRAFT, layout, LATER))
    changed = form.render(replace(DRAFT, body="Dear Dr. Osei,\n\nDate: Tuesday.\n"), layout, TODAY)
    assert digest(made) != digest(changed)
    assert digest(changed) != digest(changed.replace(b"Date: Tuesday", b"Date: Wednesday"))


def test_each_format_is_found_by_its_name_has_a_place_and_says_what_to_do() -> None:
    assert {name: form.name for name, form in FORMATS.items()} == {name: name for name in FORMATS}
    assert {form.suffix for form in FORMATS.values()} == set(PLACE_OF)
    assert all(form.then.endswith(".") for form in FORMATS.values())


def test_eml_is_the_message_itself(layout: Layout) -> None:
    form = FORMATS["eml"]
    assert form.needs_address
    assert form.render(DRAFT, layout, TODAY) == build_message(DRAFT, layout)


def test_eml_text_has_no_html(layout: Layout) -> None:
    message = message_from_bytes(FORMATS["eml-text"].render(DRAFT, layout, TODAY), policy=policy.default)
    assert message.get_content_type() == "text/plain"
    assert message["X-Unsent"] is None


@pytest.mark.parametrize("form", ["mbox", "maildir"])
@pytest.mark.parametrize("text_alone", [True, False])
def test_a_message_for_a_mailbox_is_dated_and_has_an_id_and_lf_lines(
    form: str, layout: Layout, *, text_alone: bool
) -> None:
    data = FORMATS[form].render(DRAFT, layout, replace(TODAY, text_alone=text_alone))
    assert b"\r" not in data
    data = data.removesuffix(b"\n") if form == "mbox" else data  # its empty line is between the letters
    message = message_from_bytes(data, policy=policy.default)
    assert message["Date"] == "Tue, 24 Nov 2026 12:00:00 +0000"
    assert message["Message-ID"] == message_id(DRAFT)
    assert message["X-Unsent"] is None
    assert message.is_multipart() is not text_alone
    text = message.get_body(("plain",))
    assert text is not None
    assert text.get_content() == TEXT


def test_a_letter_in_an_mbox_stands_between_its_line_and_an_empty_one(layout: Layout) -> None:
    data = FORMATS["mbox"].render(DRAFT, layout, TODAY)
    assert data.startswith(b"From maya@harborstreet.example Tue Nov 24 12:00:00 2026\nFrom: ")
    assert data.endswith(b"\n\n")
    assert re.findall(rb"^>*From .*", data, re.MULTILINE) == [data.partition(b"\n")[0]]


def test_a_letter_without_a_sender_goes_into_no_mailbox(layout: Layout) -> None:
    for form in ("mbox", "maildir"):
        with pytest.raises(MessageError, match="must say who it is from"):
            FORMATS[form].render(replace(DRAFT, sender=None), layout, TODAY)


def test_text_has_addresses_and_subject_above_the_letter(layout: Layout) -> None:
    head, _, text = FORMATS["text"].render(DRAFT, layout, TODAY).decode().partition("\n\n")
    assert head == "To: Osei, Abena <a@x.example>\nCc: desk@x.example\nSubject: Patients who wait & ask"
    assert text == TEXT


def test_json_is_one_object_with_all_that_a_message_has(layout: Layout) -> None:
    found = json.loads(FORMATS["json"].render(replace(DRAFT, in_reply_to="<a.1@x.example>"), layout, TODAY))
    assert found == {
        "draft": DRAFT.name, "letter": "introduction", "contact": "abena-osei", "language": "en", "direction": "ltr",
        "from": {"name": "Maya Chen", "address": "maya@harborstreet.example"},
        "to": [{"name": "Osei, Abena", "address": "a@x.example"}], "cc": [{"name": "", "address": "desk@x.example"}],
        "bcc": [], "reply_to": [], "in_reply_to": "<a.1@x.example>", "subject": DRAFT.subject, "text": TEXT,
        "html": render_body(DRAFT.body).html, "attach": [],
    }  # fmt: skip


class Reader(HTMLParser):
    """What a page shows, where it leads, and what it would load."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.shown, self.links, self.loads, self.tags = "", list[str](), list[str](), list[str]()
        self.feed(page.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        self.links += [found["href"] or ""] if tag == "a" else []
        self.loads += [name for name in ("src", "srcset", "data", "poster", "action", "background") if name in found]
        self.loads += [tag] if tag in {"link", "iframe", "object", "embed", "img", "base"} else []
        self.loads += [name for name in found if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.shown += data


@pytest.mark.parametrize("form", ["html", "mailto"])
def test_a_page_loads_nothing_and_says_so_to_the_browser(form: str, layout: Layout) -> None:
    page = FORMATS[form].head + FORMATS[form].render(DRAFT, layout, TODAY)
    read = Reader(page)
    assert read.loads == []
    assert b"default-src &#x27;none&#x27;" in page
    assert "Dear Dr. Osei," in read.shown
    assert "Osei, Abena <a@x.example>" in read.shown
    assert read.tags.count("script") == 1


@pytest.mark.parametrize("form", ["html", "mailto"])
@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_letter_says_is_no_markup_of_its_page(form: str, text: str, layout: Layout) -> None:
    hostile = replace(DRAFT, name=text, subject=text, body=f"{text}\n", to=(Address("a@x.example", text),))
    read, calm = (Reader(FORMATS[form].head + FORMATS[form].render(one, layout, TODAY)) for one in (hostile, DRAFT))
    assert read.loads == []
    assert read.tags.count("script") == calm.tags.count("script")
    assert read.tags.count("article") == calm.tags.count("article")
    assert read.shown.count(text) >= 2


def test_a_link_opens_the_letter(layout: Layout) -> None:
    [link] = Reader(FORMATS["mailto"].render(DRAFT, layout, TODAY)).links
    parts = urlsplit(link)
    assert (parts.scheme, unquote(parts.path)) == ("mailto", "a@x.example")
    assert unquote(parts.query.partition("body=")[2]).replace("\r\n", "\n") + "\n" == TEXT


def test_a_letter_too_long_for_a_link_says_so_and_is_there_to_be_copied(layout: Layout) -> None:
    long = replace(DRAFT, body="Words and more words. " * 100)
    read = Reader(FORMATS["mailto"].render(long, layout, TODAY))
    assert "too long for a link: mail programs take about 2,000 characters" in read.shown
    assert "too long" not in Reader(FORMATS["mailto"].render(DRAFT, layout, TODAY)).shown
    assert "body=" not in read.links[0]
    assert len(read.links[0]) <= MOST
    assert "Words and more words." in read.shown


@pytest.mark.parametrize("form", FORMATS)
def test_a_format_refuses_what_it_cannot_say(form: str, layout: Layout) -> None:
    with pytest.raises(MessageError) as caught:
        FORMATS[form].render(replace(DRAFT, subject="a\nBcc: e@x.example"), layout, TODAY)
    assert caught.value.message == "the Subject header holds a line break (U+000A)"


BODY = st.lists(
    st.sampled_from(["From ", ">From ", "\n", "\n\n", "Date: x", "- ", "a", "é", "<article id=y>"]), max_size=30
)


@given(st.lists(BODY.map("".join), min_size=1, max_size=4))
@pytest.mark.parametrize("form", ["mbox", "mailto"])
def test_letters_that_share_a_file_are_found_again_in_it(layout: Layout, form: str, bodies: list[str]) -> None:
    """Whatever stands in them."""
    place = PLACE_OF[FORMATS[form].suffix]
    assert isinstance(place, SharedFile)
    drafts = [replace(DRAFT, name=f"n{number}", body=body) for number, body in enumerate(bodies)]
    letters = [FORMATS[form].render(draft, layout, TODAY) for draft in drafts]
    assert place.split(FORMATS[form].head + b"".join(letters)) == [FORMATS[form].head, *letters]
