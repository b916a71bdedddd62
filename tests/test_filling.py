"""What a letter still asks its writer: an answer stands in its place, and what can be remembered is not asked again."""

import html
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.drafts.draft import Draft
from composer.drafts.format import format_draft
from composer.drafts.store import DraftStore
from composer.drafts.writing import WritePolicy
from composer.errors import ComposerError, ConflictError, RecordsError
from composer.mail.body import render_body
from composer.workspace.drafting import DraftRequest, write_drafts
from composer.workspace.filling import FilledHole, HoleAnswer, OpenHole, fill_hole, holes_to_fill, take_hole_out, unfill
from composer.workspace.hole_places import hole_places, spoken, with_words
from composer.workspace.rewriting import restore_text
from composer.workspace.snapshot import Snapshot
from composer.workspace.status_changes import mark_ready
from tests.conftest import TODAY, change

CONTACTS = """\
# People who may send somebody.
- name: Robin Vale
  role: family doctor
  email: robin@vale.example
- name: Dr. Ann Lee, MD
  role: family doctor
  organization: Lee Practice
  email: ann@lee.example
  details:
    - {text: patients are seen within a week, source: your website, heard: 2023-08-05}   # from their front page
- name: Dr. Jo Park, MD
  address_as: Dr. Park
  role: family doctor
  email: jo@park.example
  details:
    - {text: the waiting list is closed, source: the town newsletter, heard: 2023-08-05}
- name: Dr. Kim Sun, MD
  address_as: Dr. Sun
  role: family doctor
  email: kim@sun.example
  asked_for: [{text: a video of your office, heard: 2026-11-02, source: phone}]
- name: Sam Reed
  address_as: Sam
  role: insurance case manager
  email: sam@reed.example
"""
PRACTICE = "name: Maya Chen\nphone: 555-0142\npractice: Harbor Street Counseling\naddress: 12 Harbor Street\n"
HISTORY = (
    "- {date: 2026-11-20, contact: sam-reed, event: update-requested, fields: [Phone, NPI number, 'Fee *per* hour']}\n"
)
GREETING, STILL, ASKED, LIST = (
    "robin-vale.introduction", "ann-lee.introduction", "kim-sun.introduction", "sam-reed.practice-info",
)  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose letters ask for what no record has, made once."""
    folder = tmp_path_factory.mktemp("asking")
    for name, text in (("contacts", CONTACTS), ("practice", PRACTICE), ("history", HISTORY)):
        (folder / f"{name}.yaml").write_text(text)
    write_drafts(Snapshot(folder, TODAY))
    return folder


@pytest.fixture
def asking(written: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(written, tmp_path / "asking")


def text_of(folder: Path, name: str) -> str:
    return (folder / f"drafts/{name}.md").read_text()


def holes(folder: Path, name: str) -> tuple[OpenHole, ...]:
    snapshot = Snapshot(folder, TODAY)
    draft = snapshot.store.read(name)[0]
    assert draft is not None
    return holes_to_fill(snapshot, draft)


def answered(folder: Path, name: str, words: str = "", *, number: int = 0, remember: bool = False) -> HoleAnswer:
    return HoleAnswer(holes(folder, name)[number].key, DraftStore(folder).file(name).digest, words, remember)


def refreshed(folder: Path) -> dict[str, str]:
    """What became of each draft when all were written again."""
    run = write_drafts(Snapshot(folder, TODAY), DraftRequest(policy=WritePolicy(refresh=True)))
    return {result.path: str(result.outcome) for result in run.results}


def take_back(folder: Path, name: str, done: FilledHole) -> None:
    unfill(Snapshot(folder, TODAY), name, digest=done.text.digest, backup=done.text.backup, records=done.undo)


# --- what is asked --------------------------------------------------------------------------------------------------


def test_a_greeting_is_asked_in_its_sentence_and_the_contact_remembers_it(asking: Path) -> None:
    (hole,) = holes(asking, GREETING)
    assert (hole.before, hole.asks, hole.after) == ("Dear ", "how do you address Robin Vale?", ",")
    assert hole.kept_in is not None
    assert (hole.kept_in.kind, hole.kept_in.contact, hole.kept_in.at) == ("greeting", "robin-vale", ("address_as",))
    assert hole.stays == "it is the greeting, and a letter needs one"


def test_a_list_asks_for_each_fact_that_no_record_has(asking: Path) -> None:
    npi, fee = holes(asking, LIST)
    assert (npi.before, fee.before) == ("NPI number: ", "Fee *per* hour: ")
    assert [one.kept_in and one.kept_in.at for one in (npi, fee)] == [
        ("facts", "NPI number"),
        ("facts", "Fee *per* hour"),
    ]


def test_what_only_this_letter_can_say_is_not_remembered(asking: Path) -> None:
    (hole,) = holes(asking, ASKED)
    assert hole.asks == "nothing in practice.yaml answers ‘a video of your office’; what do you say?"
    assert hole.kept_in is None


def test_a_day_on_which_somebody_said_something_stays_what_it_was(asking: Path) -> None:
    """A newsletter was read in August 2023, whatever is still so today; a page says what it says."""
    park, ann = holes(asking, "jo-park.introduction"), holes(asking, STILL)
    assert [one.kept_in for one in park] == [None]
    assert "In August 2023 I read that" in text_of(asking, "jo-park.introduction")
    assert [one.kept_in and one.kept_in.at for one in ann] == [("details", 0, "heard")]


def test_a_question_that_somebody_typed_has_no_record(asking: Path) -> None:
    change(
        asking / f"drafts/{GREETING}.md",
        "With good wishes,\n",
        "We met [[CONFIRM: where?]] in May.\n\nWith good wishes,\n",
    )
    typed = holes(asking, GREETING)[1]
    assert (typed.before, typed.asks, typed.after, typed.kept_in) == ("We met ", "where?", " in May.", None)


def test_a_question_without_its_end_is_shown_and_cannot_be_filled(asking: Path) -> None:
    change(
        asking / f"drafts/{GREETING}.md",
        "With good wishes,\n",
        "We met [[CONFIRM: where, in May.\n\nWith good wishes,\n",
    )
    assert "the end of this question" in holes(asking, GREETING)[1].blocker
    before = text_of(asking, GREETING)
    with pytest.raises(ConflictError, match="the end of this question"):
        fill_hole(Snapshot(asking, TODAY), GREETING, answered(asking, GREETING, "there", number=1))
    assert text_of(asking, GREETING) == before


# --- putting in -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["Robin", " Robin ", "Dear Robin", "dear Robin,", "Robin,"])
def test_the_words_stand_in_the_greeting_once(asking: Path, typed: str) -> None:
    before = text_of(asking, GREETING)
    fill_hole(Snapshot(asking, TODAY), GREETING, answered(asking, GREETING, typed))
    assert text_of(asking, GREETING) == before.replace("[[CONFIRM: how do you address Robin Vale?]]", "Robin")


def test_an_answer_that_is_a_sentence_reads_as_one(asking: Path) -> None:
    fill_hole(Snapshot(asking, TODAY), ASKED, answered(asking, ASKED, "there is none yet, but you can come by"))
    assert " There is none yet, but you can come by." in text_of(asking, ASKED)
    assert "CONFIRM" not in text_of(asking, ASKED)


@pytest.mark.parametrize("typed", ["", "   ", "[[CONFIRM: who?]]", "\u200b"])
def test_no_words_and_another_question_are_refused(asking: Path, typed: str) -> None:
    before = text_of(asking, GREETING)
    with pytest.raises(RecordsError, match="so nothing was done"):
        fill_hole(Snapshot(asking, TODAY), GREETING, answered(asking, GREETING, typed))
    assert text_of(asking, GREETING) == before


WORDS = st.text(st.sampled_from("aé*_[]()\\`<&1.,:;?! #-|>"), min_size=1, max_size=12)
PIECES = st.text(st.sampled_from("ab é,."), max_size=15)


@given(PIECES, PIECES, WORDS)
def test_putting_in_replaces_exactly_that_place_and_the_words_print_as_themselves(
    before: str, after: str, words: str
) -> None:
    body = f"Dear Ann,\n\nx{before}[[CONFIRM: what?]]{after}y\n\nMaya *and* me\n"
    draft = Draft("ann.note", "A word", body)
    text = format_draft(draft)
    (place,) = hole_places(draft).values()
    try:
        said = spoken(draft, place, words)
    except RecordsError:
        return  # nothing is left of the words beside what stands there already
    made = with_words(text, draft, place, said)
    begins, ends = text.index("[[CONFIRM"), text.index("]]") + 2
    assert made[:begins] == text[:begins]
    assert made.endswith(text[ends:])
    shown = html.unescape(re.sub(r"<[^>]*>", "", render_body(made.partition("---\n\n")[2] or made).html))
    assert " ".join(said.split()).casefold() in " ".join(shown.split()).casefold()


def test_words_that_were_put_into_a_ready_letter_want_a_second_reading(asking: Path) -> None:
    name = "jo-park.introduction"
    path = asking / f"drafts/{name}.md"
    path.write_text(re.sub(r"\[\[CONFIRM[^]]*\]\] ", "", path.read_text()))
    mark_ready(Snapshot(asking, TODAY), [name])
    change(path, "With good wishes,\n", "We met [[CONFIRM: where?]] in May.\n\nWith good wishes,\n")
    done = fill_hole(Snapshot(asking, TODAY), name, answered(asking, name, "at the fair"))
    assert done.text.reopened
    assert "status: draft" in text_of(asking, name)


def test_a_draft_that_changed_meanwhile_is_left_alone(asking: Path) -> None:
    answer = answered(asking, GREETING, "Robin", remember=True)
    change(asking / f"drafts/{GREETING}.md", "Maya Chen", "Maya")
    before = text_of(asking, GREETING)
    with pytest.raises(ConflictError, match="the letter has changed since"):
        fill_hole(Snapshot(asking, TODAY), GREETING, answer)
    assert (text_of(asking, GREETING), (asking / "contacts.yaml").read_text()) == (before, CONTACTS)


# --- remembering ----------------------------------------------------------------------------------------------------


def test_a_greeting_that_is_remembered_is_never_asked_again(asking: Path) -> None:
    answer = answered(asking, GREETING, "Robin", remember=True)
    done = fill_hole(Snapshot(asking, TODAY), GREETING, answer)
    assert done.kept_in is not None
    assert "  address_as: Robin\n" in (asking / "contacts.yaml").read_text()
    filled = text_of(asking, GREETING)
    assert refreshed(asking)[f"drafts/{GREETING}.md"] == "unchanged"
    assert text_of(asking, GREETING) == filled
    (asking / f"drafts/{GREETING}.md").unlink()
    write_drafts(Snapshot(asking, TODAY), DraftRequest(policy=WritePolicy(force=True)))
    assert text_of(asking, GREETING) == filled


def test_facts_that_are_remembered_are_never_asked_again(asking: Path) -> None:
    fill_hole(Snapshot(asking, TODAY), LIST, answered(asking, LIST, "1234567893", remember=True))
    fill_hole(Snapshot(asking, TODAY), LIST, answered(asking, LIST, "$140 [or less]", remember=True))
    facts = Snapshot(asking, TODAY).records.practice.facts
    assert facts == {"NPI number": "1234567893", "Fee *per* hour": "$140 [or less]"}
    assert r"$140 \[or less\]" in text_of(asking, LIST)
    filled = text_of(asking, LIST)
    assert refreshed(asking)[f"drafts/{LIST}.md"] == "unchanged"
    assert text_of(asking, LIST) == filled


def test_what_is_still_so_today_is_dated_today(asking: Path) -> None:
    before = text_of(asking, STILL)
    fill_hole(Snapshot(asking, TODAY), STILL, answered(asking, STILL, remember=True))
    assert text_of(asking, STILL) == before.replace("[[CONFIRM: noted on 2023-08-05; is it still so?]] ", "")
    was, now = "heard: 2023-08-05}   # from", "heard: 2026-11-24}   # from"
    assert (asking / "contacts.yaml").read_text() == CONTACTS.replace(was, now, 1)
    assert refreshed(asking)[f"drafts/{STILL}.md"] == "unchanged"


def test_without_the_tick_no_record_changes(asking: Path) -> None:
    done = fill_hole(Snapshot(asking, TODAY), GREETING, answered(asking, GREETING, "Robin"))
    assert done.undo == ""
    assert (asking / "contacts.yaml").read_text() == CONTACTS


def test_an_answer_that_no_record_takes_changes_nothing(asking: Path) -> None:
    before = text_of(asking, GREETING)
    with pytest.raises(ComposerError):
        fill_hole(Snapshot(asking, TODAY), GREETING, answered(asking, GREETING, "R" * 500, remember=True))
    assert (text_of(asking, GREETING), (asking / "contacts.yaml").read_text()) == (before, CONTACTS)


def test_taking_an_answer_back_takes_it_out_of_the_records_too(asking: Path) -> None:
    before = text_of(asking, GREETING)
    done = fill_hole(Snapshot(asking, TODAY), GREETING, answered(asking, GREETING, "Robin", remember=True))
    take_back(asking, GREETING, done)
    assert (text_of(asking, GREETING), (asking / "contacts.yaml").read_text()) == (before, CONTACTS)


def test_nothing_is_taken_back_once_the_letter_has_changed(asking: Path) -> None:
    done = fill_hole(Snapshot(asking, TODAY), GREETING, answered(asking, GREETING, "Robin", remember=True))
    change(asking / f"drafts/{GREETING}.md", "Maya Chen", "Maya")
    after, records = text_of(asking, GREETING), (asking / "contacts.yaml").read_text()
    with pytest.raises(ConflictError, match="the letter has changed since"):
        take_back(asking, GREETING, done)
    assert (text_of(asking, GREETING), (asking / "contacts.yaml").read_text()) == (after, records)


# --- taking out -----------------------------------------------------------------------------------------------------


def test_a_line_of_a_list_is_taken_out_whole_and_comes_back(asking: Path) -> None:
    before = text_of(asking, LIST)
    digest = DraftStore(asking).file(LIST).digest
    done = take_hole_out(Snapshot(asking, TODAY), LIST, holes(asking, LIST)[0].key, digest=digest)
    line = "- **NPI number:** [[CONFIRM: NPI number; facts: in practice.yaml keeps the answer]]\n"
    assert text_of(asking, LIST) == before.replace(line, "")
    restore_text(Snapshot(asking, TODAY), LIST, digest=done.digest, backup=done.backup)
    assert text_of(asking, LIST) == before


def test_what_is_not_so_any_more_goes_with_its_question(asking: Path) -> None:
    digest = DraftStore(asking).file(STILL).digest
    take_hole_out(Snapshot(asking, TODAY), STILL, holes(asking, STILL)[0].key, digest=digest)
    assert "CONFIRM" not in text_of(asking, STILL)
    assert "our website says" not in text_of(asking, STILL)


def test_the_greeting_is_not_taken_out(asking: Path) -> None:
    before = text_of(asking, GREETING)
    digest = DraftStore(asking).file(GREETING).digest
    with pytest.raises(ConflictError, match="it is the greeting"):
        take_hole_out(Snapshot(asking, TODAY), GREETING, holes(asking, GREETING)[0].key, digest=digest)
    assert text_of(asking, GREETING) == before
