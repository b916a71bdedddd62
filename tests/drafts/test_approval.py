"""What a person approves is what leaves: word for word, address for address, and field for field."""

from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.drafts.approval import BOUND, approval, unapproved
from composer.drafts.draft import Address, Draft
from composer.drafts.format import format_draft, parse_draft
from composer.drafts.head import read_head

ANN, BO = Address("ann@x.example", "Ann Lee"), Address("bo@x.example", "Bo Berg")
FULL = Draft(
    "a.introduction", "Hello there", "Dear Ann,\n\n- one\n\nMaya\n", to=(ANN, BO), cc=(BO,), bcc=(BO,), reply_to=(ANN,), sender=BO,
    in_reply_to="<1@x.example>", letter="introduction", contact="ann", status="ready", language="en", question="waiting",
    made=date(2026, 11, 24), release=date(2027, 1, 1), overrides=(("claims-panel", "joined on Monday"),),
    answers=(("Jo was kind.", "colleague"),), attach=("one-page.pdf", "card"), attached="one-page.pdf=12 card=34",
)  # fmt: skip
OWN_LIFE = {"name", "status", "reason", "approved", "handed_over", "lines"}
"""What is no part of what leaves: the file's name, how the draft stands, and where its keys are."""
AGAIN = "after you marked it ready; read it, then `outreach ready` again"


def ready(draft: Draft) -> Draft:
    return replace(draft, status="ready", approved=approval(draft))


def test_an_approved_draft_is_approved() -> None:
    assert unapproved(ready(FULL)) == ""
    assert unapproved(ready(Draft("a", "S", "B\n"))) == ""


def test_an_approval_binds_every_field_of_a_draft_but_its_own_life() -> None:
    """A new field has to be bound, or be added here with a reason."""
    assert {field.name for field in fields(Draft)} == set(BOUND) | {"others"} | OWN_LIFE


