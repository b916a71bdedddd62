"""The life of drafts as a game: edit, refresh, change the records or the template, mark ready, export, crash, in any order.

Three things hold whatever is played: every sentence a person ever saved is in the draft, in a backup or in a conflict
record; no letter is handed over twice without being asked for; and what left is what was approved.
"""

import os
import re
import shutil
import tempfile
from contextlib import suppress
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

import composer.files
from composer.checks.inspector import Inspector, make_inspector
from composer.drafts.draft import Address, Draft, approval
from composer.drafts.format import parse_draft
from composer.drafts.store import DraftStore, Putting, status_of
from composer.letters.brief import Briefer, Occasion
from composer.letters.catalogue import Catalogue, parse_catalogue
from composer.letters.compose import jobs, tidy
from composer.letters.merger import Merger
from composer.outputs.export import Exported, Exporter, export, layout_of
from composer.records.book import Records
from composer.records.contacts import parse_contacts
from composer.records.history import History
from composer.records.library import TemplateFile, parse_library, read_templates
from composer.records.practice import parse_practice
from composer.shipped import templates_folder
from composer.workspace import handing
from tests.conftest import TODAY

if TYPE_CHECKING:
    from composer.workspace import Workspace

FILES = read_templates([(templates_folder(), "templates/")])
LIBRARY = parse_library(FILES)
LAYOUT = layout_of(FILES)
CONTACTS = "- {{id: ann, name: Ann Lee, role: pcp, email: {email}, needs: [{{text: families wait months, heard: 2026-0{month}-03, source: phone}}]}}\n"
PRACTICE = (
    "name: Maya Chen\ncredentials: LPCC\nlicences: [{{title: Counselor, state: Ohio}}]\naddress: 12 Harbor Street\nphone: 555-01{phone}\n"
    "offers:\n  - {{text: From December I have {hours} openings on Tuesdays., needs: [waiting-time]}}\n"
)
TEMPLATE = (
    "---\nletter: introduction\ntitle: I\nabout: First.\npurpose: commercial\nonce: ever\nwhen: [new]\nturn: 5\nwords: [1, 400]\n"
    "questions: [0, 9]\nsubject: {subject}\n---\n{{{{ salutation }}}},\n\n{opening} {{{{ reason }}}}\n\n{{{{ offers | sentences }}}}\n\n"
    "Please leave patient details out of email.\n\n{{{{ practice.valediction }}}}\n{{{{ practice.signature | lines }}}}\n\n"
    "If you would rather not hear from me, tell me in a word and I will not write again.\n"
)
NAME = "ann.introduction"
EDITS = st.integers(1, 40).map(lambda number: f"I saw {number} herons by the river.")


class CrashError(Exception):
    """The plug is pulled."""


@cache
def catalogue(template: str) -> Catalogue:
    """A catalogue of one letter."""
    name = "letters/introduction.md"
    return parse_catalogue({name: TemplateFile(name, name, template)})


@cache
def readers() -> Any:
    """The phrases of the checks, compiled once for all games."""
    return first_inspector().standards.readers


@cache
def first_inspector() -> Inspector:
    """An inspector whose standards the others are made from."""
    practice, _ = parse_practice("name: Maya Chen\n", "practice.yaml")
    assert practice is not None
    return make_inspector(Records(parse_contacts("", "c"), practice, History(), LIBRARY), catalogue(""), TODAY)


class Inline:
    """The pool's place taken by this process: the same functions, without a process for each step of a game."""

    def __init__(self, held: tuple[Callable[[Any], Any], Any]) -> None:
        self._held = held[0](held[1])

    def __class_getitem__(cls, _: object) -> "type[Inline]":
        return cls

    def __enter__(self) -> "Inline":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def map(self, function: Callable[..., Any], items: Iterable[Any], **_: object) -> Iterator[tuple[Any, Any]]:
        return ((item, function(self._held, item)) for item in items)


@dataclass
class Desk:
    """What the steps of a draft's life need of a workspace."""

    folder: Path
    inspector: Inspector
    today: date = TODAY

    @property
    def store(self) -> DraftStore:
        return DraftStore(self.folder)


