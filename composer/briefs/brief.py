"""The brief: all that a letter may say to this one person, each piece with its reason. A template sees nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from composer.briefs.dates import day_phrase
from composer.briefs.facts import fact_tree
from composer.briefs.locales import written
from composer.briefs.matching import OfferMatch, match_limits, match_offers, match_openings, match_talk, match_updates
from composer.briefs.needs import FoundNeed, NeedIndex, form_of, needs_of
from composer.briefs.past import departed, earlier, remember, silence, times_sent
from composer.briefs.questions import ChosenQuestion, choices, choose_question
from composer.briefs.referring import channels, handout, how_to_refer
from composer.briefs.reported import Reported, report
from composer.briefs.salutation import salutation, salutation_there
from composer.briefs.sender import practice_tree
from composer.briefs.statement import NOTHING, Statement, Tree
from composer.records.book import Records
from composer.records.contacts import Contact
from composer.records.library import Library
from composer.records.practice import Practice, Talk
from composer.records.role_names import FoundRole
from composer.records.roles import RoleProfile, fill

_IN_TURN = ("wish", "ask_again", "regard", "kindness")


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
    matches: tuple[OfferMatch, ...]
    question: str
    """The key of the question asked; empty for none."""
    tree: dict[str, Tree]
    """The template's fields."""


@dataclass(frozen=True, slots=True)
class _UnderstoodReader:
    """What is understood of one contact before anything is chosen to be said."""

    role: RoleProfile
    found: FoundRole
    needs: tuple[FoundNeed, ...]
    reported: Reported


