"""A workspace: one folder of plain files that the user owns. The one façade, and the only composition root.

The command line and the browser call this and nothing below it. Reading happens once, on first use; every method
that writes says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path

from composer.briefs.brief import Brief, Briefer, Occasion
from composer.checks.inspector import Checked, Inspector, Measured, check_files, make_inspector, measure_drafts
from composer.checks.noted import inspect_records, inspect_wording
from composer.checks.registry import PAGES
from composer.drafts.draft import Draft
from composer.drafts.settling import EVERY, ConflictSelector, Resolution
from composer.drafts.store import DraftStore, WritePolicy
from composer.errors import NotFoundError, Problem, RecordsError, errors_in
from composer.letters.catalogue import Catalogue, Letter, parse_catalogue
from composer.letters.compose import Order
from composer.letters.explain import Explained, explain
from composer.letters.proof import Proof, Way
from composer.lock import locked
from composer.outputs.export import Exported, Exporter, export, layout_of
from composer.planning.agenda import Agenda
from composer.planning.choosing import Choice
from composer.planning.people import people
from composer.planning.turns import SendSpacing
from composer.records.book import CONTACTS, Records, read_book, template_folders
from composer.records.contacts import Contact
from composer.records.library import Library, parse_library, read_templates
from composer.records.renaming import under_todays_names
from composer.shipped import templates_folder
from composer.spelling import did_you_mean
from composer.workspace import agenda, authoring, drafting, history_log, status_changes
from composer.workspace.agenda import AgendaFilter
from composer.workspace.drafting import DraftRequest, DraftRun, Progress
from composer.workspace.history_log import LogEntry, NewEvent
from composer.workspace.status_changes import StatusChange

_AS_IT_IS = WritePolicy()


class Workspace:
    """A folder with ``contacts.yaml``, ``practice.yaml`` and what is made from them.

    Args:
        folder: the workspace.
        today: the day everything is seen from.
    """

    def __init__(self, folder: Path, *, today: date) -> None:
        self.folder = folder
        self.today = today
        self.store = DraftStore(folder)

    # --- reading -------------------------------------------------------------------------------------------------

    @cached_property
    def records(self) -> Records:
        """The records, read and validated.

        Raises:
            NotFoundError: this folder is no workspace.
        """
        if not (self.folder / CONTACTS).exists():
            raise NotFoundError(
                f"there is no {CONTACTS} in {self.folder.resolve()}",
                hint="`outreach init` makes a workspace here; `outreach -C FOLDER …` uses another folder",
            )
        found = read_book(self.folder, templates_folder())
        renamed = parse_catalogue(found.library.files).renamed
        return replace(found, history=under_todays_names(found.history, {}, renamed))

    @cached_property
    def library(self) -> Library:
        """What letters are made of; it is there without any record, too."""
        if (self.folder / CONTACTS).exists():
            return self.records.library
        return parse_library(read_templates(template_folders(self.folder, templates_folder())))

    @cached_property
    def catalogue(self) -> Catalogue:
        """The letters: those that ship, and the workspace's own in front of them."""
        return parse_catalogue(self.library.files)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything to mend in the records and the letters."""
        return tuple(sorted([*self.records.problems, *self.catalogue.problems]))

    def letter(self, key: str) -> Letter:
        """One letter by its name.

        Raises:
            NotFoundError: the catalogue has none of that name.
        """
        key = self.catalogue.renamed.get(key, key)
        if key not in self.catalogue.letters:
            hint = did_you_mean(key, self.catalogue.letters, "`outreach letters` lists them")
            raise NotFoundError(f"there is no letter '{key}'", hint=hint)
        return self.catalogue.letters[key]

    def contact(self, who: str) -> Contact:
        """One contact, by id, by address or by name.

        Raises:
            NotFoundError: nobody, or more than one, is meant.
        """
        book = self.records.contacts
        if known := book.by_any_id(who):
            return known
        wanted = who.casefold()
        found = [
            contact
            for contact in book.contacts
            if wanted in {contact.name.casefold(), (contact.email or "").casefold()}
            or wanted in contact.name.casefold().split()
        ]
        if len(found) == 1:
            return found[0]
        if found:
            ids = ", ".join(contact.id for contact in found)
            raise NotFoundError(f"'{who}' may be {len(found)} people", hint=f"write the id: {ids}")
        hint = did_you_mean(wanted, book.by_id, "`outreach contacts` shows everyone with their ids")
        raise NotFoundError(f"there is no contact '{who}'", hint=hint)

    def people(self) -> list[dict[str, str]]:
        """Everyone as a row: who, when you were last in touch, and what is missing or in the way."""
        return people(self.records, self.today)

    # --- planning and drafting -----------------------------------------------------------------------------------

    def choose(self, letter: str = "", who: Sequence[str] = (), release: date | None = None) -> list[Choice]:
        """The letter for each contact, or why there is none; see `agenda.choose`."""
        return agenda.choose(self, letter, who, release)

    def order(self, choice: Choice, release: date | None = None) -> Order:
        """The letter of a choice in its reader's language, or in English where it is not translated."""
        letter = self.letter(choice.letter)
        return Order(choice.contact, self.catalogue.spoken(letter.key, choice.contact.language), release)

    def ensure_usable(self) -> None:
        """Nothing is written from records that cannot be trusted.

        Raises:
            RecordsError: the practice, the history, a template or a whole file is wrong.
        """
        blocking = (*self.records.blocking(), *errors_in(self.catalogue.problems))
        if blocking:
            raise RecordsError("nothing was written; these need mending first", problems=self.problems)

    def draft(
        self,
        letter: str = "",
        who: Sequence[str] = (),
        *,
        how: WritePolicy = _AS_IT_IS,
        release: date | None = None,
        progress: Progress | None = None,
    ) -> DraftRun:
        """Writes drafts; see `drafting.draft` and `drafting.DraftRequest`."""
        return drafting.draft(self, DraftRequest(letter, who, how, release), progress)

    # --- letters of one's own -------------------------------------------------------------------------------------

    def lint(self, key: str = "") -> tuple[Problem, ...]:
        """The problems of one letter, or of all; see `authoring.lint`."""
        return authoring.lint(self, key)

    def copy_template(self, name: str, new: str = "") -> str:
        """Copies a template into the workspace, to be changed there; see `authoring.copy_template`."""
        return authoring.copy_template(self, name, new)

    def proof(self, key: str, *, deep: bool = False, against: Path | None = None) -> tuple[Proof, list[Way]]:
        """The fewest drafts that show all of a letter, and what has changed since; see `authoring.proof`."""
        return authoring.proof(self, key, deep=deep, against=against)

    # --- checking and explaining ---------------------------------------------------------------------------------

    @cached_property
    def inspector(self) -> Inspector:
        """What looks at drafts with all that is known about everyone."""
        made = make_inspector(self.records, self.catalogue, self.today, self.handed_over())
        return replace(made, noticed=self.store.noticed())

    def handed_over(self) -> list[Draft]:
        """The drafts that have left, and that nobody has called sent yet."""
        return [draft for draft in self.store.beyond() if draft.status == "handed-over"]

    def check(self, names: Sequence[str] = (), *, progress: Progress | None = None) -> list[Checked]:
        """Each draft with its problems, compared with every other; all of them where none is named."""
        chosen, everyone = [draft_name(name) for name in names], self.store.names()
        files = [self.store.file(name) for name in chosen or everyone]
        others = () if not chosen else tuple(name for name in everyone if name not in set(chosen))
        fingerprints = (self.inspector.fingerprint(self.store.file(name)) for name in others)
        checked = check_files(self.inspector, files, progress)
        return list(self.inspector.compare(checked, (fingerprint for fingerprint in fingerprints if fingerprint)))

    @property
    def noted(self) -> tuple[Problem, ...]:
        """Places in the records themselves that seem to speak of a client, and phrases that belong to no rule."""
        return (*inspect_wording(self.library, PAGES), *inspect_records(self.records))

    def measure(self, names: Sequence[str] = ()) -> list[Measured]:
        """How personal each draft is, compared with every other; all of them where none is named."""
        chosen = {draft_name(name) for name in names} or set(self.store.names())
        every = {*self.store.names(), *chosen}
        read = (self.store.read(name).draft for name in sorted(every))
        return [one for one in measure_drafts(self.inspector, filter(None, read)) if one.draft in chosen]

    def settle(self, name: str, *, new: bool, which: ConflictSelector = EVERY) -> Resolution:
        """Ends places of a draft that a person and the program both changed; see `DraftStore.settle`."""
        with locked(self.folder):
            return self.store.settle(draft_name(name), new=new, which=which, today=self.today)

    def brief(self, contact: Contact, day: date | None = None, occasion: Occasion | None = None) -> Brief:
        """What a letter may say to a contact, as of a day; today where none is given."""
        return Briefer(self.records, day or self.today).brief(contact, occasion or Occasion())

    def explain(self, name: str) -> tuple[Draft, tuple[Explained, ...]]:
        """Where every sentence of a draft comes from.

        Raises:
            NotFoundError: there is no such draft, or its letter or contact is gone.
            RecordsError: the draft cannot be read.
        """
        stored = self.store.read(draft_name(name))
        draft = stored.draft
        if draft is None:
            raise RecordsError(f"the draft {stored.path} cannot be read", problems=stored.problems)
        letter = self.catalogue.spoken(self.letter(draft.letter).key, draft.language)
        occasion = Occasion(letter.key, letter.language, draft.release)
        brief = self.brief(self.contact(draft.contact), draft.made, occasion)
        return draft, explain(draft.body, letter, brief, self.catalogue)

    # --- a draft's life, and what happened --------------------------------------------------------------------------

    def ready(self, names: Sequence[str]) -> list[StatusChange]:
        """Binds a person's word to drafts as they are now; one that a check stops is not marked."""
        with locked(self.folder):
            return [status_changes.mark_ready(self, draft_name(name)) for name in names]

    def skip(self, names: Sequence[str], reason: str) -> list[StatusChange]:
        """Puts drafts aside, with the reason."""
        with locked(self.folder):
            return [status_changes.mark_skipped(self, draft_name(name), reason) for name in names]

    def reopen(self, names: Sequence[str]) -> list[StatusChange]:
        """Makes drafts of what was ready, skipped or handed over."""
        with locked(self.folder):
            return [status_changes.reopen(self, draft_name(name)) for name in names]

    def sent(self, names: Sequence[str], day: date) -> list[StatusChange]:
        """Notes that letters were sent, in their heads and in the history."""
        with locked(self.folder):
            return status_changes.mark_sent(self, [draft_name(name) for name in names], day)

    def log(self, happened: NewEvent) -> tuple[str, ...]:
        """Appends an event for each person; see `history_log.log`."""
        return history_log.log(self, happened)

    def undo(self) -> LogEntry:
        """Takes back what was logged last; see `history_log.undo`."""
        return history_log.undo(self)

    def forget(self) -> None:
        """Lets the records be read again, after something was written to them."""
        for name in ("records", "library", "catalogue", "inspector"):
            self.__dict__.pop(name, None)

    def forget_drafts(self) -> None:
        """Lets what the folder of drafts shows be looked at again, after somebody changed it."""
        self.__dict__.pop("inspector", None)

    def due(self, *, week: bool = False, letter: str = "", role: str = "", organization: str = "") -> Agenda:
        """What is due now, or within a week, with the reasons; see `agenda.due`."""
        return agenda.due(self, AgendaFilter(week, letter, role, organization))

    def draft_due(
        self, letter: str = "", *, how: WritePolicy = _AS_IT_IS, progress: Progress | None = None
    ) -> DraftRun:
        """Drafts exactly the letters that are due."""
        choices = agenda.due_choices(self, letter)
        return drafting.draft(self, DraftRequest(how=how, choices=choices), progress) if choices else DraftRun((), ())

    def write_calendar(self, found: Agenda, path: Path) -> None:
        """Writes what is due as reminders into an iCalendar file."""
        agenda.write_calendar(found, path, self.today)

    # --- handing over --------------------------------------------------------------------------------------------

    def export(
        self,
        form: str = "eml",
        names: Sequence[str] = (),
        *,
        everything: bool = False,
        again: bool = False,
        progress: Progress | None = None,
    ) -> Iterator[Exported]:
        """Writes what is ready into ``outbox/``.

        Args:
            form: the output format's name.
            names: these drafts only.
            everything: every draft that no check blocks, ready or not.
            again: what was handed over already, once more.
            progress: told how many are done.

        Raises:
            RecordsError: the records cannot be trusted; nothing was written.
        """
        self.ensure_usable()
        exporter = Exporter(self.inspector, form, layout_of(self.records.library.files), everything, again)
        chosen = [draft_name(name) for name in names] or self.store.names()
        pace = SendSpacing(self.records, self.inspector.heads, self.today, self.handed_over())
        return export(self.folder, exporter, map(self.store.file, chosen), pace, progress)


def draft_name(name: str) -> str:
    """The draft somebody means by a name, a file's name or a path."""
    return Path(name).name.removesuffix(".md")
