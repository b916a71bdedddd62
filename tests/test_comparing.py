"""What a person changed in a letter, and what the program would write now: each place can be taken by itself."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.drafts.draft import Draft
from composer.drafts.format import format_draft, parse_draft
from composer.drafts.store import DraftStore
from composer.errors import ConflictError
from composer.workspace.comparing import (
    compare_draft,
    edited_places,
    put_words_back,
    renewed_places,
    take_new_words,
    with_new_words,
)
from composer.workspace.rewriting import restore_text
from composer.workspace.snapshot import Snapshot
from composer.workspace.status_changes import mark_ready
from tests.conftest import TODAY, change

NAME = "abena-osei.introduction"
PLANS, MINE = "I take Buckeye and Molina Medicaid.", "I take both of their plans."
WORDS = st.sampled_from(["One.", "Two two.", "Is it three?", "Four.", "Straße é.", "- five", "**Six.**"])
BODIES = st.lists(st.lists(WORDS, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=4).map(
    lambda paragraphs: "Dear Ann,\n\n" + "\n\n".join(paragraphs) + "\n"
)
SUBJECTS = st.sampled_from(["A word", "Another word", "Your patients"])
DRAFTS = st.builds(Draft, name=st.just("ann.note"), subject=SUBJECTS, body=BODIES)


@pytest.fixture
def file(with_drafts: Path) -> Path:
    return with_drafts / f"drafts/{NAME}.md"


def digest(folder: Path) -> str:
    return DraftStore(folder).file(NAME).digest


def read_again(text: str) -> Draft:
    draft = parse_draft(text, "ann.note", "drafts/ann.note.md")[0]
    assert draft is not None
    return draft


@given(DRAFTS, DRAFTS)
def test_with_every_change_put_back_the_letter_is_as_it_was_generated(made: Draft, yours: Draft) -> None:
    text = format_draft(yours)
    for place in reversed(edited_places(made, yours)):
        text = with_new_words(text, "ann.note", place)
    assert (read_again(text).subject, read_again(text).body) == (made.subject, made.body)


@given(DRAFTS, DRAFTS)
def test_one_change_after_the_other_can_be_put_back_as_a_page_does(made: Draft, yours: Draft) -> None:
    text, draft, steps = format_draft(yours), yours, 0
    while places := edited_places(made, draft):
        text = with_new_words(text, "ann.note", places[0])
        draft, steps = read_again(text), steps + 1
        assert steps < 50
    assert (draft.subject, draft.body) == (made.subject, made.body)


@given(DRAFTS, DRAFTS, st.data())
def test_new_words_change_only_the_place_they_are_taken_for(made: Draft, fresh: Draft, data: st.DataObject) -> None:
    places = renewed_places(made, made, fresh)
    if not places:
        assert (made.subject, made.body) == (fresh.subject, fresh.body)
        return
    place = data.draw(st.sampled_from(places))
    after = read_again(with_new_words(format_draft(made), "ann.note", place))
    if place.in_subject:
        assert (after.subject, after.body) == (fresh.subject, made.body)
    else:
        begin, end = place.texts.begin, place.texts.end
        assert (after.subject, after.body.rstrip("\n")) == (
            made.subject,
            f"{made.body[:begin]}{place.texts.new}{made.body[end:]}".strip("\n"),
        )


def test_a_letter_as_it_was_written_has_nothing_to_show(with_drafts: Path) -> None:
    found = compare_draft(Snapshot(with_drafts, TODAY), NAME)
    assert (found.edited, found.renewed, found.edited_unknown, found.renewed_unknown) == ((), (), "", "")


def test_a_sentence_that_was_changed_is_shown_beside_the_programs_and_put_back(file: Path, with_drafts: Path) -> None:
    made = file.read_text()
    change(file, PLANS, MINE)
    snapshot = Snapshot(with_drafts, TODAY)
    (place,) = compare_draft(snapshot, NAME).edited
    assert (place.texts.yours.strip(), place.texts.base.strip()) == (MINE, PLANS)
    mine = file.read_text()
    done = put_words_back(snapshot, NAME, place.key, digest=digest(with_drafts))
    assert file.read_text() == made
    restore_text(snapshot, NAME, digest=done.digest, backup=done.backup)
    assert file.read_text() == mine


def test_a_changed_subject_is_a_place_of_its_own(file: Path, with_drafts: Path) -> None:
    made = file.read_text()
    subject = next(line for line in made.split("\n") if line.startswith("subject: "))
    change(file, subject, "subject: A word from Harbor Street")
    (place,) = compare_draft(Snapshot(with_drafts, TODAY), NAME).edited
    assert (place.in_subject, place.texts.yours) == (True, "A word from Harbor Street")
    put_words_back(Snapshot(with_drafts, TODAY), NAME, place.key, digest=digest(with_drafts))
    assert file.read_text() == made


def test_what_the_program_would_write_now_is_taken_at_one_place_only(file: Path, with_drafts: Path) -> None:
    change(file, "With a signed release I send", "With a release I send")
    change(with_drafts / "practice.yaml", "text: I take Buckeye and Molina Medicaid.", "text: I take Molina Medicaid.")
    change(with_drafts / "practice.yaml", "phone: 555-0142", "phone: 555-0199")
    before = file.read_text()
    snapshot = Snapshot(with_drafts, TODAY)
    found = compare_draft(snapshot, NAME)
    new = [one.texts.new.strip() for one in found.renewed]
    assert "I take Molina Medicaid." in new
    assert any("555-0199" in text for text in new)
    assert not any("release" in text for text in new)
    place = next(one for one in found.renewed if one.texts.new.strip() == "I take Molina Medicaid.")
    done = take_new_words(snapshot, NAME, place.key, digest=found.digest)
    assert file.read_text() == before.replace(PLANS, "I take Molina Medicaid.")
    left = compare_draft(Snapshot(with_drafts, TODAY), NAME).renewed
    assert [one.texts.new for one in left] == [one.texts.new for one in found.renewed if one != place]
    restore_text(snapshot, NAME, digest=done.digest, backup=done.backup)
    assert file.read_text() == before


def test_new_words_take_the_place_of_your_own_only_where_there_are_some(file: Path, with_drafts: Path) -> None:
    change(with_drafts / "practice.yaml", "text: I take Buckeye and Molina Medicaid.", "text: I take Molina Medicaid.")
    text = file.read_text()
    file.write_text(text.replace(PLANS, MINE))
    snapshot = Snapshot(with_drafts, TODAY)
    (place,) = compare_draft(snapshot, NAME).renewed
    assert place.is_yours
    assert not place.blocker
    take_new_words(snapshot, NAME, place.key, digest=digest(with_drafts))
    assert file.read_text() == text.replace(PLANS, "I take Molina Medicaid.")

    file.write_text(text.replace(f"{PLANS} ", ""))
    (gone,) = compare_draft(Snapshot(with_drafts, TODAY), NAME).renewed
    with pytest.raises(ConflictError, match="you took out the words that these would take the place of"):
        take_new_words(snapshot, NAME, gone.key, digest=digest(with_drafts))
    assert file.read_text() == text.replace(f"{PLANS} ", "")


def test_a_place_that_cannot_be_found_any_more_changes_nothing(file: Path, with_drafts: Path) -> None:
    change(file, PLANS, MINE)
    snapshot = Snapshot(with_drafts, TODAY)
    found = compare_draft(snapshot, NAME)
    change(file, MINE, "I take all of their plans.")
    mine = file.read_text()
    with pytest.raises(ConflictError, match="the letter has changed since you looked at it"):
        put_words_back(snapshot, NAME, found.edited[0].key, digest=found.digest)
    with pytest.raises(ConflictError, match="this place is not to be found in the letter any more"):
        put_words_back(snapshot, NAME, found.edited[0].key, digest=digest(with_drafts))
    assert file.read_text() == mine


def test_a_ready_letter_that_changes_is_a_draft_again_and_undo_gives_back_the_approval(
    file: Path, with_drafts: Path
) -> None:
    change(file, PLANS, MINE)
    snapshot = Snapshot(with_drafts, TODAY)
    mark_ready(snapshot, [NAME])
    approved = file.read_text()
    found = compare_draft(snapshot, NAME)
    done = put_words_back(snapshot, NAME, found.edited[0].key, digest=found.digest)
    assert done.reopened
    assert "status: draft" in file.read_text()
    restore_text(snapshot, NAME, digest=done.digest, backup=done.backup)
    assert file.read_text() == approved


def test_nothing_is_undone_once_somebody_went_on_writing(file: Path, with_drafts: Path) -> None:
    change(file, PLANS, MINE)
    snapshot = Snapshot(with_drafts, TODAY)
    found = compare_draft(snapshot, NAME)
    done = put_words_back(snapshot, NAME, found.edited[0].key, digest=found.digest)
    change(file, PLANS, f"{PLANS} And more.")
    later = file.read_text()
    with pytest.raises(ConflictError, match="the letter has changed since, so nothing was undone"):
        restore_text(snapshot, NAME, digest=done.digest, backup=done.backup)
    assert file.read_text() == later


def test_undo_never_makes_a_letter_one_that_has_left(file: Path, with_drafts: Path) -> None:
    text = file.read_text()
    file.write_text(text.replace("status: draft", "status: sent"))
    left = DraftStore(with_drafts).rewrite(NAME, file.read_text(), text, backup=True)
    with pytest.raises(ConflictError, match="that letter had left already"):
        restore_text(Snapshot(with_drafts, TODAY), NAME, digest=digest(with_drafts), backup=left)
    assert file.read_text() == text


def test_a_letter_whose_contact_is_gone_still_shows_what_was_changed(file: Path, with_drafts: Path) -> None:
    change(file, PLANS, MINE)
    change(with_drafts / "contacts.yaml", "id: abena-osei", "id: ines-prado")
    found = compare_draft(Snapshot(with_drafts, TODAY), NAME)
    assert len(found.edited) == 1
    assert found.renewed_unknown == "there is no contact 'abena-osei'"


def test_where_nobody_knows_what_the_program_wrote_that_is_said(file: Path, with_drafts: Path) -> None:
    (with_drafts / f".outreach/base/{NAME}.md").unlink()
    found = compare_draft(Snapshot(with_drafts, TODAY), NAME)
    assert found.edited_unknown == "nobody knows any more what the program wrote, so nothing can be compared with it"
    assert not found.edited
