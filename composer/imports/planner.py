"""What becomes of each row of an import: compared with who is there, and with the rows before it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import Any

from composer.addresses import mailbox
from composer.checks.rules.records import WHO, clients_in
from composer.imports.candidate import HELD, ORDER, Candidate, Change, Guess, LeftOut
from composer.imports.plan import NEW, SAME, Action, Answers, Difference, Plan, PlanRow, shown, texts_in
from composer.records.book import Records
from composer.records.contacts import Contact, Organization
from composer.records.doubles import Doubles, Match
from composer.records.faults import Fault, faults_of
from composer.records.phones import phone_key
from composer.records.wishes import FIELD, understand_wishes
from composer.spelling import normalized
from composer.yaml.reader import Map, as_read
from composer.yaml.writer import Field

_SAID_ELSEWHERE = WHO | {"notes", "needs", FIELD, "unknown_person", "status", "language", "state", "country"}
"""Fields that are not read for clients: who somebody is, and what was read when it was taken apart."""
_TELLING = ("name", "organization", "email", "phone")
"""Fields by which people are told apart."""
_WHO_IT_IS = frozenset({"id", "former_ids", "unknown_person", "name"})
_LISTS = frozenset({"needs", "tags", "details", "asked_for"})
_KNOWN = frozenset(Contact.model_fields)
_NO_ANSWERS = Answers()
_SAID = "you said so"
_UNHEEDED = "; what you said of this row changes nothing"
_ASKS_THERE = "this organization has a record, and the row asks that nobody write there; write do_not_contact into it"
_MERGE = "`outreach contacts merge` makes one record of two"


def make_plan(
    candidates: Iterable[Candidate],
    records: Records,
    *,
    region: str,
    answers: Answers = _NO_ANSWERS,
    known: Mapping[str, str] | None = None,
) -> Plan:
    """What becomes of each candidate.

    Args:
        candidates: in the order of their rows; those that are still on their way are waited for.
        records: those that are there.
        region: where a number without ``+`` is dialled.
        answers: what a person has said of the plan before.
        known: digests of rows that were brought before, each with the id of the contact that came of it.
    """
    planner = _Planner(records, region, answers, known or {})
    for candidate in candidates:
        planner.rows.append(planner.row(candidate))
    return Plan(tuple(map(planner.respelled, planner.rows)))


class _Planner:
    """Looks at one candidate after the other; those that are new are known to the next."""

    def __init__(self, records: Records, region: str, answers: Answers, known: Mapping[str, str]) -> None:
        book = records.contacts
        self._book, self._region, self._answers, self._brought = book, region, answers, known
        self._library = records.library
        self._doubles = Doubles(book, records.library, region=region)
        self._place = records.library.place_names.key
        self._spelled = self._spellings()
        self._here = frozenset(self._spelled)
        self._new: dict[int, int] = {}
        self._places: dict[frozenset[str], int] = {}
        """Where the row of each new organization stands."""
        self._given: dict[str, dict[str, Field]] = {}
        """What contacts that are there got of earlier rows."""
        self.rows: list[PlanRow] = []

    def respelled(self, row: PlanRow) -> PlanRow:
        """A row whose place is spelled as it is here, or of the spellings of a place that is new, as in the longest."""
        place = str(row.fields.get("organization", ""))
        spelled = self._spelled.get(self._place(place), place)
        if spelled == place:
            return row
        change = Change("organization", place, spelled, "is spelled as elsewhere")
        candidate = replace(row.candidate, changes=(*row.candidate.changes, change))
        return replace(row, candidate=candidate, fields={**row.fields, "organization": spelled})

    def _learn_spelling(self, place: str) -> None:
        key = self._place(place)
        if key not in self._here:
            self._spelled[key] = max(self._spelled.get(key, ""), place, key=len)

    def _spellings(self) -> dict[frozenset[str], str]:
        """How each place is spelled here."""
        book = self._book
        names = [one.name for one in book.organizations] + [one.organization for one in book.contacts]
        return {self._place(name): name for name in reversed(names) if name}

    def row(self, candidate: Candidate) -> PlanRow:
        """What becomes of one."""
        answer = self._answers.who.get(candidate.key, "")
        if candidate.skip:
            return PlanRow(candidate, "skip", why=f"{candidate.skip}{_UNHEEDED if answer else ''}")
        before = self._brought.get(candidate.digest, "")
        if candidate.part == "contacts" and (known := self._book.find(before) if before else None):
            return PlanRow(candidate, "keep", who=known.id, why=self._brought_before(known, answer))
        if candidate.part == "organizations":
            return self._place_row(candidate)
        fields, guesses, candidate = self._fields(candidate)
        try:
            contact = Contact.model_validate(fields)
        except ValueError:  # pydantic's is one
            return PlanRow(candidate, "skip", why=_said(faults_of(Contact, fields)))
        return self._person_row(candidate, fields, guesses, contact)

    def _brought_before(self, known: Contact, answer: str) -> str:
        """Why a row that came before is left, and that what a person says of it now changes nothing."""
        if not answer or self._named(answer) == Match(known, sure=True, why=_SAID):
            return "was brought before, and nothing of it has changed"
        return f"was brought before as {known.display_name} ({known.id}){_UNHEEDED}; {_MERGE}"

    def _person_row(
        self, candidate: Candidate, fields: dict[str, Field], guesses: tuple[Guess, ...], contact: Contact
    ) -> PlanRow:
        answer = self._answers.who.get(candidate.key, "")
        if (first := self._row_of(answer)) >= 0:
            return self._added(candidate, fields, guesses, first, why=_SAID)
        match = self._named(answer) if answer else self._of_id(candidate) or self._doubles.find(contact)
        if match is None:
            self._doubles.add(contact)
            self._new[id(contact)] = len(self.rows)
            return PlanRow(candidate, "create", fields=fields, guesses=guesses)
        who, match = match.contact, self._again(contact, match)
        at = self._new.get(id(who))
        if not match.sure:
            return self._asking(candidate, fields, guesses, match, at)
        if at is not None:
            return self._added(candidate, fields, guesses, at, why=match.why)
        return self._filled(candidate, who, fields, guesses, why=match.why)

    def _again(self, contact: Contact, match: Match) -> Match:
        """A match with somebody who is there, judged by what earlier rows gave them, too."""
        who, given = match.contact, self._given.get(match.contact.id, {}) if id(match.contact) not in self._new else {}
        if not given or not match.sure or match.why == _SAID:
            return match
        known = {name: said for name in _TELLING if (said := getattr(who, name) or given.get(name, ""))}
        found = self._doubles.compare(contact, Contact.model_validate(known))
        return match if found and found.sure else Match(who, sure=False, why="a row above has another place or address")

    def _added(
        self, candidate: Candidate, fields: Mapping[str, Field], guesses: Sequence[Guess], at: int, *, why: str
    ) -> PlanRow:
        """A row that says somebody new again; what it says beside goes to the first."""
        first = self.rows[at]
        taken = tuple(one for one in guesses if one.field in HELD and one.written_to not in first.fields)
        number, more = first.candidate.row, self._add_to(at, fields, candidate.row)
        return PlanRow(candidate, "skip", like=number, why=f"is row {number} again: {why}{more}", guesses=taken)

    def _asking(
        self,
        candidate: Candidate,
        fields: dict[str, Field],
        guesses: Sequence[Guess],
        match: Match,
        at: int | None,
    ) -> PlanRow:
        """Somebody has to say who it is; a wish, or that they are gone, holds meanwhile for whoever it may be."""
        who, gone = match.contact, next((one for one in guesses if one.field == "status"), None)
        is_wish = bool(fields.get(FIELD)) and not (gone and gone.is_doubt)
        fields = {FIELD: {"reason": gone.reason}, **fields} if gone else fields
        row = PlanRow(candidate, "ask", fields=fields, guesses=tuple(one for one in guesses if one.field in HELD))
        if at is not None:
            first = self.rows[at].candidate
            if is_wish or (gone and "status" not in self.rows[at].fields):
                self._add_to(at, {FIELD: fields[FIELD]}, candidate.row)
            why = f"may be {who.display_name} (row {first.row}): {match.why}"
            return replace(row, who=f"{SAME}{first.key}", why=why, like=first.row)
        asks = is_wish or (gone and not _says_where(who) and "status" not in self._given.get(who.id, {}))
        stops = who.id if asks and who.do_not_contact is None and not who.may_be_written_to else ""
        return replace(row, who=who.id, why=f"may be {who.display_name} ({who.id}): {match.why}", stops=stops)

    def _add_to(self, at: int, fields: Mapping[str, Field], row: int) -> str:
        """Gives what a second row of somebody new says to the first; what it says otherwise goes into the notes.

        Returns which fields those are, in words.
        """
        first = self.rows[at]
        whole, lines, more = dict(first.fields), [], []
        for name, value in fields.items():
            if name in _WHO_IT_IS or (name in whole and self._same(name, whole[name], value)):
                continue
            if name == "notes":
                lines += [shown(value)]
            elif name != FIELD and (name in whole or (name == "title" and "role" in whole)):
                lines.append(f"{name} in row {row}: {shown(value)}")
            else:
                whole[name] = value
            more.append(name)
        if lines:
            whole["notes"] = "\n".join(filter(None, (shown(whole.get("notes", "")), *lines)))
        ordered = sorted(whole, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))
        self.rows[at] = replace(first, fields={name: whole[name] for name in ordered})
        return f"; its {', '.join(more)} went there" if more else ""

    def _row_of(self, answer: str) -> int:
        """Where the row of somebody new stands that an answer names; -1 for none."""
        wanted = answer.removeprefix(SAME) if answer.startswith(SAME) else ""
        found = (at for at, row in enumerate(self.rows) if row.candidate.key == wanted and row.action == "create")
        return next(found, -1) if wanted else -1

    def _of_id(self, candidate: Candidate) -> Match | None:
        """Whoever has the id that a row says: a table of ours has them."""
        known = self._book.find(candidate.text("id")) if candidate.text("id") else None
        return Match(known, sure=True, why="the same id") if known else None

    def _named(self, answer: str) -> Match | None:
        """The contact that a person has named, or whose row above they have; ``None`` for somebody new."""
        key = answer.removeprefix(SAME)
        above = next((row.who for row in self.rows if row.candidate.key == key), "") if answer != key else answer
        who = None if answer == NEW else self._book.find(above)
        return Match(who, sure=True, why=_SAID) if who else None

    def _filled(
        self, candidate: Candidate, who: Contact, fields: Mapping[str, Field], guesses: Sequence[Guess], *, why: str
    ) -> PlanRow:
        filled: dict[str, Field] = {}
        differences, guessed = [], {guess.field for guess in guesses} - {"status"}
        given = self._given.setdefault(who.id, {})
        doubt = next((guess for guess in guesses if guess.is_doubt), None)
        if doubt and _says_where(who) and fields.get(FIELD) == {"reason": doubt.reason}:
            fields = {name: value for name, value in fields.items() if name != FIELD}
            differences.append(Difference("status", who.status, f"{doubt.value}?"))
        for name, value in fields.items():
            own = getattr(who, "roles" if name == "role" else name, "")
            yours = given.get(name) or own
            if name in _WHO_IT_IS - {"name"}:
                continue
            free = not (_says_where(who) or "status" in given) if name == "status" else not yours
            if free and not (name == FIELD and (who.may_be_written_to or (value is False and name in given))):
                filled[name] = value
            elif not own and name == "notes" and not self._same(name, yours, value):
                filled[name] = f"{shown(yours)}\n{shown(value)}"
            elif name not in guessed and not self._same(name, yours, value):
                said = "false" if name == FIELD else shown(yours)
                differences.append(Difference(name, said, "true" if value is True else shown(value)))
        given |= filled
        action: Action = "fill" if filled else "conflict" if differences else "keep"
        taken = tuple(guess for guess in guesses if guess.written_to in filled)
        why = why if filled or differences else f"all of it is there: {why}"
        return PlanRow(candidate, action, who.id, why, filled, tuple(differences), taken)

    def _same(self, name: str, yours: Any, theirs: Field) -> bool:
        """Whether a field says the same in both, be it written otherwise, or says more with you."""
        if name == FIELD:
            return bool(yours)
        if name in _LISTS or name == "role":
            return {normalized(one) for one in texts_in(theirs)} <= {normalized(one) for one in texts_in(yours)}
        one, other = shown(yours), shown(theirs)
        if name == "notes":
            return normalized(other) in normalized(one)
        key = self._keys.get(name, normalized)
        return key(one) == key(other)

    @cached_property
    def _keys(self) -> Mapping[str, Callable[[str], object]]:
        """By what values of a field are compared."""
        number = partial(phone_key, region=self._region)
        return {"phone": number, "fax": number, "email": mailbox, "organization": self._place}

    def _place_row(self, candidate: Candidate) -> PlanRow:
        fields, guesses, candidate = self._fields(candidate)
        _keep_words(fields)
        name = str(fields["name"])
        if faults := faults_of(Organization, fields):
            return PlanRow(candidate, "skip", why=_said(faults))
        there = next((one for one in self._book.organizations if self._place(one.name) == self._place(name)), None)
        if there and fields.get(FIELD) and there.do_not_contact is None:
            return PlanRow(candidate, "skip", there.name, _ASKS_THERE)
        if there:
            return PlanRow(candidate, "keep", there.name, "this organization has a record")
        if (at := self._places.setdefault(self._place(name), len(self.rows))) < len(self.rows):
            like = self.rows[at].candidate.row
            more = self._add_to(at, {key: value for key, value in fields.items() if key != "name"}, candidate.row)
            return PlanRow(candidate, "skip", like=like, why=f"is row {like} again: the same organization{more}")
        asked = tuple(guess for guess in guesses if guess.field == FIELD)
        return PlanRow(candidate, "create", fields=fields, guesses=asked, why="an organization, and no person")

    # --- fields -----------------------------------------------------------------------------------------------------

    def _fields(self, candidate: Candidate) -> tuple[dict[str, Field], tuple[Guess, ...], Candidate]:
        """The fields of a candidate with the guesses that are taken, and without what tells of a client."""
        fields, taken = self._guessed(candidate)
        if place := candidate.text("organization"):
            self._learn_spelling(place)
        ordered = {name: fields[name] for name in ORDER if name in fields}
        whole = {**ordered, **fields}
        whole = whole if candidate.is_quiet else _left_alone(whole)
        for name in [name for name, value in whole.items() if name not in _SAID_ELSEWHERE and self._tells(name, value)]:
            left = LeftOut(shown(whole.pop(name)), "seems to be about a client, and no file here may hold one")
            candidate = replace(candidate, left_out=(*candidate.left_out, left))
        return whole, taken, candidate

    def _guessed(self, candidate: Candidate) -> tuple[dict[str, Field], tuple[Guess, ...]]:
        """The fields of a candidate with the guesses that are taken, and these."""
        fields = dict(candidate.fields)
        taken = tuple(guess for guess in candidate.guesses if self._is_taken(candidate, guess))
        for guess in candidate.guesses:
            if guess not in taken:
                _put_declined(fields, guess)
            elif guess.field == "status":
                _put_gone(fields, guess, to_place=candidate.part == "organizations")
            elif guess.field == FIELD and FIELD in fields:
                _note(fields, guess.value)
            elif guess.field == FIELD:
                fields[FIELD] = {"reason": guess.value} if guess.value else True
            elif guess.field != "needs":
                fields.setdefault(guess.field, guess.value)
        if needs := [guess.value for guess in taken if guess.field == "needs"]:
            fields["needs"] = [*texts_in(fields.get("needs", [])), *needs]
        return fields, taken

    def _tells(self, name: str, value: Field) -> bool:
        """Whether a field tells of a client."""
        return any(clients_in({name: value}, self._library))

    def _is_taken(self, candidate: Candidate, guess: Guess) -> bool:
        """Whether a guess is taken; that nobody may write to them, or they are gone, unless a person says otherwise."""
        wanted = self._answers.guesses or guess.field in HELD
        return wanted and (candidate.key, guess.field) not in self._answers.declined


def _says_where(who: Contact) -> bool:
    """Whether a record says itself that somebody is there, or gone."""
    return "status" in who.model_fields_set


def _left_alone(fields: dict[str, Field]) -> dict[str, Field]:
    """The fields, with the wish to be left alone that any of them may say, as whoever reads the records finds it."""
    if FIELD in fields or not {"notes", "tags", "needs", "details", "title", "asked_for"} & fields.keys():
        return fields
    node = as_read(fields)
    if isinstance(node, Map) and (understand_wishes(node, "contact", "", _KNOWN) or FIELD in node):
        return {**fields, FIELD: True}
    return fields


def _said(faults: Iterable[Fault]) -> str:
    return "; ".join(f"{fault.at[0] if fault.at else 'the row'}: {fault.text}" for fault in faults)


def _put_declined(fields: dict[str, Field], guess: Guess) -> None:
    """A guess that is not wanted: the words it was made of are kept, where they are somebody's own."""
    if guess.field == "role":
        if guess.sureness == "sure":  # its words stood in a column of their own
            fields.setdefault("title", guess.value)
        return
    if guess.field == FIELD:
        fields.setdefault(FIELD, False)
    _note(fields, guess.words)


def _put_gone(fields: dict[str, Field], guess: Guess, *, to_place: bool) -> None:
    """That somebody is gone, with the words that say so; a place has no such field, and a doubt is no knowledge."""
    _note(fields, guess.words)
    if to_place or "status" in fields:
        return
    if not guess.is_doubt:
        fields["status"] = guess.value
    elif FIELD not in fields:
        fields[FIELD] = {"reason": guess.reason}


def _keep_words(fields: dict[str, Field]) -> None:
    """Puts what the record of an organization has no field for into its notes."""
    for name in [name for name in fields if name not in Organization.model_fields]:
        value = fields.pop(name)
        if name not in {"unknown_person", "organization"} and shown(value):
            _note(fields, f"{name}: {shown(value)}")


def _note(fields: dict[str, Field], words: str) -> None:
    """Puts words behind the notes, where they are not among them."""
    said = shown(fields.get("notes", ""))
    if words not in said:
        fields["notes"] = "\n".join(filter(None, (said, words)))