class Briefer:
    """Makes briefs from one set of records on one day; holds what can be worked out once for all of them."""

    def __init__(self, records: Records, today: date) -> None:
        self._records = records
        self._today = today
        spoken = (records.library, *records.library.languages.values())
        denials = [denial for library in spoken for denial in library.phrases.denials]
        self._index = NeedIndex((need for library in spoken for need in library.needs), denials)
        self._readers: dict[tuple[str, str], _UnderstoodReader] = {}
        self._questions: dict[tuple[str, str], ChosenQuestion | None] = {}
        self._role_trees: dict[tuple[str, str, int], dict[str, Tree]] = {}
        self._facts_known: dict[tuple[str, ...], list[Tree]] = {}
        self._practices: dict[str, tuple[Practice, dict[str, Tree]]] = {}

    def brief(self, contact: Contact, occasion: Occasion = Occasion()) -> Brief:
        """All that a letter may say to a contact."""
        library = self._records.library.spoken(occasion.language)
        question = self._question(contact, library)
        reader = self._readers.pop((contact.id, library.language), None) or self._read(contact, library)
        practice, sender = self._practice(library.language)
        matches = match_offers(reader.needs, practice, reader.role.key, self._today)
        tree: dict[str, Tree] = {
            **self._said(contact, reader, matches, question, library),
            **self._news_and_openings(contact, reader, practice, library),
            **self._past(contact, reader.role, library),
            **self._role_tree(contact, reader.role, library, occasion.letter),
            "refer": how_to_refer(practice, reader.role, _words(contact, reader.role), self._channels(contact)),
            "handout": handout(practice, reader.role),
            "turn": times_sent(self._records.history.of(contact.id), occasion.letter),
            "practice": sender,
            "release": self._release(occasion, library),
            "language": library.language,
            "today": written(self._today, library.phrases.dates.long, library.language),
        }
        return Brief(contact, reader.role, reader.found, reader.needs, matches, question.key if question else "", tree)

    def needs(self, contact: Contact) -> tuple[FoundNeed, ...]:
        """What a contact needs, own needs first."""
        return needs_of(contact, self.role_of(contact).role, self._index)

    def role_of(self, contact: Contact) -> FoundRole:
        """The profile for the first of a contact's roles, and how sure that is."""
        roles = contact.roles
        return self._records.library.role_of(roles[0] if roles else "general")

    # --- understanding -------------------------------------------------------------------------------------------

    def _read(self, contact: Contact, library: Library) -> _UnderstoodReader:
        found = self.role_of(contact)
        role = library.role_by_key.get(found.role.key) or library.role_by_key["general"]
        needs = needs_of(contact, found.role, self._index)
        return _UnderstoodReader(role, found, needs, report(contact, needs, role, library, self._today))

    def _practice(self, language: str) -> tuple[Practice, dict[str, Tree]]:
        if language not in self._practices:
            practice = self._records.practice.spoken(language)
            self._practices[language] = practice, practice_tree(practice)
        return self._practices[language]

    # --- the reader ----------------------------------------------------------------------------------------------

    def _said(
        self,
        contact: Contact,
        reader: _UnderstoodReader,
        matches: Sequence[OfferMatch],
        question: ChosenQuestion | None,
        library: Library,
    ) -> dict[str, Tree]:
        """Greeting, subject, what they said, what is asked and what is offered."""
        practice, _ = self._practice(library.language)
        return {
            "salutation": self._salutation(contact, reader.role, library),
            "salutation_there": Statement(
                salutation_there(contact, library.phrases.greetings),
                "nobody there is known",
                contact.cite("organization"),
            ),
            "subject": self._subject(reader.role, matches, _words(contact, reader.role), library),
            "reason": reader.reported.said,
            "question": question.said if question else NOTHING,
            "offers": [_offered(match) for match in matches],
            "limits": [
                Statement(limit.text, "the practice does not do this, and says so", limit.cite("text"))
                for limit in match_limits(reader.needs, practice, reader.role.key)
            ],
            "reader": _reader(contact, reader.role),
            "envelope": self._envelope(contact),
        }

    def _salutation(self, contact: Contact, role: RoleProfile, library: Library) -> Statement:
        greeting = salutation(contact, role, self._records.library.names, library.phrases.greetings)
        field = "address_as" if contact.address_as else "name" if contact.name else "organization"
        return Statement(greeting.text, greeting.because, contact.cite(field))

    def _envelope(self, contact: Contact) -> list[Tree]:
        """The lines of an envelope: the name with all its titles, the place, the street."""
        place = self._records.contacts.organization_of(contact)
        street = contact.address or (place.address if place else "")
        cited = contact.cite("address") if contact.address else place.cite("address") if place else ()
        lines = (
            contact.name or contact.display_name,
            contact.organization if contact.name else "",
            *street.split("\n"),
        )
        return [Statement(line, "as the record has it", cited) for line in lines if line]

    def _channels(self, contact: Contact) -> frozenset[str]:
        return channels(contact, self._records.contacts.organization_of(contact))

    def _subject(
        self, role: RoleProfile, matches: Sequence[OfferMatch], words: dict[str, str], library: Library
    ) -> Statement:
        """A subject about what the letter offers; the role's own for a letter that offers nothing."""
        for match in matches[:1]:
            if text := fill(form_of(match.need.key, "subject", role, library), words):
                return Statement(text, f"the letter's first offer is about '{match.need.key}'", match.need.where)
        return Statement(fill(role.subject, words) or role.subject, "the role's own subject", role.cite("subject"))

    def _question(self, contact: Contact, library: Library) -> ChosenQuestion | None:
        """The contact's question; colleagues who stand earlier in the file choose before them, whatever their role."""
        language = library.language
        if (contact.id, language) not in self._questions:
            taken: set[str] = set()
            colleagues = self._records.contacts.colleagues_of(contact) if contact.organization else (contact,)
            for colleague in colleagues:
                reader = self._readers[colleague.id, language] = self._read(colleague, library)
                asked = self._ask(colleague, reader, taken, library)
                self._questions[colleague.id, language] = asked
                taken |= {asked.key} if asked else set()
        return self._questions[contact.id, language]

    def _ask(
        self, contact: Contact, reader: _UnderstoodReader, taken: set[str], library: Library
    ) -> ChosenQuestion | None:
        spoken = reader.reported.needs
        words = _words(contact, reader.role)
        words["choices"] = choices(reader.needs, reader.role, library, words, spoken)
        passed = {event.question for event in self._records.history.of(contact.id) if event.question}
        return choose_question(reader.role, reader.needs, words, spoken=spoken, passed=passed | taken)

    # --- the practice --------------------------------------------------------------------------------------------

    def _news_and_openings(
        self, contact: Contact, reader: _UnderstoodReader, practice: Practice, library: Library
    ) -> dict[str, Tree]:
        history, role = self._records.history, reader.role
        last = history.last(contact.id, "sent")
        since = last.date if last else None
        updates = match_updates(reader.needs, practice, role.key, since, self._today)
        openings = match_openings(reader.needs, practice, role.key, self._today)
        request = history.last(contact.id, "update-requested")
        because = "news since the last letter that matters to this reader"
        return {
            "news": [Statement(update.text, because, update.cite("text"), update.date) for update in updates],
            "openings": [self._opening(match, library) for match in openings],
            "subject_openings": self._subject(role, openings, _words(contact, role), library),
            "for_whom": self._for_whom(contact, reader.role, openings, library),
            "talk": _talk(match_talk(reader.needs, practice, role.key, self._today)),
            "facts": self._facts(request.fields if request else (), practice, role),
        }

    def _facts(self, asked: tuple[str, ...], practice: Practice, role: RoleProfile) -> list[Tree]:
        """Worked out once for each list of fields and each word for people."""
        key = (role.people, *asked)
        if key not in self._facts_known:
            self._facts_known[key] = fact_tree(asked, practice, self._records.library, role)
        return self._facts_known[key]

    def _opening(self, match: OfferMatch, library: Library) -> list[Tree]:
        """What has come free, and until when."""
        until, phrases = match.offer.until, library.phrases
        if until is None:
            return [_offered(match)]
        day = day_phrase(until, self._today, phrases.dates, library.language)
        ends = Statement(
            phrases.until.replace("{date}", day), "an opening says when it ends", match.offer.cite("until")
        )
        return [_offered(match), ends]

    def _for_whom(
        self, contact: Contact, role: RoleProfile, openings: Sequence[OfferMatch], library: Library
    ) -> Statement:
        """The people whom the first opening suits: ``patients who should start at once``."""
        words = _words(contact, role)
        for match in openings[:1]:
            if text := fill(form_of(match.need.key, "people", role, library), words):
                return Statement(text, f"the first opening answers '{match.need.key}'", match.need.where)
        return Statement(role.people, "the reader's own word", role.cite("people"))

    def _release(self, occasion: Occasion, library: Library) -> dict[str, Tree]:
        if occasion.release is None:
            return {"until": ""}
        day = written(occasion.release, library.phrases.dates.long, library.language)
        return {"until": Statement(day, "you gave the last day of the release")}

    # --- the past and the role -----------------------------------------------------------------------------------

    def _past(self, contact: Contact, role: RoleProfile, library: Library) -> dict[str, Tree]:
        history, today = self._records.history, self._today
        return {
            "memory": remember(history, contact, library, today),
            "silence": silence(history, contact, library, today),
            "earlier": earlier(history, contact, role, library, today),
            "departed": departed(history, contact, library, today),
        }

    def _role_tree(self, contact: Contact, role: RoleProfile, library: Library, letter: str) -> dict[str, Tree]:
        """A profile's own sentences; the same for all of its readers, but where one names their organization."""
        words = _words(contact, role)
        turn = times_sent(self._records.history.of(contact.id), letter)
        if role.names_organization:
            return _role_sentences(role, words, turn)
        key = (role.key, library.language, turn)
        if key not in self._role_trees:
            self._role_trees[key] = _role_sentences(role, words, turn)
        return self._role_trees[key]


