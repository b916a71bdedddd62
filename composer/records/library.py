"""The library: everything that ships in `templates/`, with a workspace's own files in front of it, file by file."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from composer.cache import as_one
from composer.errors import Place, Problem, errors_in
from composer.files import files_below, read_text
from composer.patterns import regex
from composer.records.address_book_layouts import Layout, Layouts
from composer.records.answer_words import AnswerWords
from composer.records.base import Record, read_record, read_records
from composer.records.file_kinds import FileKind
from composer.records.import_words import ImportWords
from composer.records.jurisdictions import Jurisdiction, Jurisdictions
from composer.records.limits import Limits
from composer.records.mail_programs import MailProgram
from composer.records.name_parts import NameParts
from composer.records.note_words import NoteWords
from composer.records.phrases import Phrases
from composer.records.place_names import PlaceNames
from composer.records.role_names import FoundRole, RoleNamer
from composer.records.role_reader import plain_words
from composer.records.role_words import RoleWords
from composer.records.roles import GENERAL, NOTHING, FactForm, NeedForms, NeedNotes, RoleProfile
from composer.records.sentence_points import SentencePoints
from composer.records.sentence_reader import SentenceReader
from composer.records.wording import Wording, joined
from composer.spelling import did_you_mean, stem
from composer.yaml.reader import Document, read_yaml

_LANGUAGE = regex(r"([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)/")
_WORD = regex(r"[^\W_]+")
_UNCOMMON = 3
_RECORDS = ".yaml"
"""How the names of the files end that are read into a library; others are letters, layouts, or somebody's words."""
SHIPPED = "shipped:"
"""What the paths of the program's own files begin with."""
R = TypeVar("R", bound=Record)
POINTS, RECORD_POINTS, WISH_POINTS = "sentence-points.yaml", "record-points.yaml", "wish-points.yaml"
"""The files of what weighs sentences, notes of records, and remarks that may ask not to be written to."""


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """One file of the library."""

    name: str
    """Below ``templates/``, with forward slashes: ``roles/clergy.yaml``."""
    path: str
    """As problems name it: relative to the workspace, or ``shipped:`` in front for the program's own."""
    text: str

    @property
    def is_own(self) -> bool:
        """Whether it lies in the workspace, whose owner may change it."""
        return not self.path.startswith(SHIPPED)


