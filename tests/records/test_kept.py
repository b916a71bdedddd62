"""What was kept of a file is what reading it gives, whatever was done to it in between: records, problems, places."""

import pickle
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from composer.cache import Cache
from composer.records.base import Record
from composer.records.contacts import ContactBook, parse_contacts
from composer.records.history import History, extend_history, parse_history
from composer.records.kept import Kept, user_cache
from composer.records.library import Library, TemplateFile, mark_of, parse_library, read_templates
from composer.records.need_index import NeedIndex
from composer.records.own_words import read_practice
from composer.yaml import reader
from composer.yaml.reader import Map, Seq, Value
from tests.records.texts import BLOCK, PIECES, TORN_APART, files

ROOT = Path(__file__).parents[2]


def locations(value: Value) -> Iterator[tuple[str | int, ...]]:
    """The path to everything in a record as it was written."""
    yield ()
    inside: Any = value.items() if isinstance(value, Map) else enumerate(value) if isinstance(value, Seq) else ()
    for key, inner in inside:
        yield from ((key, *loc) for loc in locations(inner))


def records_in(value: object) -> Iterator[Record]:
    """Every record, and those inside it."""
    if isinstance(value, Record):
        yield value
        value = tuple(vars(value).values())
    for inner in value if isinstance(value, tuple | list) else value.values() if isinstance(value, dict) else ():
        yield from records_in(inner)


def assert_same(kept: Sequence[Record], fresh: Sequence[Record]) -> None:
    """In every way, inside and out."""
    for one, other in zip(records_in(tuple(kept)), records_in(tuple(fresh)), strict=True):
        assert type(one) is type(other)
        assert one == other
        assert (repr(one), one.model_dump(), one.model_fields_set) == (
            repr(other),
            other.model_dump(),
            other.model_fields_set,
        )
        assert [name for name in vars(one) if name != "origin"] == [name for name in vars(other) if name != "origin"]
        assert (one.origin is None) == (other.origin is None)
        if other.origin:
            assert isinstance(other.origin.written, Map)
            for loc in (*locations(other.origin.written), ("nothing",), ("needs", 9, "text"), (0,)):
                assert one.where(*loc) == other.where(*loc)
                assert one.cite(*loc) == other.cite(*loc)


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """A workspace of which every file is kept, however short."""
    return Kept(tmp_path / "book", replace(user_cache(), folder=tmp_path / "cache"), least=1)


@pytest.fixture(scope="module")
def shelf() -> Iterator[Kept]:
    """The same for laws, whose examples come one after the other into one workspace."""
    folder = Path(tempfile.mkdtemp())
    yield Kept(folder / "book", replace(user_cache(), folder=folder / "cache"), least=1)
    shutil.rmtree(folder)


def of_contacts(kept: Kept, text: str) -> None:
    one, other = kept.contacts(text, "contacts.yaml"), parse_contacts(text, "contacts.yaml")
    assert one == other
    assert (one.problems, one.left_out) == (other.problems, other.left_out)
    assert_same((*one.contacts, *one.organizations), (*other.contacts, *other.organizations))


def of_history(kept: Kept, text: str) -> None:
    one, other = kept.history(text, "history.yaml"), parse_history(text, "history.yaml")
    assert one == other
    assert one.problems == other.problems
    assert_same(one.events, other.events)


# --- laws ------------------------------------------------------------------------------------------------------------


@settings(max_examples=150)
@given(st.lists(files(), min_size=1, max_size=3))
def test_contacts_that_were_kept_are_the_contacts_read(shelf: Kept, texts: list[str]) -> None:
    for text in (*texts, *texts):
        of_contacts(shelf, text)
        of_contacts(shelf, text)


@settings(max_examples=500)
@given(st.lists(st.sampled_from(PIECES), max_size=4).map("".join), st.lists(st.sampled_from(PIECES), max_size=3))
@example(TORN_APART, [PIECES[0], 'moved"}\n'])
@example(BLOCK, [PIECES[0], "    moved\n"])
@example(BLOCK, ["\n", PIECES[0]])
@example(PIECES[0], ["---\n", PIECES[0]])
@example(PIECES[0] + "...\n", [PIECES[0]])
@example("[{date: 2026-01-02, contact: ann, event: called}]\n", [PIECES[0]])
@example("  " + PIECES[0], [PIECES[0]])
@example("- - {date: 2026-01-02, contact: ann, event: called}\n", ["  - a\n", PIECES[0]])
@example(PIECES[0].rstrip(), [PIECES[0]])
@example("- a: &x b\n", ["- *x\n"])
@example("- date: 2026-02-06\n  contact: ann\n  event: met\n  mention: a\n", ["  b\n", PIECES[0]])
def test_a_history_that_grew_is_the_history_read(shelf: Kept, text: str, more: list[str]) -> None:
    shelf.cache.forget(History, shelf.folder / "history.yaml")
    of_history(shelf, text)
    for piece in more:
        text += piece
        of_history(shelf, text)


