"""The brief: all that a letter may say to this one person, each piece with its reason. A template sees nothing else."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from composer.briefs.alike import Thing
from composer.briefs.asking import Turn, ask
from composer.briefs.facts import fact_tree
from composer.briefs.first_letter import first_letter
from composer.briefs.has_for import has_for
from composer.briefs.locales import written
from composer.briefs.names import display_name, envelope_name
from composer.briefs.nearness import Near, Nearness
from composer.briefs.needs import FoundNeed
from composer.briefs.own_answer import OwnAnswer, own_answer
from composer.briefs.past import (
    acquainted,
    departed,
    earlier,
    follow_up_about,
    letter_answered,
    recall_meeting,
    recalls,
    remember,
    silence,
    thanks,
    times_sent,
)
from composer.briefs.questions import ChosenQuestion
from composer.briefs.reader import Past, Reader, Setting, needs_as, role_of, understand
from composer.briefs.referring import channels, handout, how_to_refer, kept_out_of_email, way_of
from composer.briefs.requests import Answered
from composer.briefs.role_sentences import role_sentences
from composer.briefs.salutation import Salutation, salutation, salutation_there
from composer.briefs.sender import practice_tree
from composer.briefs.statement import NOTHING, Statement, Tree
from composer.briefs.who import known
from composer.records.book import Records
from composer.records.contacts import Contact
from composer.records.history import Event
from composer.records.library import Library
from composer.records.practice import HOME, Practice
from composer.records.role_names import FoundRole
from composer.records.roles import GENERAL, RoleProfile, fill

_TOLD = ("helps", "more", "offers")


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a brief depends on beside its reader and the day."""

    letter: str = ""
    """Which letter it is for: how often somebody has had it decides which of several sentences comes next."""
    language: str = "en"
    release: date | None = None
    """For a letter about a shared client: the last day of the signed release."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What may be said, ready for the merge."""

    contact: Contact
    role: RoleProfile
    found: FoundRole
    """How the record's role was understood."""
    needs: tuple[FoundNeed, ...]
    near: tuple[Near[Thing], ...]
    """What the practice has that is near to them, the nearest first."""
    question: str
    """The key of the question asked; empty for none."""
    tree: dict[str, Tree]
    """The template's fields."""
    named: str = ""
    """The reader's name for a header; empty where it is nobody's for certain."""
    notes: tuple[str, ...] = ()
    """What is to be done beside the letter, what they asked for in vain, and what it lacks."""


