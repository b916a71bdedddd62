"""Pictures that stand in a letter: parts of its message, read alike by everybody, and words where no picture can be."""

import base64
import email
import email.policy
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.drafts.attachments import Attachment
from composer.drafts.draft import Address, Draft
from composer.errors import MessageError
from composer.mail.body import render_body, render_letter
from composer.mail.layout import Layout
from composer.mail.message import MessageKind, build_message
from composer.outputs.occasion import Occasion
from composer.outputs.registry import FORMATS
from tests.conftest import TODAY, Run

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
DOOR, PAGE = Attachment("door.png", "image/png", PNG), Attachment("one-page.pdf", "application/pdf", b"%PDF-1.7\n")
DRAFT = Draft(
    "abena-osei.introduction", "Our door", "Dear Dr. Osei,\n\n![Our front door, with a ramp](door.png)\n\nThe ramp is new.\n\nMaya\n",
    to=(Address("a.osei@riverstreet.example", "Dr. Abena Osei"),), sender=Address("maya@harborstreet.example", "Maya Chen"),
    attach=("house/door.png",),
)  # fmt: skip


def shapes(part: email.message.Message) -> object:
    """The kinds of a message's parts, one in another."""
    payload = part.get_payload()
    kind = part.get_content_type()
    return (kind, [shapes(one) for one in payload if not isinstance(one, str)]) if isinstance(payload, list) else kind


def test_a_picture_is_a_part_beside_the_html_that_shows_it(layout: Layout) -> None:
    message = email.message_from_bytes(build_message(DRAFT, layout, attached=(DOOR, PAGE)), policy=email.policy.default)
    letter = ("multipart/alternative", ["text/plain", ("multipart/related", ["text/html", "image/png"])])
    assert shapes(message) == ("multipart/mixed", [letter, "application/pdf"])
    html, picture = (
        next(one for one in message.walk() if one.get_content_type() == kind) for kind in ("text/html", "image/png")
    )
    assert f'src="cid:{picture["Content-ID"][1:-1]}"' in html.get_content()
    assert 'alt="Our front door, with a ramp"' in html.get_content()
    assert picture.get_content_disposition() == "inline"
    assert picture.get_content() == PNG


def test_a_letter_with_a_picture_alone_needs_no_part_around_it(layout: Layout) -> None:
    message = email.message_from_bytes(build_message(DRAFT, layout, attached=(DOOR,)))
    assert message.get_content_type() == "multipart/alternative"


def test_where_there_is_no_html_it_is_said_what_the_picture_shows_and_it_is_a_file(layout: Layout) -> None:
    message = email.message_from_bytes(
        build_message(DRAFT, layout, MessageKind(html=False), (DOOR,)), policy=email.policy.default
    )
    text, picture = message.iter_parts()
    assert "[Our front door, with a ramp]" in text.get_content()
    assert picture.get_content_disposition() == "attachment"


def test_a_page_to_copy_from_has_the_picture_in_it(layout: Layout) -> None:
    page = FORMATS["html"].render(DRAFT, layout, replace(Occasion(TODAY), attached=(DOOR, PAGE))).decode()
    assert f'src="data:image/png;base64,{base64.b64encode(PNG).decode()}"' in page
    assert "cid:" not in page
    assert "Attach: " in page
    assert "door.png" not in page.partition("Attach: ")[2].partition("</p>")[0]


@pytest.mark.parametrize(
    "typed",
    ["![x](other.png)", "![x](https://elsewhere.example/door.png)", "![x](data:image/png;base64,AAAA)", "\\![x](door.png)", "![x](one-page.pdf)", "![x](javascript:door.png)"],
)  # fmt: skip
def test_what_does_not_go_with_the_letter_is_left_as_it_was_typed(typed: str) -> None:
    body = render_letter(replace(DRAFT, body=typed, attach=("door.png", "one-page.pdf")))
    assert "<img" not in body.html
    assert "x" in body.text


@pytest.mark.parametrize(
    "named", ["https://elsewhere.example/door.png", "other.png", 'door.png "a door"', "data:image/png;base64,AA", ""]
)
def test_what_is_meant_as_a_picture_and_is_none_stops_the_letter(named: str, with_drafts: Path, run: Run) -> None:
    """Nobody reads signs where a picture was meant."""
    path, picture = with_drafts / "drafts/abena-osei.introduction.md", with_drafts / "attachments/door.png"
    picture.parent.mkdir()
    picture.write_bytes(PNG)
    path.write_text(path.read_text().replace("---\n", "---\nattach: door.png\n", 1) + f"\n![Our [new] door]({named})\n")
    ran = run("-C", with_drafts, "--today", TODAY.isoformat(), "ready", "abena-osei.introduction")
    assert ran.code == 1
    assert "the letter is to show" in ran.out + ran.err


def test_what_a_picture_is_may_hold_brackets() -> None:
    assert 'alt="Our [new] door"' in render_body("![Our [new] door](door.png)", None, {"door.png"}).html


@given(st.text(max_size=40), st.sampled_from(["door.png", " door.png ", "a/b/door.png", 'd"o.png', "<b>.png"]))
def test_words_about_a_picture_are_never_more_than_words(alt: str, name: str) -> None:
    html = render_body(f"![{alt}]({name})", None, {"door.png", 'd"o.png', "<b>.png"}).html
    assert html.count("<img") <= 1
    assert "<script" not in html
    assert "http" not in html or "http" in alt


def test_a_message_whose_picture_was_exchanged_is_not_made(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    fields = b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    monkeypatch.setattr("composer.mail.message.attached_part", lambda one, **_: fields + one.data[:0])
    with pytest.raises(MessageError, match="its pictures would not be"):
        build_message(DRAFT, layout, attached=(DOOR,))


def test_a_picture_goes_from_the_draft_to_the_message(with_drafts: Path, run: Run) -> None:
    """And it is bound like any file: changed after the approval, it stops the letter."""
    name = "abena-osei.introduction"
    path, picture = with_drafts / f"drafts/{name}.md", with_drafts / "attachments/door.png"
    picture.parent.mkdir()
    picture.write_bytes(PNG)
    path.write_text(f"{path.read_text()}\n![Our door](door.png)\n")

    def outreach(*words: str) -> str:
        ran = run("-C", with_drafts, "--today", TODAY.isoformat(), *words)
        return ran.out + ran.err

    assert "the letter is to show 'door.png', and no such picture goes with it" in outreach("check", name)
    path.write_text(path.read_text().replace("---\n", "---\nattach: door.png\n", 1))
    outreach("ready", name)
    picture.write_bytes(PNG + b"x")
    assert "'door.png' was changed after you marked it ready" in outreach("export", "eml", name)
    picture.write_bytes(PNG)
    outreach("export", "eml", name)
    [message] = (with_drafts / "outbox").glob("*.eml")
    assert b"Content-ID: <" in message.read_bytes()
