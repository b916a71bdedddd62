"""The life of drafts as a game, in any order: edit, refresh, change the records or the template, mark ready, hand over,
note as sent, log by hand, take back, delete, and the plug pulled in the middle of each.

Whatever is played: every sentence a person ever saved is in the draft, in a backup or in a conflict record; no letter
is handed over twice, or goes to somebody who has had it, without being asked for; what left is what was approved, word
for word; what was deleted stays deleted; no event stands twice in the history; and no letter leaves that gives a client away.
"""

import email
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from email import policy
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

import composer.disk
import composer.files
from composer.briefs.brief import Briefer, Occasion
from composer.checks.inspector import Inspector, make_inspector
from composer.drafts.approval import approval
from composer.drafts.draft import Address, Draft
from composer.drafts.format import parse_draft
from composer.drafts.head import read_head
from composer.drafts.writing import WritePolicy
from composer.errors import ComposerError
from composer.letters.catalogue import Catalogue, parse_catalogue
from composer.letters.compose import Composed, jobs, tidy
from composer.mail.body import render_body
from composer.outputs.export import ExportRequest, layout_of
from composer.outputs.outbox import Exported
from composer.records.book import Records
from composer.records.contacts import parse_contacts
from composer.records.history import History, parse_history
from composer.records.library import TemplateFile
from composer.records.practice import parse_practice
from composer.templating.merge import Merger
from composer.workspace import conflicts, exporting, history_log, status_changes
from composer.workspace.drafting import DraftRequest, write_drafts
from composer.workspace.exporting import export_drafts
from composer.workspace.history_log import NewEvent
from composer.workspace.snapshot import Snapshot
from tests.conftest import TODAY, called
from tests.inline import Inline
from tests.shipped import FILES, LIBRARY

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
TELLING = ("She came on Tuesday and is sleeping better.", "Your patient called me and has started with me.",
           "The family you sent kept their first appointment.", "Your student is doing well, thank you for sending her.")  # fmt: skip
"""Sentences that give a client away."""


CRASHES = st.none() | st.integers(0, 5)


class CrashError(Exception):
    """The plug is pulled."""


def assert_says(message: bytes, draft: Draft) -> None:
    """The message has the draft's words, subject and recipients, and no other."""
    found = email.message_from_bytes(message, policy=policy.default)
    text = found.get_body(("plain",))
    assert text is not None
    squeezed = [" ".join(said.split()) for said in (text.get_content(), render_body(draft.body).text)]
    assert squeezed[0] == squeezed[1]
    assert found["Subject"] == draft.subject
    assert [address.addr_spec for address in found["To"].addresses] == [address.addr_spec for address in draft.to]


@cache
def catalogue(template: str) -> Catalogue:
    """A catalogue of one letter."""
    name = "letters/introduction.md"
    return parse_catalogue({name: TemplateFile(name, name, template)})


@cache
def readers() -> dict[str, Any]:
    """What reads sentences for the checks, compiled once for all games."""
    practice, _ = parse_practice("name: Maya Chen\n", "practice.yaml")
    assert practice is not None
    records = Records(parse_contacts("", "c"), practice, History(), LIBRARY)
    standards = make_inspector(records, catalogue(""), TODAY).standards
    return {"readers": standards.readers, "sentence_readers": standards.sentence_readers}


@dataclass(frozen=True, eq=False)
class World:
    """What is read of records, a template and a history, and the letter that comes of them."""

    records: Records
    catalogue: Catalogue
    composed: Composed


@lru_cache(maxsize=512)
def world(records: tuple[tuple[str, str], ...], template: tuple[tuple[str, str], ...], history: str) -> World:
    """Made once for all games that come to it."""
    known = dict(records)
    contacts = parse_contacts(CONTACTS.format(**known), "contacts.yaml")
    practice, problems = parse_practice(PRACTICE.format(**known), "practice.yaml")
    assert practice is not None, problems
    book = Records(contacts, practice, parse_history(history, "history.yaml"), LIBRARY)
    letters = catalogue(TEMPLATE.format(**dict(template)))
    brief = Briefer(book, TODAY).brief(contacts.contacts[0], Occasion("introduction"))
    merger = Merger(letters.sources)
    subject, body = (merger.merge(job) for job in jobs(letters.letters["introduction"], brief))
    assert isinstance(subject, str), subject
    assert isinstance(body, str), body
    to = (Address(contacts.contacts[0].email or "", "Ann Lee"),)
    draft = Draft(NAME, subject, tidy(body), to=to, letter="introduction", contact="ann", made=TODAY)
    return World(book, letters, Composed(contacts.contacts[0], "introduction", draft))