class Life(RuleBasedStateMachine):
    """One workspace, one letter."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.records = {"email": "ann@x.example", "month": "2", "phone": "42", "hours": "two"}
        self.template = {"subject": "Two evenings", "opening": "How is your week?"}
        self.saved: set[str] = set()

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    # --- what the world does ---------------------------------------------------------------------------------------

    def made(self) -> tuple[Draft, Desk]:
        """The letter as the program would write it now, and the desk it lies on."""
        contacts = parse_contacts(CONTACTS.format(**self.records), "contacts.yaml")
        practice, problems = parse_practice(PRACTICE.format(**self.records), "practice.yaml")
        assert practice is not None, problems
        book = Records(contacts, practice, History(), LIBRARY)
        letters = catalogue(TEMPLATE.format(**self.template))
        brief = Briefer(book, TODAY).brief(contacts.contacts[0], Occasion("introduction"))
        merger = Merger(letters.sources)
        subject, body = (merger.merge(job) for job in jobs(letters.letters["introduction"], brief))
        assert isinstance(subject, str), subject
        assert isinstance(body, str), body
        to = contacts.contacts[0].email or ""
        draft = Draft(NAME, subject, tidy(body), to=(Address(to, "Ann Lee"),), letter="introduction", contact="ann", made=TODAY)
        known = make_inspector(book, letters, TODAY)
        return draft, Desk(self.folder, replace(known, standards=replace(known.standards, readers=readers())))

    @property
    def desk(self) -> "Workspace":
        """It stands for a workspace: it has what the steps use of one."""
        return cast("Workspace", self.made()[1])

    def put(self, how: Putting) -> None:
        list(DraftStore(self.folder).put([self.made()[0]], replace(how, today=TODAY)))

    @property
    def file(self) -> Path:
        return self.folder / f"drafts/{NAME}.md"

    @rule(field=st.sampled_from(["month", "phone", "hours"]), value=st.sampled_from(["3", "4", "5"]))
    def change_a_record(self, field: str, value: str) -> None:
        self.records[field] = f"4{value}" if field == "phone" else value

    @rule(field=st.sampled_from(["subject", "opening"]), number=st.integers(2, 5))
    def change_the_template(self, field: str, number: int) -> None:
        self.template[field] = f"Evenings, {number} of them" if field == "subject" else f"How are your {number} weeks?"

    # --- what a person does ----------------------------------------------------------------------------------------

    @rule(sentence=EDITS, place=st.integers(0, 9))
    @precondition(lambda self: self.file.exists())
    def edit(self, sentence: str, place: int) -> None:
        """Adds a sentence behind any other, and saves."""
        text = self.file.read_text()
        head, _, body = text.partition("\n---\n")
        ends = [found.end() for found in re.finditer(r"[.?] |\n\n", body)]
        at = ends[place % len(ends)] if ends else len(body)
        self.file.write_text(f"{head}\n---\n{body[:at]}{sentence} {body[at:]}")
        self.saved.add(sentence)

    @rule(place=st.integers(0, 9), sentence=EDITS)
    @precondition(lambda self: self.file.exists())
    def rewrite(self, place: int, sentence: str) -> None:
        """Puts a sentence in the place of another; what was a person's own and is replaced by them is theirs to "
        "drop."""
        text = self.file.read_text()
        head, _, body = text.partition("\n---\n")
        old = re.findall(r"[A-Z][^.?\n]*[.?]", body)
        if not old:
            return
        gone = old[place % len(old)]
        self.file.write_text(f"{head}\n---\n{body.replace(gone, sentence, 1)}")
        self.saved.add(sentence)
        self.saved -= {said for said in self.saved if said in gone}

    @rule()
    @precondition(lambda self: self.file.exists())
    def mark_ready(self) -> None:
        handing.mark_ready(self.desk, NAME)

    @rule()
    @precondition(lambda self: self.file.exists())
    def reopen(self) -> None:
        handing.reopen(self.desk, NAME)

    @rule(new=st.booleans())
    @precondition(lambda self: self.file.exists())
    def settle(self, new: bool) -> None:
        DraftStore(self.folder).settle(NAME, new=new)

    # --- what the program does -------------------------------------------------------------------------------------

    @rule(refresh=st.booleans(), force=st.booleans())
    def draft(self, refresh: bool, force: bool) -> None:
        self.put(Putting(refresh, force))

    @rule(refresh=st.booleans(), force=st.booleans(), after=st.integers(0, 12))
    def crash_while_drafting(self, refresh: bool, force: bool, after: int) -> None:
        """The plug is pulled before the Nth file has its name."""
        rename, count = composer.files._rename, 0

        def pulled(temporary: str, path: Path) -> None:
            nonlocal count
            count += 1
            if count > after:
                raise CrashError
            rename(temporary, path)

        with patch.object(composer.files, "_rename", pulled), suppress(CrashError):
            self.put(Putting(refresh, force))

    @rule(again=st.booleans(), everything=st.booleans())
    def export(self, again: bool, everything: bool) -> None:
        before = self.file.read_text() if self.file.exists() else ""
        results: list[Exported] = []
        if before:
            exporter = Exporter(self.desk.inspector, "eml", LAYOUT, everything, again)
            with patch("composer.outputs.export.Pool", Inline):
                results = list(export(self.folder, exporter, [DraftStore(self.folder).file(NAME)]))
        if not (results and results[0].path):
            return
        draft, _ = parse_draft(before, NAME, "x")
        assert draft is not None
        if draft.status != "draft":
            assert draft.approved == approval(draft), "what leaves is what was approved"
        if draft.status == "handed-over":
            assert again, "nothing leaves twice unless somebody asks"
        if draft.status == "ready":
            assert status_of(self.file.read_text()) == "handed-over"

    # --- what always holds -----------------------------------------------------------------------------------------

    @invariant()
    def every_sentence_is_somewhere(self) -> None:
        texts = [path.read_text() for path in (self.folder / ".outreach").rglob("*") if path.is_file()]
        texts += [self.file.read_text()] if self.file.exists() else []
        everything = " ".join(texts)
        for sentence in self.saved:
            assert sentence in everything, sentence

    @invariant()
    def no_mark_stands_in_a_letter(self) -> None:
        if self.file.exists():
            assert "<<<<<<<" not in self.file.read_text()
            draft, problems = parse_draft(self.file.read_text(), NAME, "x")
            assert draft is not None, problems


TestLife = Life.TestCase
pytestmark = pytest.mark.timeout(900)
# `LIVES=3000 pytest tests/drafts/test_life.py` plays more games than every run does.
TestLife.settings = settings(
    max_examples=int(os.environ.get("LIVES", "300")), stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
