"""Drafts: a file any editor may open, and words that are never lost."""

import dataclasses
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.drafts.attachments import merged
from composer.drafts.draft import Address, Draft
from composer.drafts.format import format_draft, parse_draft
from composer.drafts.lifecycle import STATUSES
from composer.drafts.store import DraftStore
from composer.drafts.writing import WritePolicy
from composer.errors import NotFoundError, Problem
from composer.lock import locked
from composer.records.fields import composed
from composer.spelling import without_marks

WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Co", "Zl", "Zp", "Cf"]), max_size=40).map(
    lambda t: composed(" ".join(t.split()))
)
NAMES = WORDS.filter(lambda text: "=?" not in text)
ADDRESSES = st.builds(Address, st.sampled_from(["a@x.example", "b.c@y.example"]), NAMES)
DRAFTS = st.builds(
    Draft,
    name=st.just("a.introduction"), subject=WORDS.filter(lambda text: bool(without_marks(text).strip())), body=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=80).map(lambda t: composed(t.strip("\n")) + "\n"),
    to=st.lists(ADDRESSES, max_size=2).map(tuple), cc=st.lists(ADDRESSES, max_size=2).map(tuple), sender=st.none() | ADDRESSES,
    letter=st.just("introduction"), contact=st.just("a"), status=st.sampled_from(STATUSES), reason=WORDS, overrides=st.dictionaries(st.sampled_from(["holes-word", "claims-panel"]), WORDS.filter(bool)).map(lambda found: tuple(found.items())), approved=st.sampled_from(["", "0123456789abcdef", "1e5"]), made=st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1)), handed_over=st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1)), question=st.sampled_from(["", "waiting"]),
    attach=st.lists(WORDS.filter(bool), max_size=3, unique=True).map(merged),
)  # fmt: skip


def draft(body: str = "Dear Ann,\n", **fields: object) -> Draft:
    return Draft(name="ann.introduction", subject="Hello", body=body, contact="ann", letter="introduction", **fields)  # type: ignore[arg-type]


def parse(text: str) -> tuple[Draft | None, tuple[Problem, ...]]:
    return parse_draft(text, "a.introduction", "drafts/a.introduction.md")


@given(DRAFTS)
@settings(max_examples=200)
def test_a_draft_written_is_the_draft_read(made: Draft) -> None:
    """Whatever stands in names, subject and text; `lines` aside, which are the file's."""
    found, problems = parse(format_draft(made))
    assert problems == ()
    assert found == made


def test_a_draft_reads_like_a_letter() -> None:
    made = draft(to=(Address("a.osei@riverstreet.example", "Dr. Abena Osei"),), made=date(2026, 11, 24))
    assert format_draft(made) == (
        "---\nto: Dr. Abena Osei <a.osei@riverstreet.example>\nsubject: Hello\nletter: introduction\ncontact: ann\n"
        "status: draft\nlanguage: en\nmade: 2026-11-24\n---\nDear Ann,\n"
    )


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("Dear Ann,\n", 1, "this draft has no head"),
        ("---\nto: x\n", 1, "this draft has no head"),
        ("---\n---\nx", 2, "the head of this draft is empty"),
        ("---\nto: ann@\nsubject: x\n---\nx", 2, "'ann@' has no domain"),
        ("---\nto: a@x.example\n---\nx", 2, "'subject' is missing"),
        ("---\nsubject:\n---\nx", 2, "'subject' is empty"),
        ('---\nsubject: "  "\n---\nx', 2, "'subject' is empty, and it is what an inbox shows first"),
        ('---\nsubject: "\u200b"\n---\nx', 2, "'subject' is empty, and it is what an inbox shows first"),
        ("---\nsubject: x\nstatus: done\n---\nx", 3, "'status' is draft, ready, handed-over, sent or skipped, not 'done'"),
        ("---\nsubjet: x\n---\nx", 2, "there is no field 'subjet'"),
        ('---\nsubject: "x\\r\\nBcc: v@y.example"\n---\nx', 2, "'subject': it holds a line break, and this field is one line"),
        ("---\nsubject: x\nsubject: y\n---\nx", 3, "'subject' stands twice in one record; the first is on line 2"),
        ("---\nto: [a@x.example, b@]\nsubject: x\n---\nx", 2, "'b@' has no domain"),
    ],
)  # fmt: skip
def test_a_head_that_is_wrong_says_where(text: str, line: int, says: str) -> None:
    found, problems = parse(text)
    assert found is None
    assert (line, says) in {(problem.at.line, problem.text) for problem in problems}


def test_header_names_are_written_as_mail_writes_them() -> None:
    found, problems = parse(
        "---\nfrom: M <m@x.example>\nreply-to: r@x.example\nin-reply-to: <a@b>\nsubject: x\n---\ny\n"
    )
    assert problems == ()
    assert found is not None
    assert (found.sender, found.reply_to, found.in_reply_to) == (
        Address("m@x.example", "M"),
        (Address("r@x.example"),),
        "<a@b>",
    )


def test_a_draft_knows_its_lines() -> None:
    found, _ = parse("---\nto: a@x.example\nsubject: x\n---\nDear\n")
    assert found is not None
    assert found.lines == {"to": 2, "subject": 3, "body": 5}


# --- the folder ----------------------------------------------------------------------------------------------------


def put(store: DraftStore, *drafts: Draft, refresh: bool = False) -> list[str]:
    outcomes = (outcome for _, outcome in store.writer.put(drafts, WritePolicy(refresh=refresh)))
    return [outcome if isinstance(outcome, str) else outcome.text for outcome in outcomes]