@dataclass(frozen=True)
class Library:
    """What letters are made of, apart from the user's own records."""

    files: Mapping[str, TemplateFile]
    roles: tuple[RoleProfile, ...]
    needs: tuple[NeedForms, ...]
    phrases: Phrases
    names: NameParts
    notes: NoteWords = field(default_factory=NoteWords)
    """How notes about readers are read."""
    role_words: RoleWords = field(default_factory=RoleWords)
    """How people say what somebody does."""
    facts: tuple[FactForm, ...] = ()
    """The facts that lists ask for, in the order in which a list mostly has them."""
    wording: Wording = field(default_factory=Wording)
    """What must not stand in a letter, in this language."""
    sentence_points: SentencePoints = field(default_factory=SentencePoints)
    """What a sentence of this language weighs when it may give a client away; without points where nothing is known."""
    record_points: SentencePoints = field(default_factory=SentencePoints)
    """What a note in a record weighs, in whatever language; its words stand in the same lists."""
    wish_points: SentencePoints = field(default_factory=SentencePoints)
    """What a remark beside a name weighs when it may ask not to be written to; its words stand in the same lists."""
    limits: Limits = field(default_factory=Limits)
    jurisdictions: Jurisdictions = field(default_factory=Jurisdictions)
    mail_programs: tuple[MailProgram, ...] = ()
    """What people write mail in, in the order in which they are offered."""
    file_kinds: tuple[FileKind, ...] = ()
    """What may be attached to a letter, and what mail servers stop."""
    address_books: Layouts = field(default_factory=Layouts)
    """What the columns of other programs' address books mean."""
    import_words: ImportWords = field(default_factory=ImportWords)
    """Words by which the rows of an address book are put in order."""
    place_names: PlaceNames = field(default_factory=PlaceNames)
    """When two spellings of a place are one."""
    answers: tuple[AnswerWords, ...] = ()
    """How an answer to a letter is understood, one for each language in which it is."""
    problems: tuple[Problem, ...] = ()
    language: str = "en"
    """What it is written in, as a BCP 47 tag."""
    languages: Mapping[str, "Library"] = field(default_factory=dict)
    """What is said in other languages, under their tags; the files below ``templates/es/`` and the like."""
    mark: str = ""
    """What tells it from any other; see `mark_of`."""
    common: frozenset[str] = frozenset()
    """The stems that several needs or roles have: one of them alone does not say what a note is about."""

    def spoken(self, language: str) -> "Library":
        """The library in a language: its own roles, needs and phrases; what is not translated is not there.

        ``es-MX`` falls back to ``es``, and a language without files to English.
        """
        return self.languages.get(language) or self.languages.get(language.partition("-")[0]) or self

    @cached_property
    def role_by_key(self) -> Mapping[str, RoleProfile]:
        """Each profile under its key."""
        return {role.key: role for role in self.roles}

    @cached_property
    def need_by_key(self) -> Mapping[str, NeedForms]:
        """Each need under its key."""
        return {need.need: need for need in self.needs}

    def is_group(self, need: str) -> bool:
        """Whether a need says who somebody is, and not what they look for."""
        return need in self._groups

    @cached_property
    def _groups(self) -> frozenset[str]:
        return frozenset(key for key, need in self.need_by_key.items() if need.group)

    def looked_after(self, role: str) -> tuple[str, ...]:
        """Whom the holder of a role looks after, by its words: of ``pediatric neurologist``, children and teenagers."""
        said = _stems(role)
        return tuple(key for key, (words, others) in self._of_roles.items() if _says(said, words, others))

    @cached_property
    def _of_roles(self) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """By need, the words of a role that say it, and those that say it of others."""
        return {
            need.need: (tuple(map(_stems, need.roles)), tuple(map(_stems, need.no_roles)))
            for need in self.needs
            if need.roles
        }

    @cached_property
    def small_words(self) -> frozenset[str]:
        """Words that carry no meaning of their own, or stand for people in general: ``patients``."""
        grammar = self.phrases.grammar
        lists = (
            self.notes.anybody, grammar.determiners, grammar.pronouns, grammar.finite, grammar.adverbs,
            grammar.infinitive, grammar.subordinators, grammar.they, grammar.absent, grammar.speakers, grammar.deictic,
        )  # fmt: skip
        return frozenset(word for words in lists for word in words)

    @cached_property
    def _aliases(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for role in self.roles:
            for word in (role.key, role.name, *role.aliases, *role.places, *role.together):
                found.setdefault(plain_words(word), role.key)
        return found

    @cached_property
    def note_reader(self) -> SentenceReader:
        """What weighs the notes of records, in whatever language; it remembers what it has read."""
        return SentenceReader(self.record_points, frozenset(self.names.given))

    @cached_property
    def wish_reader(self) -> SentenceReader:
        """What weighs remarks that may ask not to be written to; it remembers what it has read."""
        return SentenceReader(self.wish_points, frozenset(self.names.given))

    def may_ask_to_stop(self, remark: str) -> bool:
        """Whether a remark beside a name may ask not to be written to, in whatever words; a person has to look.

        Where the points for it cannot be used, every remark may.
        """
        return not self.wish_points.usable or self.wish_reader.read(remark).points >= self.wish_points.ask

    def role_of(self, words: str, organization: str = "") -> FoundRole:
        """The profile for what a record calls a role, and how sure that is.

        What names no role is read once more without slips of the finger, and the profile that is found then says so;
        otherwise it is the general one: a wrong guess would show in the first line of the letter.

        Args:
            words: A role in somebody's own words.
            organization: Where they work; asked only where the words leave it open: a "counselor" of a high school.
        """
        return self._namer.find(words, organization)

    @cached_property
    def _namer(self) -> RoleNamer:
        return RoleNamer(self.roles, self.role_words)

    def role_hint(self, words: str, otherwise: str) -> str:
        """The hint for what is no role: the alias somebody may have meant, or ``otherwise`` where none is near."""
        return did_you_mean(plain_words(words), self._aliases, otherwise)


def _stems(text: str) -> str:
    """The words of a role without endings, a blank around each."""
    return f" {' '.join(map(stem, _WORD.findall(text.casefold())))} "


def _says(said: str, words: Iterable[str], others: Iterable[str]) -> bool:
    for other in others:
        said = said.replace(other, " ")
    return any(one in said for one in words)


def read_templates(folders: Iterable[tuple[Path, str]]) -> dict[str, TemplateFile]:
    """Every template file of folders, each with its prefix in problems; of two with one name the later wins.

    Raises:
        ExternalError: a folder or a file in it cannot be read: the shipped wording in its place would be no answer.
    """
    found: dict[str, TemplateFile] = {}
    for folder, prefix in folders:
        for path in sorted(files_below(folder)):
            if path.suffix in {".yaml", ".md", ".html", ".css"} and path.name[0] not in ".~":
                name = path.relative_to(folder).as_posix()
                found[name] = TemplateFile(name, f"{prefix}{name}", read_text(path).text)
    return found


def mark_of(files: Mapping[str, TemplateFile]) -> str:
    """What tells a library from any other: a digest of the names and texts of its files, in their order.

    Letters and layouts are not read into it, so that after a change of wording nothing else is read anew.
    """
    found = sha256()
    read = (file for file in files.values() if file.name.endswith(_RECORDS))
    for part in (part for file in read for part in (file.name, file.path, file.text)):
        found.update(as_one([part]).encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def parse_library(files: Mapping[str, TemplateFile], language: str = "en") -> Library:
    """The library from its files by their names below ``templates/`` or a language's folder, with their problems."""
    problems: list[Problem] = []
    every, files = files, {name: file for name, file in files.items() if name.endswith(_RECORDS)}
    roles = _each(RoleProfile, "roles/", files, problems)
    known = _known_notes(files, problems)
    needs = [_with_notes(need, known) for need in _many(NeedForms, files.get("needs.yaml"), problems)]
    facts = _many(FactForm, files.get("facts.yaml"), problems)
    phrases = _one(Phrases, files.get("phrases.yaml"), problems) or Phrases()
    if language == "en":
        problems += _silent(files.get("phrases.yaml"), phrases, problems)
    names = _one(NameParts, files.get("names.yaml"), problems) or NameParts()
    sentence_points = _one(SentencePoints, files.get(POINTS), problems) or SentencePoints()
    shared = {"lists": sentence_points.lists, "endings": sentence_points.endings}
    asking = _one(SentencePoints, files.get("note-points.yaml"), problems) or SentencePoints()
    notes = _with_notes(_one(NoteWords, files.get("note-words.yaml"), problems) or NoteWords(), known)
    asking = asking.model_copy(update=shared | {"lists": {**notes.lists, **sentence_points.lists}})
    notes = notes.model_copy(update={"asking": asking})
    role_words = _one(RoleWords, files.get("role-words.yaml"), problems) or RoleWords()
    wording = joined(_each(Wording, "wording/", files, problems))
    record_points = _one(SentencePoints, files.get(RECORD_POINTS), problems) or SentencePoints()
    wish_points = _one(SentencePoints, files.get(WISH_POINTS), problems) or SentencePoints()
    limits = _one(Limits, files.get("limits.yaml"), problems) or Limits()
    places = Jurisdictions(tuple(_each(Jurisdiction, "jurisdictions/", files, problems)))
    problems += _unknown_needs(roles, known.values(), frozenset(need.need for need in needs))
    if language == "en" and not any(role.key == GENERAL for role in roles):
        hint = "mend it, or delete it where it is your own; then the program's is used"
        at = Place(files["roles/general.yaml"].path if "roles/general.yaml" in files else "templates/roles")
        problems.append(at.error("role-general", "there is no general role profile", hint))
        roles.append(_anybody())
    languages = {tag: parse_library(own, tag) for tag, own in _by_language(every).items()}
    problems += [problem for library in languages.values() for problem in library.problems]
    return Library(
        every,
        roles=tuple(roles),
        needs=tuple(needs),
        phrases=phrases,
        names=names,
        notes=notes,
        role_words=role_words,
        facts=tuple(facts),
        wording=wording,
        sentence_points=sentence_points,
        record_points=record_points.model_copy(update=shared),
        wish_points=wish_points.model_copy(update=shared),
        limits=limits,
        jurisdictions=places,
        mail_programs=tuple(_many(MailProgram, files.get("mail-programs.yaml"), problems)),
        file_kinds=tuple(_many(FileKind, files.get("attachments.yaml"), problems)),
        address_books=Layouts.of(_many(Layout, files.get("address-books.yaml"), problems)),
        import_words=_one(ImportWords, files.get("import-words.yaml"), problems) or ImportWords(),
        place_names=_one(PlaceNames, files.get("place-names.yaml"), problems) or PlaceNames(),
        answers=tuple(_many(AnswerWords, files.get("answers.yaml"), problems)),
        problems=tuple(sorted(problems)),
        language=language,
        languages=languages,
        mark=mark_of(files),
        common=_common(needs, roles),
    )


def _common(needs: Iterable[NeedForms], roles: Iterable[RoleProfile]) -> frozenset[str]:
    """The stems that several needs or roles have."""
    of_needs = ((need.label, *need.phrases, *need.alone) for need in needs if not need.own)
    of_roles = ((role.person, role.people, *role.aliases, *role.places) for role in roles)
    said = (_WORD.findall(" ".join(lines).casefold()) for lines in (*of_needs, *of_roles))
    counts = Counter(word for words in said for word in set(map(stem, words)))
    return frozenset(word for word, often in counts.items() if often > _UNCOMMON)


def _silent(file: TemplateFile | None, phrases: Phrases, known: Iterable[Problem]) -> list[Problem]:
    """That a file of phrases has none in it, where nothing else says why: no letter could say anything."""
    if file is None or phrases.model_fields_set or any(one.at.path == file.path for one in errors_in(known)):
        return []
    hint = "delete it, and the program's own is used"
    return [Place(file.path).error("phrases-shape", "there is not one phrase in this file", hint)]


def _anybody() -> RoleProfile:
    """What stands for the general profile where there is none, so that everything else can be looked at."""
    said = {"name": "anybody", "about": "Anybody.", "person": "person", "people": "people", "subject": "A letter"}
    return RoleProfile.model_validate({"key": GENERAL, "questions": (), **said})


def _by_language(files: Mapping[str, TemplateFile]) -> dict[str, dict[str, TemplateFile]]:
    """The files below a language's folder, under the names they have in English."""
    found: dict[str, dict[str, TemplateFile]] = {}
    for name, file in files.items():
        tag = _LANGUAGE.match(name)
        if tag:
            found.setdefault(tag[1], {})[name[tag.end() :]] = replace(file, name=name[tag.end() :])
    return found


def _each(model: type[R], folder: str, files: Mapping[str, TemplateFile], problems: list[Problem]) -> list[R]:
    """Every record of a folder, in the order of the files' names."""
    return [
        record
        for name, file in sorted(files.items())
        if name.startswith(folder) and (record := _one(model, file, problems))
    ]


def _one(model: type[R], file: TemplateFile | None, problems: list[Problem]) -> R | None:
    document = read_yaml(file.text, file.path) if file else Document(None)
    record, found = read_record(model, document.value, file.path) if file and document.value is not None else (None, ())
    problems += [*document.problems, *found]
    return record


def _many(model: type[R], file: TemplateFile | None, problems: list[Problem]) -> list[R]:
    document = read_yaml(file.text, file.path) if file else Document(None)
    records, found = read_records(model, document.value, file.path if file else "")
    problems += [*document.problems, *found]
    return records


def _known_notes(files: Mapping[str, TemplateFile], problems: list[Problem]) -> dict[str, NeedNotes]:
    """How people say each need, from the file for all and from those beside it, ``need-notes-own.yaml``."""
    known: dict[str, NeedNotes] = {}
    for name in sorted(name for name in files if name.startswith("need-notes")):
        for one in _many(NeedNotes, files[name], problems):
            before = f"{known[one.need].notes}\n" if one.need in known else ""
            known[one.need] = one.model_copy(update={"notes": before + one.notes})
    return known


Noted = TypeVar("Noted", NeedForms, NoteWords)


def _with_notes(one: Noted, known: Mapping[str, NeedNotes]) -> Noted:
    """A need with how people say it, or the words of notes with how people say nothing, which is in a file for all."""
    found = known.get(one.need if isinstance(one, NeedForms) else NOTHING)
    return one.model_copy(update={"notes": found.notes}) if found else one


def _unknown_needs(roles: Iterable[RoleProfile], notes: Iterable[NeedNotes], known: frozenset[str]) -> list[Problem]:
    """Needs that a role or known notes name and the vocabulary does not have."""
    problems = []
    for one in notes:
        if one.need not in {*known, NOTHING}:
            hint = did_you_mean(one.need, known, "take it out, or mend its name")
            problems.append(one.where("need").error("need-notes-need", f"there is no need '{one.need}'", hint))
    for role in roles:
        named = (("wants", [want.need for want in role.wants]), ("looks_after", role.looks_after))
        for part, index, need in ((part, at, need) for part, needs in named for at, need in enumerate(needs)):
            if need not in known and role.origin:
                hint = did_you_mean(need, known, "take it out, or mend its name")
                problems.append(role.where(part, index).error("role-need", f"there is no need '{need}'", hint))
    return problems


def renamed(text: str, new: str) -> str:
    """The text of a letter or a role under another name, in its head as well."""
    return re.sub(r"^(letter|key): .*$", lambda found: f"{found[1]}: {new}", text, count=1, flags=re.MULTILINE)