class Briefer:
    """Makes briefs from one set of records on one day; holds what can be worked out once for all of them."""

    def __init__(self, records: Records, today: date) -> None:
        self._records = records
        self._today = today
        self._readers: dict[tuple[str, str], Reader] = {}
        self._questions: dict[tuple[str, str], ChosenQuestion | None] = {}
        self._role_trees: dict[tuple[str, str, str, str, int], dict[str, Tree]] = {}
        self._facts_known: dict[tuple[str, ...], list[Tree]] = {}
        self._voices: dict[str, int] = {}
        self._readers_before: dict[str, int] = {}
        self._places: dict[str, int] = {}
        self._settings: dict[str, Setting] = {}
        self._practice_trees: dict[str, dict[str, Tree]] = {}

    def brief(self, contact: Contact, occasion: Occasion = Occasion()) -> Brief:
        """All that a letter may say to a contact."""
        library, history = self._records.library.spoken(occasion.language), self._records.history
        question = self._question(contact, library)
        reader = self._readers.pop((contact.id, library.language), None) or self._read(contact, library)
        turn, last = times_sent(history.of(contact.id), occasion.letter), history.last(contact.id, "sent")
        voice = self._voice(contact)
        since = last.date if last else None
        own = own_answer(reader, letter_answered(history, contact, occasion.letter))
        has = has_for(reader, since, asked=question.about if question else (), own=own, voice=voice)
        first = first_letter(
            reader,
            stranger=not known(contact, history),
            helped=bool(has["helps"]),
            told=bool(own.lead if own else reader.reported.said),
            voice=voice,
        )
        channel = channels(contact, self._records.contacts.organization_of(contact))
        greeting = salutation(contact, reader.role, self._records.library.names, library.phrases.greetings)
        named = display_name(contact.name, self._records.library.names, greeting.people)
        tree: dict[str, Tree] = {
            **self._greeting(reader, greeting),
            "envelope": self._envelope(contact, named),
            "reason": own.lead if own else reader.reported.said,
            "reason_beside": own.beside if own else reader.reported.beside,
            "reason_then": reader.reported.then,
            "told": self._told(reader, voice),
            "thanks": thanks(history, contact, self._today),
            "remembers": int(recalls(history, contact, library)),
            "since": _since(last, reader.reported.said),
            "question": question.said if question else NOTHING,
            "own": int(bool(own)),
            "goes_on": int(bool(question and question.goes_on)),
            "invitation": self._invitation(reader),
            **first.tree,
            **_beside(has, first.answered, own),
            "facts": self._facts(reader),
            **self._past(reader),
            **self._role_tree(reader, turn),
            "refer": (refer := how_to_refer(reader, channel)),
            "private": kept_out_of_email(reader, voice) if refer and way_of(contact) == "email" else [],
            "read": int(reader.reported.read and not own),
            "handout": handout(reader),
            "turn": turn,
            "voice": voice + turn,
            "practice": self._practice_tree(library.language),
            "release": self._release(occasion, library),
            "language": library.language,
            "today": written(self._today, library.phrases.dates.long, library.language),
        }
        key = question.key if question else ""
        return Brief(
            contact,
            reader.role,
            reader.found,
            reader.needs,
            (*reader.helps, *reader.usual),
            key,
            tree,
            named,
            first.notes,
        )

    def needs(self, contact: Contact) -> tuple[FoundNeed, ...]:
        """What a contact needs in the role that letters speak to, own needs first."""
        return needs_as(contact, self.role_of(contact), self._setting(HOME))

    def role_of(self, contact: Contact) -> FoundRole:
        """The profile that letters to a contact speak to, and how sure that is; see `reader.role_of`."""
        return role_of(contact, self._setting(HOME))

    def practice_for(self, contact: Contact) -> Practice:
        """What of the practice is for this reader."""
        return self._setting(HOME).practice_for(self.role_of(contact).hats)

    def _invitation(self, reader: Reader) -> Statement:
        """How a letter ends that has asked its question already."""
        practice, forms = reader.practice, reader.library.phrases.invitations
        words = {**reader.words, "phone": practice.phone, "call_back": practice.call_back}
        told = [text for form in forms if (text := fill(form, words))]
        place = self._places.get(reader.contact.id, 0) + self._voice(reader.contact)
        return Statement(told[place % len(told)], "a letter ends with what to do next") if told else NOTHING

    @staticmethod
    def _told(reader: Reader, voice: int) -> list[Statement]:
        """What they once said, for a letter that only wants to say that it is remembered."""
        forms = reader.library.phrases.remembered
        kept = Statement(forms[voice % len(forms)], "the record has it") if forms else NOTHING
        return [reader.reported.undated, kept] if reader.reported.undated else []

    # --- understanding -------------------------------------------------------------------------------------------

    def _read(self, contact: Contact, library: Library) -> Reader:
        events, last = self._records.history.of(contact.id), self._records.history.last_touch_event(contact.id)
        past = Past(
            [event.mention for event in events if event.mention],
            [event.date for event in events if event.event == "met"],
            last.date if last else None,
            self._voice(contact),
        )
        return understand(contact, self.role_of(contact), self._setting(library.language), past)

    def _setting(self, language: str) -> Setting:
        if language not in self._settings:
            records, practice = self._records, self._records.practice.spoken(language)
            library = records.library.spoken(language)
            near = Nearness(practice, library, records.need_index)
            self._settings[language] = Setting(practice, library, records.need_index, self._today, near)
        return self._settings[language]

    def _practice_tree(self, language: str) -> dict[str, Tree]:
        if language not in self._practice_trees:
            self._practice_trees[language] = practice_tree(self._setting(language).practice)
        return self._practice_trees[language]

    def _voice(self, contact: Contact) -> int:
        """Which of several wordings is a contact's: readers of one role take turns, in the order of contacts.yaml."""
        if not self._voices:
            first = {role.key: number for number, role in enumerate(self._records.library.roles)}
            before = dict.fromkeys(first, 0)
            for place, each in enumerate(self._records.contacts.contacts):
                self._places[each.id] = place
                key = self._records.library.role_of((*each.roles, "general")[0], each.organization).role.key
                self._voices[each.id] = first[key] + before[key]
                self._readers_before[each.id] = before[key]
                before[key] += 1
        return self._voices.get(contact.id, 0)

    def _is_known(self, reader: Reader) -> bool:
        """Whether writer and reader have spoken or written to each other."""
        contact, told = reader.contact, reader.reported
        spoken = (told.said and not told.read) or any(lead.said for lead in told.leads)
        return bool(contact.asked_for or contact.met or spoken) or known(contact, self._records.history)

    def _turn(self, contact: Contact, taken: Collection[str]) -> Turn:
        asked = {event.question for event in self._records.history.of(contact.id) if event.question}
        voice = self._voice(contact)
        return Turn(voice, self._places.get(contact.id, 0), self._readers_before.get(contact.id, 0), asked | {*taken})

    # --- the reader ----------------------------------------------------------------------------------------------

    def _greeting(self, reader: Reader, greeting: Salutation) -> dict[str, Tree]:
        """How the letter greets, and whom."""
        contact = reader.contact
        field = "address_as" if contact.address_as else "name" if contact.name else "organization"
        there, place = salutation_there(contact, reader.library.phrases.greetings), contact.cite("organization")
        return {
            "salutation": Statement(greeting.text, greeting.because, contact.cite(field)),
            "salutation_there": Statement(there, "nobody there is known", place),
            "reader": {**_reader(contact, reader), "known": int(self._is_known(reader))},
        }

    def _envelope(self, contact: Contact, named: str) -> list[Tree]:
        """The lines of an envelope: the name with all its titles, the place, the street."""
        place = self._records.contacts.organization_of(contact)
        street = contact.address or (place.address if place else "")
        cited = contact.cite("address") if contact.address else place.cite("address") if place else ()
        lines = (
            envelope_name(contact.name, named) if contact.name else contact.display_name,
            contact.organization if contact.name else "",
            *street.split("\n"),
        )
        once = dict.fromkeys(line for line in lines if line)  # an address often begins with the place
        return [Statement(line, "as the record has it", cited) for line in once]

    def _question(self, contact: Contact, library: Library) -> ChosenQuestion | None:
        """The contact's question; colleagues who stand earlier in the file choose before them, whatever their role."""
        language = library.language
        if (contact.id, language) not in self._questions:
            taken: set[str] = set()
            colleagues = self._records.contacts.colleagues_of(contact) if contact.organization else (contact,)
            for colleague in colleagues:
                reader = self._readers[colleague.id, language] = self._read(colleague, library)
                own = own_answer(reader, letter_answered(self._records.history, colleague, ""))
                turn = self._turn(colleague, taken)
                asked = self._questions[colleague.id, language] = ask(reader, own, turn)
                taken |= {asked.key} if asked else set()
        return self._questions[contact.id, language]

    # --- the practice, the past and the role ---------------------------------------------------------------------

    def _facts(self, reader: Reader) -> list[Tree]:
        """Worked out once for each list of fields and each word for people."""
        request = self._records.history.last(reader.contact.id, "update-requested")
        asked = request.fields if request else ()
        key = (reader.library.language, reader.role.person, reader.role.people, *asked)
        if key not in self._facts_known:
            practice = self._setting(reader.library.language).practice
            self._facts_known[key] = fact_tree(asked, practice, self._records.library, reader.role)
        return self._facts_known[key]

    def _release(self, occasion: Occasion, library: Library) -> dict[str, Tree]:
        if occasion.release is None:
            return {"until": ""}
        day = written(occasion.release, library.phrases.dates.long, library.language)
        return {"until": Statement(day, "you gave the last day of the release")}

    def _past(self, reader: Reader) -> dict[str, Tree]:
        history, today, contact, library = self._records.history, self._today, reader.contact, reader.library
        return {
            "memory": remember(history, contact, library, today),
            "recalled": recall_meeting(history, contact, library, today),
            "silence": silence(history, contact, library, today),
            "earlier": earlier(reader, history, self._voice(contact)),
            "about": follow_up_about(reader, self._voice(contact)),
            "acquainted": acquainted(history, contact, library),
            "departed": departed(history, contact, library, today),
        }

    def _role_tree(self, reader: Reader, turn: int) -> dict[str, Tree]:
        """A profile's own sentences; the same for all of its readers, but where one names their organization."""
        role = reader.role
        if role.names_organization:
            return role_sentences(role, reader.words, turn)
        key = (role.key, role.person, role.people, reader.library.language, turn)
        if key not in self._role_trees:
            self._role_trees[key] = role_sentences(role, reader.words, turn)
        return self._role_trees[key]


