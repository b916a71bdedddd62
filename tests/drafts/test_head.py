"""A head means the same in every room, however YAML lets it be written; and a change of one key changes no other byte."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.drafts.approval import approval, unapproved
from composer.drafts.draft import Address, Draft
from composer.drafts.format import format_draft, parse_draft
from composer.drafts.head import read_head
from composer.drafts.lifecycle import STATUSES, Status
from composer.drafts.store import DraftStore
from composer.drafts.writing import WritePolicy
from composer.errors import RecordsError
from composer.records.fields import composed
from composer.spelling import without_marks

PATH = "drafts/a.md"
BODY = "Dear Ann,\n\nstatus: sent\n---\nHow long is the wait?\n"
SENT = [
    "status: 'sent'", '"status": sent', "status: sent # done", "status : sent", "'status' : \"sent\"  # done", "status:    sent   ",
    "status:\n  sent", "status: >-\n  sent", "status: |\n  sent\n", "# a note\n\nstatus: sent\n# another", "? status\n: sent",
]  # fmt: skip
HEADS = [f"to: a@x.example\n{line}\nsubject: Hello" for line in SENT] + [
    "{to: a@x.example, status: sent, subject: Hello}", "  to: a@x.example\n  status: sent\n  subject: Hello",
    "subject: Hello\nto:\n- a@x.example\nstatus: sent", "subject: a subject\n  over two lines\nstatus: sent\nto: a@x.example",
    "{to: a@x.example,\n 'status': sent,\n subject: Hello}",
]  # fmt: skip
FENCES = ["---", "---  ", "---\u00a0", "---\x0c", "---\t"]


def letter(head: str = HEADS[0], fence: str = "---", body: str = BODY) -> str:
    return f"{fence}\n{head}\n{fence}\n{body}"


def new_draft(**fields: object) -> Draft:
    made = Draft("a", "Something new", "Dear Ann,\n\nNew words.\n", to=(Address("a@x.example"),), letter="introduction")
    return replace(made, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("fence", FENCES)
@pytest.mark.parametrize("force", [False, True])
def test_a_sent_letter_is_never_rewritten(tmp_path: Path, head: str, fence: str, force: bool) -> None:
    store, path = DraftStore(tmp_path), tmp_path / "drafts/a.md"
    list(store.writer.put([new_draft(body="Old.\n")], WritePolicy()))
    path.write_text(letter(head, fence))
    [(_, outcome)] = store.writer.put([new_draft()], WritePolicy(refresh=True, force=force))
    assert (outcome, path.read_text()) == ("finished", letter(head, fence))


@pytest.mark.parametrize("head", HEADS)
def test_a_letter_on_its_way_is_seen_by_planning(tmp_path: Path, head: str) -> None:
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts/a.md").write_text(letter(head.replace("sent", "handed over")))
    assert [draft.status for draft in DraftStore(tmp_path).for_planning()] == ["handed-over"]


# --- changing keys -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("status: draft", "status: ready"), ("status: 'draft'", "status: ready"), ('"status": draft', '"status": ready'),
        ("status: draft # for now", "status: ready # for now"), ("status : draft", "status : ready"),
        ("status:   draft   ", "status: ready   "), ("status:\n  draft", "status: ready"), ("status: >-\n  draft\n", "status: ready\n"),
        ("# one\nstatus: draft\n# two\n", "# one\nstatus: ready\n# two\n"), ("status:", "status: ready"),
        ("status: # none yet", "status: ready # none yet"), ("status: 'draft' # it's", "status: ready # it's"),
        ("status: |\n  draft\n\n# kept", "status: ready\n\n# kept"), ('status: "draft\n  "\n# kept', "status: ready\n# kept"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "around", ["subject: S\n{}\ncc: b@x.example", "{}\nsubject: S", "subject: S\n\n{}\n", "subject: 'a\n  b'\n{}"]
)
@pytest.mark.parametrize("fence", FENCES)
def test_a_key_is_changed_and_every_other_byte_stays(before: str, after: str, around: str, fence: str) -> None:
    text, wanted = letter(around.format(before), fence), letter(around.format(after), fence)
    assert read_head(text, PATH).with_fields({"status": "ready"}) == wanted


def test_an_indented_head_stays_indented() -> None:
    text = letter("  subject: S\n  status: draft\n  reason: long\n   and longer\n  cc:\n  - b@x.example")
    assert read_head(text, PATH).with_fields({"status": "ready", "reason": "", "approved": "ab"}) == letter(
        "  subject: S\n  status: ready\n  cc:\n  - b@x.example\n  approved: ab"
    )


@pytest.mark.parametrize(
    ("head", "at", "says"),
    [
        ("{subject: S, status: draft}", "2:2", "this head does not have each field on a line of its own"),
        ("? subject\n: S", "2:3", "this head does not have each field on a line of its own"),
        ("subject: S\nstatus: draft\nstatus: sent", "4:1", "'status' stands twice in one record; the first is on line 3"),
        ("subject: 'S", "2:10", "a quotation mark opens here and never closes"),
        ("", "2:1", "the head of this draft is empty"), ("just words", "2:1", "the head of this draft has no fields"),
        ("- subject: S", "2:1", "the head of this draft has no fields"), ("subject: &a S", "2:10", "'&a' names a part of the file to be repeated"),
        ("subject: a\rstatus: sent", "2:1", "a line of this head ends in a way that only old programs write"),
    ],
)  # fmt: skip
def test_a_head_that_is_not_understood_is_refused_with_its_line_and_no_byte_changes(
    tmp_path: Path, head: str, at: str, says: str
) -> None:
    path = tmp_path / "drafts/a.md"
    path.parent.mkdir()
    path.write_bytes(letter(head).encode())
    with pytest.raises(RecordsError, match="drafts") as refused:
        DraftStore(tmp_path).set_head("a", {"status": "ready"})
    errors = [problem for problem in refused.value.problems if problem.level == "error"]
    assert (str(errors[0].at), errors[0].text) == (f"{PATH}:{at}", says)
    assert path.read_bytes() == letter(head).encode()


@pytest.mark.parametrize(
    "text", ["", "Dear Ann,\n", "--- \nsubject: S\n", "\n---\nsubject: S\n---\n", "----\nsubject: S\n----\n"]
)
def test_what_is_no_draft_is_refused(text: str) -> None:
    with pytest.raises(
        RecordsError, match=r"the head of drafts/a\.md:1:1 cannot be understood: this draft has no head"
    ):
        read_head(text, PATH).with_fields({"status": "ready"})


@pytest.mark.parametrize("name", ["sender", "reply_to", "in_reply_to", "handed_over"])
def test_a_key_has_one_name(name: str) -> None:
    draft, problems = parse_draft(letter(f"subject: S\n{name}: x"), "a", PATH)
    assert draft is None
    assert f"'{name}' is written '{name.replace('_', '-').replace('sender', 'from')}' here" in [
        one.text for one in problems
    ]


@pytest.mark.parametrize("subject", ["", " ''", ' "  "', " >-\n", " |\n  \n"])
def test_a_letter_without_a_subject_is_no_letter(subject: str) -> None:
    draft, problems = parse_draft(letter(f"to: a@x.example\nsubject:{subject}\nstatus: draft"), "a", PATH)
    assert draft is None
    assert [problem.code for problem in problems] == ["draft-subject"]


# --- the law -----------------------------------------------------------------------------------------------------------

WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Co", "Zl", "Zp", "Cf"]), min_size=1, max_size=30).map(
    lambda text: " ".join(composed(text).split()) or "x"  # as every text is read
)
SUBJECTS = WORDS.filter(lambda subject: bool(without_marks(subject).strip()))
"""Of each of them something is seen in an inbox."""
KEYS = ("to", "from", "reply-to", "subject", "letter", "contact", "status", "reason", "handed-over", "language", "made")


def quoted(value: str) -> list[str]:
    """Ways in which YAML writes a text, whatever is in it."""
    double = value.replace("\\", "\\\\").replace('"', '\\"')
    words = double.split(" ")
    ways = [
        f'"{double}"',
        "'" + value.replace("'", "''") + "'",
        f">-\n    {value}",
        f"|-\n    {value}",
        f'\n    "{double}"',
    ]
    return ways if len(words) == 1 else [*ways, f'"{words[0]}\n\n'[:-1] + f'    {" ".join(words[1:])}"']


def spell(draw: st.DrawFn, values: Mapping[str, str]) -> tuple[str, bool]:
    """A head with these keys in one of the ways to write it, and whether they stand on lines of their own."""
    keys = list(values)
    names = {
        key: draw(st.sampled_from([key, f"'{key}'", f'"{key}"'])) + draw(st.sampled_from([":", " :"])) for key in keys
    }
    if draw(st.integers(0, 3)) == 0:
        gap = draw(st.sampled_from([" ", "\n  ", " # c\n "]))
        pairs = [f"{names[key]} {draw(st.sampled_from(quoted(values[key])[:2]))}" for key in keys]
        return "{" + f",{gap}".join(pairs) + "}", False
    indent, lines = draw(st.sampled_from(["", "", "  "])), list[str]()
    for key in keys:
        value = draw(st.sampled_from(quoted(values[key])))
        tail = draw(st.sampled_from(["", "  # a note", "\n", "\n# a note", "\n      # a note"]))
        block = value[0] in "|>" and tail.strip()
        lines.append(f"{indent}{names[key]} {value}" + ("" if block else tail).replace("\n#", f"\n{indent}#"))
    return "\n".join(lines), True


@st.composite
def spelt(draw: st.DrawFn) -> tuple[Draft, str, bool]:
    """A draft, one of the ways to write it, and whether its keys stand on lines of their own."""
    draft = Draft(
        "a", draw(SUBJECTS), BODY, to=(Address("a@x.example", "Ann Lee"),), sender=Address("m@x.example"), letter="introduction",
        contact="ann", status=draw(st.sampled_from(STATUSES)), reason=draw(WORDS), made=date(2026, 11, 24),
        handed_over=draw(st.none() | st.just(date(2026, 11, 1))), reply_to=draw(st.sampled_from([(), (Address("r@x.example"),)])),
    )  # fmt: skip
    values = {
        "to": "Ann Lee <a@x.example>", "from": "m@x.example", "reply-to": "r@x.example" if draft.reply_to else "",
        "subject": draft.subject, "letter": draft.letter, "contact": draft.contact, "reason": draft.reason, "language": "en",
        "status": draw(st.sampled_from([draft.status, draft.status.replace("-", " ")])), "made": "2026-11-24",
        "handed-over": str(draft.handed_over or ""),
    }  # fmt: skip
    head, in_lines = spell(draw, {key: values[key] for key in draw(st.permutations(KEYS)) if values[key]})
    return draft, head, in_lines


@given(spelt(), st.sampled_from(FENCES), st.booleans())
def test_any_spelling_is_the_same_draft_with_the_same_approval(
    made: tuple[Draft, str, bool], fence: str, unix: bool
) -> None:
    """In the store, in checks and export (`parse_draft`), in planning and in a change of status."""
    draft, head, _ = made
    text = letter(head, fence)
    found, problems = parse_draft(text, "a", PATH)
    assert found == draft, problems
    assert read_head(text, PATH).status == draft.status
    assert approval(found) == approval(draft)
    written, _ = parse_draft(format_draft(draft), "a", PATH)
    assert written == draft


@given(spelt(), st.sampled_from(FENCES), st.sampled_from(STATUSES), WORDS)
def test_any_spelling_is_edited_alike(made: tuple[Draft, str, bool], fence: str, status: Status, reason: str) -> None:
    """The wanted keys change, the rest of the draft and every line of other keys stay; or nothing does."""
    draft, head, in_lines = made
    text = letter(head, fence)
    before = read_head(text, PATH)
    if not in_lines:
        with pytest.raises(RecordsError, match="each field on a line of its own"):
            before.with_fields({"status": status})
        return
    after = before.with_fields({"status": status, "reason": reason, "handed-over": "", "approved": "ab"})
    found, problems = parse_draft(after, "a", PATH)
    assert found == replace(draft, status=status, reason=reason, handed_over=None, approved="ab"), problems
    kept = [before.text_of(key) for key in before.values if key not in {"status", "reason", "handed-over"}]
    assert all(lines in after for lines in kept)
    notes = [line for line in head.split("\n") if line.lstrip(" ") == "# a note" and not line.startswith(" " * 6)]
    assert [line for line in after.split("\n") if line in notes] == notes


@given(spelt(), st.sampled_from(FENCES))
def test_any_spelling_of_an_approved_letter_is_approved(made: tuple[Draft, str, bool], fence: str) -> None:
    draft, head, in_lines = made
    if in_lines:
        ready = read_head(letter(head, fence), PATH).with_fields({"status": "ready", "approved": approval(draft)})
        found, _ = parse_draft(ready, "a", PATH)
        assert found is not None
        assert unapproved(found) == ""
