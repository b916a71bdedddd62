"""Where a person and the program both changed a place: one choice at a time, in any order, and nothing is ever lost."""

from dataclasses import replace
from itertools import permutations, product
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from composer.drafts.conflicts import Conflicts
from composer.drafts.draft import Address, Draft
from composer.drafts.folders import DraftFolders
from composer.drafts.settling import ConflictPlace, ConflictSelector, find_places, take
from composer.drafts.store import DraftStore
from composer.drafts.three_way import Conflict
from composer.drafts.writing import WritePolicy
from composer.errors import ConflictError, ExternalError, NotFoundError, RecordsError
from composer.lock import locked
from composer.workspace import conflicts
from composer.workspace.conflicts import settle_conflicts
from composer.workspace.snapshot import Snapshot
from tests.conftest import TODAY

NAME = "ann.introduction"
BODY = "Dear Ann,\n\nI have {evenings} evenings. I saw the river. Call {phone}. {last}\n\nMaya\n"
MADE = {"evenings": "two", "phone": "555-0142", "last": "All is well."}
MINE = BODY.format(evenings="my two quiet", phone="555-0142 before nine", last="All is well.")


class Desk:
    """One draft that was made, edited, and made again in other words."""

    def __init__(self, path: Path) -> None:
        self.folder, self.store = path, DraftStore(path)
        self.file = path / f"drafts/{NAME}.md"
        self.put()

    def put(self, **values: str) -> str:
        """The program writes the letter with these words; what became of it."""
        body = BODY.format(**MADE | values)
        draft = Draft(NAME, "S", body, to=(Address("ann@x.example"),), letter="introduction", contact="ann", made=TODAY)
        [(_, outcome)] = self.store.writer.put([draft], WritePolicy(refresh=True, today=TODAY))
        return outcome if isinstance(outcome, str) else outcome.text

    def edit(self, old: str, new: str) -> None:
        text = self.file.read_text()
        assert text.count(old) == 1
        self.file.write_text(text.replace(old, new))

    @property
    def body(self) -> str:
        return self.file.read_text().partition("\n---\n")[2]

    @property
    def blockers(self) -> list[str]:
        return [place.blocker for place in self.store.conflicts.places(NAME).places]

    @property
    def record(self) -> Path:
        return self.folder / f".outreach/conflicts/{NAME}.yaml"

    def kept(self) -> str:
        """Everything that is in the draft, in a backup or in a record of both versions."""
        paths = [*(self.folder / ".outreach/backup").glob("*"), *(self.folder / ".outreach/conflicts").glob("*")]
        return " ".join(path.read_text() for path in [*paths, *([self.file] if self.file.exists() else [])])


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Two places to choose: the evenings, and the telephone number."""
    made = Desk(tmp_path)
    made.edit("two evenings", "my two quiet evenings")
    made.edit("555-0142", "555-0142 before nine")
    assert made.put(evenings="three", phone="555-0199") == "conflict"
    return made


def test_the_places_are_numbered_and_show_both_versions(desk: Desk) -> None:
    assert [
        (place.number, place.conflict.yours, place.conflict.new) for place in desk.store.conflicts.places(NAME).places
    ] == [
        (1, "I have my two quiet evenings. ", "I have three evenings. "),
        (2, "Call 555-0142 before nine. ", "Call 555-0199. "),
    ]


def test_one_place_takes_the_new_text_and_the_other_waits(desk: Desk) -> None:
    settled = desk.store.conflicts.settle(NAME, new=True, which=ConflictSelector(2))
    assert [place.number for place in settled.taken] == [2]
    assert desk.body == MINE.replace("555-0142 before nine", "555-0199")
    assert [place.conflict.new for place in desk.store.conflicts.places(NAME).places] == ["I have three evenings. "]


@pytest.mark.parametrize(("order", "choices"), [*product(permutations([0, 1]), product([True, False], repeat=2))])
def test_whatever_is_chosen_in_whatever_order_nothing_is_lost(
    desk: Desk, order: tuple[int, ...], choices: tuple[bool, bool]
) -> None:
    keys = [place.key for place in desk.store.conflicts.places(NAME).places]
    for at in order:
        desk.store.conflicts.settle(NAME, new=choices[at], which=ConflictSelector(key=keys[at]))
    evenings = "three" if choices[0] else "my two quiet"
    phone = "555-0199" if choices[1] else "555-0142 before nine"
    assert desk.body == BODY.format(evenings=evenings, phone=phone, last="All is well.")
    assert desk.store.conflicts.names() == []
    for words in ("my two quiet evenings", "three evenings", "555-0142 before nine", "555-0199"):
        assert words in desk.kept()


def test_without_a_number_all_places_are_meant(desk: Desk) -> None:
    assert len(desk.store.conflicts.settle(NAME, new=True).taken) == 2
    assert desk.body == BODY.format(evenings="three", phone="555-0199", last="All is well.")
    assert desk.store.conflicts.settle(NAME, new=True).taken == ()


def test_keeping_ones_own_changes_no_byte(desk: Desk) -> None:
    before = desk.file.read_bytes(), desk.file.stat().st_mtime_ns
    assert len(desk.store.conflicts.settle(NAME, new=False).kept) == 2
    assert (desk.file.read_bytes(), desk.file.stat().st_mtime_ns) == before


def test_the_draft_as_it_was_is_a_backup(desk: Desk) -> None:
    before = desk.file.read_text()
    desk.store.conflicts.settle(NAME, new=True, which=ConflictSelector(1))
    assert before in [path.read_text() for path in (desk.folder / ".outreach/backup").glob(f"{NAME}.*.md")]


def test_two_choices_about_one_text_are_both_kept(desk: Desk) -> None:
    """The draft is the same before and after each, so its digest alone would name both records alike."""
    for _ in range(2):
        desk.store.conflicts.settle(NAME, new=False, which=ConflictSelector(1))
    assert len(list((desk.folder / ".outreach/backup").glob(f"{NAME}.*.conflicts.yaml"))) == 2


# --- where the new text has no place -------------------------------------------------------------------------------


def test_where_the_words_were_taken_out_the_record_is_the_only_copy_and_stays(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.edit("Call 555-0142. ", "")
    assert desk.put(phone="555-0199") == "conflict"
    before = desk.file.read_bytes()
    settled = desk.store.conflicts.settle(NAME, new=True)
    assert [place.because for place in settled.left] == [
        "you took these words out, so the new text has no place of its own"
    ]
    assert (desk.file.read_bytes(), desk.blockers) == (before, ["taken out"])
    assert len(desk.store.conflicts.settle(NAME, new=False).kept) == 1
    assert (desk.file.read_bytes(), desk.blockers) == (before, [])
    assert "555-0199" in desk.kept()


@pytest.mark.parametrize(
    ("old", "new", "blocker"),
    [("Call 555-0142 before nine. ", "", "gone"), ("I saw the river. ", "Call 555-0142 before nine. Call 555-0142 before nine. ", "unclear"),
     ("status: draft", "status: handed-over", "finished"), ("status: draft", "status: sent", "finished"), ("status: draft", "status: skipped", "finished")],
)  # fmt: skip
def test_where_the_new_text_cannot_be_put_in_nothing_changes(desk: Desk, old: str, new: str, blocker: str) -> None:
    desk.edit(old, new)
    before, record = desk.file.read_bytes(), desk.record.read_bytes()
    settled = desk.store.conflicts.settle(NAME, new=True, which=ConflictSelector(2))
    assert [place.blocker for place in settled.left] == [blocker]
    assert settled.left[0].because
    assert (desk.file.read_bytes(), desk.record.read_bytes()) == (before, record)


def test_a_place_that_cannot_be_changed_keeps_no_other_from_it(desk: Desk) -> None:
    desk.edit("Call 555-0142 before nine. ", "")
    settled = desk.store.conflicts.settle(NAME, new=True)
    assert ([place.number for place in settled.taken], [place.number for place in settled.left]) == ([1], [2])
    assert "I have three evenings." in desk.body
    assert desk.blockers == ["gone"]


def test_text_that_the_records_no_longer_say_is_not_put_in(desk: Desk) -> None:
    """The person's words became the program's own, so that merging found nothing to ask about."""
    desk.put(evenings="my two quiet", phone="555-0142 before nine")
    assert desk.blockers == ["outdated", "outdated"]
    assert desk.store.conflicts.settle(NAME, new=True).taken == ()
    assert desk.body == MINE


def test_newer_text_at_a_place_takes_the_older_ones_place(desk: Desk) -> None:
    assert desk.put(evenings="three", phone="555-0200") == "conflict"
    assert [place.conflict.new for place in desk.store.conflicts.places(NAME).places] == [
        "I have three evenings. ",
        "Call 555-0200. ",
    ]
    assert "Call 555-0199." in desk.kept()


def test_a_sentence_that_the_records_dropped_can_be_dropped(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.edit("All is well.", "All is very well.")
    assert desk.put(last="") == "conflict"
    desk.store.conflicts.settle(NAME, new=True)
    assert "well" not in desk.body
    assert "All is very well." in desk.kept()


def test_a_draft_that_was_deleted_can_be_settled_and_stays_deleted(desk: Desk) -> None:
    desk.file.unlink()
    assert desk.blockers == ["gone", "gone"]
    assert len(desk.store.conflicts.settle(NAME, new=True).left) == 2
    assert len(desk.store.conflicts.settle(NAME, new=False).kept) == 2
    assert not desk.file.exists()
    assert "my two quiet evenings" in desk.kept()


# --- what is refused -------------------------------------------------------------------------------------------------


def test_a_number_that_is_not_there_says_so(desk: Desk) -> None:
    with pytest.raises(NotFoundError, match=f"there is no place 3 in {NAME}; it has 2"):
        desk.store.conflicts.settle(NAME, new=True, which=ConflictSelector(3))
    desk.store.conflicts.settle(NAME, new=False)
    with pytest.raises(NotFoundError, match="nothing in it waits for a choice"):
        desk.store.conflicts.settle(NAME, new=True, which=ConflictSelector(1))
    with pytest.raises(NotFoundError, match="there is no draft 'nobody'"):
        settle_conflicts(Snapshot(desk.folder, TODAY), "nobody", new=True)


@pytest.mark.parametrize("new", [True, False])
def test_a_choice_about_another_text_is_refused(desk: Desk, new: bool) -> None:
    opened = desk.store.conflicts.places(NAME)
    which = ConflictSelector(key=opened.places[0].key, digest=opened.digest)
    desk.edit("I saw the river. ", "I saw the sea. ")
    before = desk.file.read_bytes(), desk.record.read_bytes()
    with pytest.raises(ConflictError, match="has changed since you looked at it"):
        desk.store.conflicts.settle(NAME, new=new, which=which)
    with pytest.raises(ConflictError, match="was made already"):
        desk.store.conflicts.settle(NAME, new=new, which=ConflictSelector(key="0" * 64))
    assert (desk.file.read_bytes(), desk.record.read_bytes()) == before


def test_an_editor_that_saves_in_the_last_instant_wins(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    backup = DraftFolders.backup

    def save_too(*given: object) -> None:
        backup(*given)  # type: ignore[arg-type]
        desk.edit("I saw the river. ", "I saw the sea. ")

    monkeypatch.setattr(DraftFolders, "backup", save_too)
    with pytest.raises(ConflictError):
        desk.store.conflicts.settle(NAME, new=True)
    assert desk.body == MINE.replace("the river", "the sea")
    assert desk.blockers == ["", ""]


def test_a_disk_that_fails_behind_the_draft_leaves_both_texts(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise ExternalError("the disk is full")

    with monkeypatch.context() as full:
        full.setattr(Conflicts, "end", refuse)
        with pytest.raises(ExternalError):
            desk.store.conflicts.settle(NAME, new=True, which=ConflictSelector(2))
    assert desk.blockers == ["", "gone"]
    assert "Call 555-0142 before nine." in desk.kept()
    assert len(desk.store.conflicts.settle(NAME, new=False, which=ConflictSelector(2)).kept) == 1


def test_a_record_that_cannot_be_read_is_left_as_it_is(desk: Desk) -> None:
    broken = desk.record.read_text()[:-20] + "\n"
    desk.record.write_text(broken)
    for call in (
        desk.store.conflicts.read,
        desk.store.conflicts.places,
        lambda name: desk.store.conflicts.settle(name, new=False),
    ):
        with pytest.raises(RecordsError, match=f"{NAME}.yaml cannot be read"):
            call(NAME)
    assert desk.put(evenings="four") == f".outreach/conflicts/{NAME}.yaml cannot be read"
    assert desk.record.read_text() == broken
    assert desk.body == MINE


def test_another_run_that_writes_is_waited_for_and_then_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conflicts, "locked", lambda path: locked(path, patience=0))
    with FileLock(desk.folder / ".outreach/lock"), pytest.raises(ConflictError, match="another run"):
        settle_conflicts(Snapshot(desk.folder, today=TODAY), NAME, new=True)
    assert desk.body == MINE
    assert len(settle_conflicts(Snapshot(desk.folder, today=TODAY), f"drafts/{NAME}.md", new=True).taken) == 2


# --- the draft's file ------------------------------------------------------------------------------------------------


def test_a_ready_draft_whose_text_changes_is_a_draft_again(desk: Desk) -> None:
    desk.edit("status: draft\n", "status: ready\napproved: abc\n")
    assert not desk.store.conflicts.settle(NAME, new=False, which=ConflictSelector(1), today=TODAY).reopened
    assert "status: ready\n" in desk.file.read_text()
    assert desk.store.conflicts.settle(NAME, new=True, which=ConflictSelector(1), today=TODAY).reopened
    text = desk.file.read_text()
    assert "status: draft\n" in text
    assert "its text changed on 2026-11-24; read it again, then mark it ready" in text
    assert "approved" not in text


def test_line_ends_and_the_mark_in_front_stay(desk: Desk) -> None:
    desk.file.write_bytes(b"\xef\xbb\xbf" + desk.file.read_bytes().replace(b"\n", b"\r\n"))
    desk.store.conflicts.settle(NAME, new=True)
    written = desk.file.read_bytes()
    assert written.startswith(b"\xef\xbb\xbf---\r\n")
    assert b"I have three evenings. I saw" in written
    assert written.count(b"\n") == written.count(b"\r\n")


# --- the decision, without a disk ------------------------------------------------------------------------------------


def places(text: str, *pairs: tuple[str, str]) -> tuple[ConflictPlace, ...]:
    return find_places(text, "", [Conflict("", yours, new) for yours, new in pairs], finished=False)


def test_what_one_place_puts_in_is_not_taken_for_anothers_words() -> None:
    text, settled = take("A. C.", places("A. C.", ("A. ", "B. "), ("B. ", "X. ")))
    assert text == "B. C."
    assert [place.blocker for place in settled.left] == ["gone"]


def test_of_two_places_with_the_same_words_the_newer_one_wins() -> None:
    text, settled = take("A. C.", places("A. C.", ("A. ", "old. "), ("A. ", "new. ")))
    assert text == "new. C."
    assert [(place.number, place.blocker) for place in settled.left] == [(1, "gone")]


SENTENCES = st.lists(st.sampled_from([f"{letter}." for letter in "ABCDEFG"]), unique=True, min_size=1).map(" ".join)
PAIRS = st.lists(
    st.tuples(st.sampled_from([f"{letter}." for letter in "ABCDEFGH"]), st.sampled_from(["X.", "Y.", "A.", ""]))
)


@given(SENTENCES, PAIRS)
def test_only_the_words_of_a_place_are_replaced_and_every_place_is_accounted_for(
    text: str, pairs: list[tuple[str, str]]
) -> None:
    chosen = places(text, *pairs)
    after, settled = take(text, chosen)
    assert sorted(place.number for place in (*settled.taken, *settled.left)) == [place.number for place in chosen]
    chosen_words = {place.conflict.yours: place.conflict.new for place in settled.taken}
    assert after == " ".join(chosen_words.get(word, word) for word in text.split(" "))


def test_a_place_is_known_by_its_texts() -> None:
    one, other = places("", ("a", "b"), ("ab", ""))
    assert one.key != other.key
    assert replace(one, number=7).key == one.key