def _beside(has: dict[str, Tree], answered: Answered, own: OwnAnswer) -> dict[str, Tree]:
    """What the practice has, without what the answer to a request has said already; nothing beside one's own words."""
    if answered.own and not own:
        return {key: [] if key in _TOLD else tree for key, tree in has.items()}
    said = {cited for one in answered.said for cited in one.where}
    return {
        key: [one for one in tree if not (isinstance(one, Statement) and said.intersection(one.where))]
        if said and key in _TOLD and isinstance(tree, list)
        else tree
        for key, tree in has.items()
    }


def _since(last: Event | None, said: Statement) -> Statement:
    """What a reader has said since the last letter to them; nothing where that was before it."""
    return said if last and said.noted and said.noted > last.date else NOTHING


def _reader(contact: Contact, reader: Reader) -> dict[str, Tree]:
    role = reader.role
    nameless = contact.organization.casefold() in reader.library.phrases.no_names
    return {
        "name": Statement(contact.name, "", contact.cite("name")),
        "organization": NOTHING if nameless else Statement(contact.organization, "", contact.cite("organization")),
        "title": Statement(contact.title, "", contact.cite("title")),
        "role": role.name,
        "by": way_of(contact),
        "person": role.person,
        "people": role.people,
        "your_people": reader.words["your_people"],
        "role_known": int(role.key != GENERAL),
    }