def test_a_new_draft_is_written_and_an_old_one_left(tmp_path: Path) -> None:
    store = DraftStore(tmp_path)
    assert put(store, draft()) == ["written"]
    assert put(store, draft()) == ["unchanged"]
    assert put(store, draft(made=date(2026, 1, 1))) == ["unchanged"], "another day alone is not another letter"


def test_an_edited_draft_is_never_overwritten(tmp_path: Path) -> None:
    store = DraftStore(tmp_path)
    put(store, draft())
    path = tmp_path / "drafts" / "ann.introduction.md"
    path.write_text(path.read_text().replace("Dear Ann", "Dear dear Ann"))
    assert put(store, draft("Something new\n")) == ["edited"]
    assert put(store, draft("Something new\n"), refresh=True) == ["conflict"]
    assert "Dear dear Ann" in path.read_text()
    assert store.is_edited("ann.introduction")


def test_a_draft_nobody_edited_is_renewed_when_asked(tmp_path: Path) -> None:
    store = DraftStore(tmp_path)
    put(store, draft())
    assert put(store, draft("New\n")) == ["kept"]
    assert "Dear Ann" in (tmp_path / "drafts/ann.introduction.md").read_text()
    assert put(store, draft("New\n"), refresh=True) == ["renewed"]
    assert "New" in (tmp_path / "drafts/ann.introduction.md").read_text()


def test_losing_what_the_program_remembers_loses_no_words(tmp_path: Path) -> None:
    """Without its base a draft counts as edited, until it is seen to be what would be written anyway."""
    store = DraftStore(tmp_path)
    put(store, draft())
    (tmp_path / ".outreach/base/ann.introduction.md").unlink()
    assert put(store, draft("New\n"), refresh=True) == ["edited"]
    assert put(store, draft()) == ["unchanged"]
    assert put(store, draft("New\n"), refresh=True) == ["renewed"]


def test_another_day_alone_is_no_edit(tmp_path: Path) -> None:
    """A letter that was made again on a later day, word for word, can still be renewed."""
    store = DraftStore(tmp_path)
    put(store, draft(made=date(2026, 1, 1)))
    assert put(store, draft(made=date(2026, 1, 2))) == ["unchanged"]
    assert not store.is_edited("ann.introduction")
    assert put(store, draft("New\n", made=date(2026, 1, 3)), refresh=True) == ["renewed"]


def test_an_edit_made_while_the_run_goes_on_is_kept(tmp_path: Path) -> None:
    """Between the look at a draft and its renewal somebody saves it; and somebody makes one that was not there."""
    store = DraftStore(tmp_path)
    put(store, draft())
    path = tmp_path / "drafts/ann.introduction.md"
    new = tmp_path / "drafts/bo.introduction.md"

    def drafts() -> Iterator[Draft]:
        new.write_text("my own letter to Bo")
        yield dataclasses.replace(draft(), name="bo.introduction")

    assert [outcome for _, outcome in store.writer.put(drafts(), WritePolicy(refresh=True))] == ["edited"]
    assert new.read_text() == "my own letter to Bo"
    path.write_bytes(b"\xff not text")
    assert put(store, draft("New\n"), refresh=True) == [f"{path}:1: this is not UTF-8 text"]
    assert path.read_bytes() == b"\xff not text"


def test_only_names_in_the_folder_can_be_read(tmp_path: Path) -> None:
    store = DraftStore(tmp_path)
    put(store, draft())
    (tmp_path / "secret.md").write_text("x")
    for name in ("../secret", "..", "/etc/passwd", "none", "a\\b"):
        with pytest.raises(NotFoundError):
            store.read(name)


def test_a_copy_left_by_a_sync_program_is_no_second_letter(tmp_path: Path) -> None:
    store = DraftStore(tmp_path)
    put(store, draft())
    (tmp_path / "drafts/ann.introduction (Ann's conflicted copy 2026-11-24).md").write_text("x")
    (tmp_path / "drafts/.ann.introduction.md.swp").write_text("x")
    assert store.names() == ["ann.introduction"]
    ((name, (problem,)),) = store.noticed().items()
    assert (name, problem.level) == ("ann.introduction", "error")
    assert (
        problem.text
        == "'ann.introduction (Ann's conflicted copy 2026-11-24).md' lies beside it, left by a program that keeps folders in step"
    )


def test_what_a_crash_left_behind_is_swept_by_the_next_run(tmp_path: Path) -> None:
    store = DraftStore(tmp_path)
    put(store, draft())
    store.keep_letters({"letters/introduction.md": "text"})
    folders = ["drafts", ".outreach/base", ".outreach/made-with/letters"]
    left = [tmp_path / folder / ".outreach-tmp-1-abc" for folder in folders]
    for path in left:
        path.write_text("half a let")
        os.utime(path, (0, 0))
    with locked(tmp_path):
        put(store, draft())
    assert [path for path in left if path.exists()] == []


def test_an_empty_workspace_has_no_drafts(tmp_path: Path) -> None:
    assert DraftStore(tmp_path).names() == []


@pytest.mark.parametrize("key", ["attachment", "attachments", "Attachment", "enclosure", "enclosed"])
def test_a_line_that_would_attach_a_file_says_that_none_is_attached(key: str) -> None:
    draft, problems = parse_draft(f"---\nsubject: Hi\n{key}: a.pdf\n---\nDear Ann,\n", "a.note", "drafts/a.note.md")
    assert draft
    assert [(problem.level, problem.text, problem.hint) for problem in problems] == [
        ("warning", f"'{key}' has no effect: this line attaches no file",
         "write 'attach:' with the name of a file that lies in attachments/")
    ]  # fmt: skip