CHANGES: list[tuple[str, Any, str]] = [
    ("sender", Address("bo@y.example", "Bo Berg"), "its from was changed"), ("sender", Address("bo@x.example", "B. Berg"), "its from was changed"),
    ("sender", None, "its from was taken out"), ("to", (BO, ANN), "its to was changed"), ("to", (ANN,), "its to was changed"),
    ("to", (Address("ann@x.example", "Dr. Ann Lee"), BO), "its to was changed"), ("to", (Address("ann@x.example"), BO), "its to was changed"),
    ("to", (Address("аnn@x.example", "Ann Lee"), BO), "its to was changed"), ("to", (Address("ann@x.example", "Аnn Lee"), BO), "its to was changed"),
    ("to", (), "its to was taken out"), ("cc", (), "its cc was taken out"), ("cc", (BO, ANN), "its cc was changed"),
    ("bcc", (ANN,), "its bcc was changed"), ("bcc", (), "its bcc was taken out"), ("reply_to", (BO,), "its reply-to was changed"),
    ("reply_to", (), "its reply-to was taken out"), ("in_reply_to", "<2@x.example>", "its in-reply-to was changed"),
    ("in_reply_to", "", "its in-reply-to was taken out"), ("subject", "Hello thеre", "its subject was changed"), ("subject", "Hello there ", "its subject was changed"),
    ("subject", "hello there", "its subject was changed"), ("body", FULL.body.replace("Ann,", "Ann,  "), "its text was changed"),
    ("body", FULL.body.replace("- one", "    - one"), "its text was changed"), ("body", FULL.body.replace("Maya", "Mаya"), "its text was changed"),
    ("body", FULL.body.replace("one", "o\u200bne"), "its text was changed"), ("body", FULL.body.replace("one\n", "one\\\n"), "its text was changed"),
    ("language", "ar", "its language was changed"), ("letter", "thank-you", "its letter was changed"), ("contact", "bo", "its contact was changed"),
    ("question", "", "its question was taken out"), ("made", date(2026, 11, 25), "its made was changed"), ("release", date(2028, 1, 1), "its release was changed"),
    ("release", None, "its release was taken out"), ("overrides", (), "its overrides were taken out"),
    ("overrides", (*FULL.overrides, ("holes-word", "right here")), "its overrides were changed"),
    ("attach", ("card",), "its attachments were changed"), ("attach", (), "its attachments were taken out"),
    ("attached", "one-page.pdf=13 card=34", "its files were changed"), ("attached", "", "its files were taken out"),
    ("answers", (), "its answers were taken out"), ("answers", (("Jo was kind.", "nobody"),), "its answers were changed"),
    ("answers", (("Jo was kind!", "colleague"),), "its answers were changed"), ("answers", (*FULL.answers, ("B.", "fine")), "its answers were changed"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value", "says"), CHANGES)
def test_what_changes_after_it_has_a_name(field: str, value: Any, says: str) -> None:
    changed = replace(ready(FULL), **{field: value})
    assert unapproved(changed) == f"{says} {AGAIN}"


@pytest.mark.parametrize("field", sorted(set(BOUND) - {"language", "subject", "body"}))
def test_what_is_added_after_it_has_a_name(field: str) -> None:
    bare = ready(Draft("a", "S", "B\n"))
    were = "were" if field in {"overrides", "answers", "attach", "attached"} else "was"
    assert unapproved(replace(bare, **{field: getattr(FULL, field)})) == f"its {BOUND[field]} {were} added {AGAIN}"


def test_several_changes_are_all_named() -> None:
    changed = replace(ready(FULL), subject="Other", cc=())
    assert unapproved(changed) == f"its cc was taken out and its subject was changed {AGAIN}"


@pytest.mark.parametrize(
    ("before", "after"),
    [((ANN,), ()), ((), (ANN,))],
)
def test_a_recipient_who_moves_to_another_header_is_a_change(before: Any, after: Any) -> None:
    made = ready(replace(FULL, cc=before, bcc=after))
    assert unapproved(replace(made, cc=after, bcc=before)) != ""


@pytest.mark.parametrize(
    ("approved", "says"),
    [
        ("", "its status was written by hand; `outreach ready` binds it to this text"),
        ("0123456789abcdef", "it was marked ready by an earlier version, which did not look at everything that leaves; read it, then `outreach ready` again"),
        ("yes", "its 'approved' is not what `outreach ready` writes; read it, then `outreach ready` again"),
        (approval(FULL)[:-1], "its 'approved' is not what `outreach ready` writes; read it, then `outreach ready` again"),
        ("f" + approval(FULL), "its 'approved' is not what `outreach ready` writes; read it, then `outreach ready` again"),
        ("0" * 16 + approval(FULL)[16:], "its 'approved' is not what `outreach ready` writes; read it, then `outreach ready` again"),
        (approval(FULL)[:16], "it was marked ready by an earlier version, which did not look at everything that leaves; read it, then `outreach ready` again"),
    ],
)  # fmt: skip
def test_what_is_no_approval_approves_nothing(approved: str, says: str) -> None:
    assert unapproved(replace(FULL, approved=approved)) == says


def test_an_approval_is_one_short_line_that_a_person_can_compare() -> None:
    words = approval(Draft("a", "S", "B\n", to=(ANN,))).split(" ")
    assert [word.partition("=")[0] for word in words[1:]] == ["to", "subject", "text", "language"]
    assert all(len(word.partition("=")[2]) == 8 for word in words[1:])


@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=60),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=60),
)
def test_two_texts_that_differ_have_two_approvals(one: str, other: str) -> None:
    same = one.strip("\n") == other.strip("\n")
    drafts = [parse_draft(f"---\nsubject: S\n---\n{text}", "a", "x")[0] for text in (one, other)]
    assert None not in drafts
    assert (approval(drafts[0]) == approval(drafts[1])) == same  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "added",
    ["from: m@x.example", "reply-to: m@x.example", "in-reply-to: <1@x.example>", "language: ar", "bcc: m@x.example"],
)
def test_a_line_that_is_added_to_the_head_is_named(added: str) -> None:
    text = format_draft(ready(Draft("a", "S", "B\n", to=(ANN,), language="")))
    changed, _ = parse_draft(text.replace("subject:", f"{added}\nsubject:"), "a", "x")
    assert changed is not None
    assert unapproved(changed).startswith(f"its {added.partition(':')[0]} was ")


def test_line_ends_and_the_spelling_of_the_head_are_no_change(tmp_path: Path) -> None:
    text = read_head(format_draft(replace(FULL, status="draft")), "x").with_fields(
        {"approved": approval(FULL), "status": "ready"}
    )
    for same in (
        text + "\n\n",
        text.replace("subject: Hello there", "'subject' : >-\n  Hello\n  there"),
        text.replace("to:\n", "to: # both\n"),
    ):
        assert same != text
        draft, problems = parse_draft(same, "a.introduction", "x")
        assert draft is not None, problems
        assert unapproved(draft) == ""