@lru_cache(maxsize=512)
def inspector(found: World, out: tuple[Draft, ...]) -> Inspector:
    """Made once for a world and the drafts that are on their way in it."""
    known = make_inspector(found.records, found.catalogue, TODAY, out)
    return replace(known, standards=replace(known.standards, **readers()))


class Life(RuleBasedStateMachine):
    """One workspace, one letter."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.records = {"email": "ann@x.example", "month": "2", "phone": "42", "hours": "two"}
        self.template = {"subject": "Two evenings", "opening": "How is your week?"}
        self.saved: set[str] = set()
        self.out = self.deleted = False

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    # --- what the world does ---------------------------------------------------------------------------------------

    @property
    def world(self) -> "World":
        """What the records, the template and the history of now give."""
        path = self.folder / "history.yaml"
        history = path.read_text() if path.exists() else ""
        return world(tuple(self.records.items()), tuple(self.template.items()), history)

    @property
    def history(self) -> History:
        return self.world.records.history

    @property
    def snapshot(self) -> Snapshot:
        """The workspace, as the use cases get it; what was read once in another game is not read again."""
        found, made = self.world, Snapshot(self.folder, TODAY)
        known = inspector(found, tuple(made.handed_over()))
        parts = {"records": found.records, "library": LIBRARY, "catalogue": found.catalogue}
        made.__dict__.update(parts, inspector=replace(known, noticed=made.store.noticed()))
        made.__dict__["reread"] = lambda: made  # nobody else is in the game, and the records lie in no file
        return made

    @contextmanager
    def plug(self, after: int | None) -> Iterator[None]:
        """The plug is pulled before the Nth file has its name, or line its place; never where no number is given."""
        rename, append, count = composer.disk.rename, composer.files.append_line, 0

        def pulled(call: Callable[..., Any], *given: Any) -> Any:
            nonlocal count
            count += 1
            if after is not None and count > after:
                raise CrashError
            return call(*given)

        with (
            patch.object(composer.files, "rename", lambda *given: pulled(rename, *given)),
            patch("composer.workspace.history_log.append_line", lambda *given: pulled(append, *given)),
            suppress(CrashError),
        ):
            yield

    @property
    def file(self) -> Path:
        return self.folder / f"drafts/{NAME}.md"

    @property
    def status(self) -> str:
        return read_head(self.file.read_text(), NAME).status if self.file.exists() else ""

    @property
    def lines(self) -> list[str]:
        path = self.folder / "history.yaml"
        return path.read_text().splitlines() if path.exists() else []

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

    @rule(sentence=st.sampled_from(TELLING), place=st.integers(0, 9))
    @precondition(lambda self: self.file.exists())
    def tell(self, sentence: str, place: int) -> None:
        """Adds a sentence that gives a client away."""
        self.edit(sentence, place)

    @rule(place=st.integers(0, 9), sentence=EDITS)
    @precondition(lambda self: self.file.exists())
    def rewrite(self, place: int, sentence: str) -> None:
        """Puts a sentence in the place of another; what was a person's own and is replaced by them is theirs to drop."""
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
        status_changes.mark_ready(self.snapshot, [NAME])

    @rule()
    @precondition(lambda self: self.file.exists())
    def reopen(self) -> None:
        status_changes.reopen_drafts(self.snapshot, [NAME])
        self.out = self.status == "handed-over"

    @rule()
    @precondition(lambda self: self.file.exists())
    def skip(self) -> None:
        status_changes.mark_skipped(self.snapshot, [NAME], "met her: instead # today")

    @rule(new=st.booleans())
    @precondition(lambda self: self.file.exists())
    def settle(self, new: bool) -> None:
        with suppress(ComposerError):
            conflicts.settle_conflicts(self.snapshot, NAME, new=new)

    @rule(spelling=st.sampled_from(["'{}'", "{}  # so it is", ">-\n  {}"]))
    @precondition(lambda self: self.file.exists())
    def spell_the_status_otherwise(self, spelling: str) -> None:
        text = self.file.read_text()
        self.file.write_text(
            re.sub(r"(?m)^status: ([a-z-]+)$", lambda m: f"status: {spelling.format(m[1])}", text, count=1)
        )

    @rule(added=st.sampled_from(["reply-to: r@x.example", "cc: bo@x.example", "in-reply-to: <1@x.example>"]))
    @precondition(lambda self: self.file.exists())
    def add_a_header(self, added: str) -> None:
        text = self.file.read_text()
        if added.partition(":")[0] not in text:
            self.file.write_text(text.replace("---\n", f"---\n{added}\n", 1))

    @rule()
    @precondition(lambda self: self.file.exists() and self.status == "draft")
    def delete(self) -> None:
        """A person's own words in a draft are theirs to drop with it."""
        self.saved -= {sentence for sentence in self.saved if sentence in self.file.read_text()}
        self.file.unlink()
        self.deleted = (self.folder / f".outreach/base/{NAME}.md").exists()

    @rule(after=CRASHES)
    @precondition(lambda self: self.file.exists())
    def note_as_sent(self, after: int | None) -> None:
        desk = self.snapshot
        with self.plug(after):
            status_changes.mark_sent(desk, [NAME], TODAY)

    @rule(event=st.sampled_from(["called", "introduction sent"]), after=CRASHES)
    def log_by_hand(self, event: str, after: int | None) -> None:
        if not any(event.partition(" ")[0] in line for line in self.lines):  # logged twice by hand is twice
            with self.plug(after):
                history_log.log_event(self.snapshot, NewEvent(event, ["ann"], TODAY))

    @rule()
    def take_back(self) -> None:
        with suppress(ComposerError):
            history_log.undo_last(self.snapshot)
        self.out = self.file.exists() and self.status in {"handed-over", "sent"}

    # --- what the program does -------------------------------------------------------------------------------------

    @rule(refresh=st.booleans(), force=st.booleans(), after=CRASHES)
    def draft(self, refresh: bool, force: bool, after: int | None) -> None:
        before, snapshot, composed = self.status, self.snapshot, self.world.composed
        request = DraftRequest("introduction", policy=WritePolicy(refresh, force))
        made = patch("composer.workspace.drafting.compose", lambda orders, *_, **__: [composed] if orders else [])
        with made, self.plug(after):
            write_drafts(snapshot, request)
        self._left_alone(before, force=force)

    @rule(refresh=st.booleans(), force=st.booleans(), after=CRASHES)
    def put(self, refresh: bool, force: bool, after: int | None) -> None:
        """As `draft`, of a letter that planning would not choose any more: the store itself leaves it alone."""
        before, draft = self.status, self.world.composed.draft
        assert draft is not None
        with self.plug(after):
            list(self.snapshot.store.writer.put([draft], WritePolicy(refresh, force, TODAY)))
        self._left_alone(before, force=force)

    def _left_alone(self, before: str, *, force: bool) -> None:
        self.deleted = self.deleted and not (force and self.file.exists())
        assert not (self.deleted and self.file.exists()), "what was deleted stays deleted"
        assert before not in {"handed-over", "sent", "skipped"} or self.status == before, "what has left is left alone"

    @rule(again=st.booleans(), everything=st.booleans(), after=CRASHES)
    @precondition(lambda self: self.file.exists())
    def export(self, again: bool, everything: bool, after: int | None) -> None:
        before, results = self.file.read_text(), list[Exported]()
        had = {event.letter for event in self.history.of("ann") if event.event == "sent"}
        request = ExportRequest(names=[NAME], everything=everything, again=again)
        inline, layout = (
            patch("composer.outputs.export.Pool", Inline),
            patch.object(exporting, "layout_of", lambda _: LAYOUT),
        )
        with inline, layout, self.plug(after):
            results = list(export_drafts(self.snapshot, request))
        if not (results and results[0].path):
            return
        draft, _ = parse_draft(before, NAME, "x")
        assert draft is not None
        assert again or not self.out, "nothing leaves twice unless somebody asks"
        assert again or "introduction" not in had, "nobody gets what they have had"
        assert draft.status != "skipped", "what was put aside stays"
        if draft.status != "draft" and not (everything and not draft.approved):
            assert draft.approved == approval(draft), "what leaves is what was approved"
        assert not [said for said in TELLING if said in " ".join(draft.body.split())], "no letter gives a client away"
        assert_says((self.folder / results[0].path).read_bytes(), draft)
        assert self.status in {"handed-over", "sent"}
        self.out = True

    # --- what always holds -----------------------------------------------------------------------------------------

    @invariant()
    def every_sentence_is_somewhere(self) -> None:
        texts = [path.read_text() for path in (self.folder / ".outreach").rglob("*") if path.is_file()]
        texts += [self.file.read_text()] if self.file.exists() else []
        everything = " ".join(texts)
        for sentence in self.saved:
            assert sentence in everything, sentence

    @invariant()
    def what_left_is_there(self) -> None:
        """A draft says that it has left only once its message is there."""
        assert self.status != "handed-over" or (self.folder / f"outbox/{called(self.folder)[NAME]}.eml").is_file()

    @invariant()
    def no_event_stands_twice(self) -> None:
        assert not [line for line, times in Counter(self.lines).items() if times > 1 and "letter: introduction" in line]

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
    max_examples=int(os.environ.get("LIVES", "100")),
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