NAMES = ("needs.yaml", "names.yaml", "limits.yaml", "roles/general.yaml", "es/names.yaml", "wording/own.yaml")
GENERAL = (ROOT / "templates/roles/general.yaml").read_text(encoding="utf-8")
TEXTS = ("", "key: general\n", "- need: evenings\n", "titles: [Dr.]\n", "- {need: a}\n- 'b\n", "sentence_words: 40\n")


@settings(max_examples=60)
@given(st.lists(st.dictionaries(st.sampled_from(NAMES), st.sampled_from(TEXTS)), min_size=1, max_size=3))
def test_templates_that_were_kept_are_the_templates_read(shelf: Kept, folders: list[dict[str, str]]) -> None:
    for folder in (*folders, *folders):
        files = {name: TemplateFile(name, f"templates/{name}", text) for name, text in folder.items()}
        for _ in range(2):
            one, other = shelf.library(files), parse_library(files)
            assert one == other
            assert one.problems == other.problems
            assert_same((*one.roles, *one.needs, one.names), (*other.roles, *other.needs, other.names))


PRACTICES = (
    "name: Maya Chen\n",
    "name: Maya Chen\noffers:\n  - {text: I have time on Tuesdays., needs: [evenings, own words], roles: [pcp]}\n",
    "name: Maya Chen\nneeds: [grief, harp lessons]\noffers:\n  - {text: I take people for grief., needs: [grief]}\n",
    "name: [Maya\n",
    "",
)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(PRACTICES), st.sampled_from(TEXTS)), min_size=1, max_size=3))
def test_a_practice_that_was_kept_is_the_practice_read(shelf: Kept, pairs: list[tuple[str, str]]) -> None:
    """Its own words mean what the templates of the day say they do."""
    for text, needs in (*pairs, *pairs):
        general = TemplateFile("roles/general.yaml", "templates/roles/general.yaml", GENERAL)
        library = parse_library({"needs.yaml": TemplateFile("needs.yaml", "needs.yaml", needs), general.name: general})
        for _ in range(2):
            one, other = shelf.practice(text, "practice.yaml", library), read_practice(text, "practice.yaml", library)
            assert one == other
            assert_same(tuple(filter(None, [one.practice])), tuple(filter(None, [other.practice])))


# --- what is read on, and what is not --------------------------------------------------------------------------------