def _offered(match: OfferMatch) -> Statement:
    return Statement(match.offer.text, match.because, (*match.offer.cite("text"), *match.need.where))


def _talk(talk: Talk | None) -> dict[str, Tree]:
    """A talk as templates see it; its fields are empty where none fits."""
    if talk is None:
        return {"problem": "", "topic": "", "suits": "", "takeaways": [], "dates": [], "minutes": 0}
    because = "the practice gives this talk, and it is about a need of theirs"
    texts = {
        field: Statement(getattr(talk, field), because, talk.cite(field)) for field in ("problem", "topic", "suits")
    }
    lists = {
        field: [Statement(item, because, talk.cite(field, index)) for index, item in enumerate(getattr(talk, field))]
        for field in ("takeaways", "dates")
    }
    return {**texts, **lists, "minutes": talk.minutes}


def _words(contact: Contact, role: RoleProfile) -> dict[str, str]:
    """What fills the slots of a profile's sentences."""
    return {
        "person": role.person,
        "people": role.people,
        "People": role.people[:1].upper() + role.people[1:],
        "organization": contact.organization,
    }


def _role_sentences(role: RoleProfile, words: dict[str, str], turn: int) -> dict[str, Tree]:
    tree: dict[str, Tree] = {"gathering": _role_said(role, role.gathering, words, "gathering")}
    for field in _IN_TURN:
        forms = getattr(role, field)
        index = turn % len(forms) if forms else 0
        tree[field] = _role_said(role, forms[index], words, field, index) if forms else NOTHING
    return tree


def _role_said(role: RoleProfile, form: str, words: dict[str, str], *loc: str | int) -> Statement:
    text = fill(form, words)
    return Statement(text, f"what one says to {role.name.lower()} readers", role.cite(*loc)) if text else NOTHING


def _reader(contact: Contact, role: RoleProfile) -> dict[str, Tree]:
    return {
        "name": Statement(contact.name, "", contact.cite("name")),
        "organization": Statement(contact.organization, "", contact.cite("organization")),
        "title": Statement(contact.title, "", contact.cite("title")),
        "role": role.name,
        "person": role.person,
        "people": role.people,
    }