def test_of_a_history_that_was_appended_to_only_the_new_lines_are_read(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = PIECES[0] * 3
    of_history(kept, text)
    asked = []
    monkeypatch.setattr("composer.records.history.read_yaml", lambda *given, **how: asked.append(given[0]))
    with pytest.raises(AttributeError):
        kept.history(text + PIECES[1], "history.yaml")
    assert asked == ["\n\n\n" + PIECES[1]]


def test_a_long_history_is_kept_anew_once_much_was_appended(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    text = PIECES[0] * 3
    monkeypatch.setattr("composer.cache._LONG", len(text) - 1)
    of_history(kept, text)
    (entry,) = (kept.folder.parent / "cache").iterdir()
    before = entry.read_bytes()
    of_history(kept, text + PIECES[1])
    assert entry.read_bytes() == before
    of_history(kept, text + PIECES[1] * 1_000)
    assert entry.read_bytes() != before


def test_a_short_history_is_kept_anew_whenever_it_grew(kept: Kept) -> None:
    text = PIECES[0] * 3
    of_history(kept, text)
    (entry,) = (kept.folder.parent / "cache").iterdir()
    before = entry.read_bytes()
    of_history(kept, text + PIECES[1])
    assert entry.read_bytes() != before


def test_a_long_history_reaches_its_limit_whether_it_was_kept_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read before counts, too: to the very step."""
    first = parse_history(PIECES[0] * 10, "h")
    for most in range(80, 100):
        monkeypatch.setattr("composer.records.history.DEFAULT_LIMITS", reader.ReadLimits(events=most))
        document = reader.read_yaml(PIECES[0] * 11, "h", limits=reader.ReadLimits(events=most))
        longer = extend_history(first, len(PIECES[0]) * 10, PIECES[0] * 11, "h")
        assert (longer is None) == bool(document.problems)


def test_a_record_that_was_kept_twice_still_knows_its_places(kept: Kept) -> None:
    """It is written again from what was kept, where a history grew by much."""
    text = PIECES[0] * 3
    for _ in range(3):
        of_history(kept, text)
        text += PIECES[1] * 1_000


# --- how much is kept, and of whom ---------------------------------------------------------------------------------


EVENINGS = TemplateFile("needs.yaml", "templates/needs.yaml", "- {need: evenings, phrases: [evenings]}\n")
MORNINGS = replace(EVENINGS, text="- {need: mornings, phrases: [evenings]}\n")


def find(kept: Kept, practice: str, needs: TemplateFile, note: str) -> tuple[int, list[str]]:
    """How many answers were known, and the needs that a note is found to speak of."""
    library = parse_library({needs.name: needs})
    answers = kept.answers(practice, library)
    before, found = len(answers.known), NeedIndex(library.needs, library.notes, answers.known).find(note)
    answers.keep()
    return before, [each.need for each in found]


def test_a_note_is_read_once_for_the_same_templates_and_practice(kept: Kept) -> None:
    assert find(kept, "name: Maya", EVENINGS, "evenings") == (0, ["evenings"])
    assert find(kept, "name: Maya", EVENINGS, "evenings") == (1, ["evenings"])
    assert find(kept, "name: Maya", EVENINGS, "tea") == (1, [])
    assert find(kept, "name: Maya", EVENINGS, "tea") == (2, [])
    assert find(kept, "name: Maya", MORNINGS, "evenings") == (0, ["mornings"])
    assert find(kept, "name: Ann", MORNINGS, "evenings") == (0, ["mornings"])


@pytest.mark.parametrize("needs", [EVENINGS, MORNINGS, replace(EVENINGS, name="facts.yaml", text="- {fact: fee}\n")])
def test_templates_come_back_with_the_files_that_they_are_made_of(kept: Kept, needs: TemplateFile) -> None:
    files = {needs.name: needs}
    assert [kept.library(files) for _ in range(2)] == [parse_library(files)] * 2
    assert kept.library(dict(files)).mark == parse_library(files).mark


def test_the_shipped_templates_are_read_once(kept: Kept) -> None:
    """A class that is kept and may not be made again would cost every command a second, in silence."""
    files = read_templates([(ROOT / "templates", "templates/")])
    kept.cache.keep(Library, kept.folder / "templates", mark_of(files), lambda: replace(parse_library(files), files={}))
    assert kept.cache.recall(Library, kept.folder / "templates", mark_of(files)) is not None


def test_files_of_one_text_under_other_names_are_other_templates() -> None:
    there, here = ({name: replace(EVENINGS, name=name)} for name in ("needs.yaml", "needs.yml"))
    assert parse_library(there).mark != parse_library(here).mark


def test_no_note_stands_in_what_is_kept_of_notes(kept: Kept) -> None:
    find(kept, "name: Maya", EVENINGS, "Barbara at the desk needs evenings")
    assert kept.cache.folder
    files = list(kept.cache.folder.iterdir())
    assert len(files) == 1
    assert b"Barbara" not in files[0].read_bytes()


def test_a_worker_is_sent_no_answers(kept: Kept) -> None:
    answers = kept.answers("name: Maya", parse_library({EVENINGS.name: EVENINGS}))
    NeedIndex((), known=answers.known).find("evenings")
    assert pickle.loads(pickle.dumps(answers)).known == {}


def test_a_short_file_is_never_copied(tmp_path: Path) -> None:
    """Names and notes of people are not put in a second place for a twentieth of a second."""
    kept = Kept(tmp_path / "book", replace(user_cache(), folder=tmp_path / "cache"))
    kept.contacts("- name: Ann\n" * 100, "contacts.yaml")
    assert not (tmp_path / "cache").exists()


def test_a_file_that_became_short_takes_its_copy_along(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "book", replace(user_cache(), folder=tmp_path / "cache"))
    kept.contacts("- name: Ann\n  notes: |\n" + "    likes tea\n" * 10_000, "contacts.yaml")
    assert len(list((tmp_path / "cache").iterdir())) == 1
    kept.contacts("- name: Ann\n", "contacts.yaml")
    assert list((tmp_path / "cache").iterdir()) == []


def test_two_workspaces_keep_each_their_own(tmp_path: Path) -> None:
    cache = replace(user_cache(), folder=tmp_path / "cache")
    for _ in range(2):
        for name in ("Ann", "Bo"):
            book = Kept(tmp_path / name, cache, least=1).contacts(f"- name: {name}\n", "contacts.yaml")
            assert [contact.name for contact in book.contacts] == [name]
    assert len(list((tmp_path / "cache").iterdir())) == 2


def test_a_cache_that_knows_other_classes_reads_the_file(kept: Kept) -> None:
    """A record is made only where the program says that there may be one."""
    of_contacts(kept, "- name: Ann\n")
    poor = replace(kept, cache=Cache(kept.cache.folder, frozenset([ContactBook])))
    of_contacts(poor, "- name: Ann\n")


def test_another_wording_is_no_other_library(templates: dict[str, TemplateFile]) -> None:
    """So nothing else is read anew after it; the files are those of today all the same."""
    letter = replace(templates["letters/introduction.md"], text="Dear you")
    changed = {**templates, letter.name: letter}
    assert parse_library(changed).mark == parse_library(templates).mark
    assert Kept().library(changed).files[letter.name].text == "Dear you"


@pytest.mark.parametrize("name", ["roles/README.md", "roles/zebra.md", "wording/notes.md", "need-notes-mine.md"])
def test_words_of_ones_own_among_the_records_are_no_record_whether_kept_or_not(
    kept: Kept, templates: dict[str, TemplateFile], name: str
) -> None:
    more = {**templates, name: TemplateFile(name, f"templates/{name}", "Notes: our own roles go here\n")}
    kept.library(templates)
    for library in (kept.library(more), parse_library(more)):
        assert (library.problems, library.roles) == (parse_library(templates).problems, parse_library(templates).roles)
