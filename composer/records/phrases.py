"""How letters put things: sources, months and events in words, and the parts of names. Data, in `templates/`."""

import re
from functools import cached_property

from pydantic import Field

from composer.records.base import Record
from composer.records.fields import Line, Lines, Many, Sentence, Words
from composer.records.people_words import TheirWord, YourPeople
from composer.records.roles import Question
from composer.records.source_phrases import SourcePhrase


class Grammar(Record, kind="grammar"):
    """The small words by which a note is known to be a clause in the third person; empty where none is repeated."""

    determiners: Words = frozenset()
    """Words that begin a subject: ``the``, ``many``, ``two``."""
    articles: Words = frozenset()
    """Those of them that may begin one thing: ``the``, ``every``."""
    pronouns: Words = frozenset()
    """Subjects of one word: ``nobody``, ``most``."""
    plural_pronouns: Words = frozenset()
    singular: Words = frozenset()
    """Words that take a verb in -s: ``nobody``, ``insurance``; and those whose -s is no plural."""
    plurals: Words = frozenset()
    """Several people or things that may begin a note: ``patients``, ``families``, ``evenings``."""
    adjectives: Words = frozenset()
    """What may stand before them: ``new``, ``foster``."""
    proper: Words = frozenset()
    """The same with a capital that they keep: ``Medicaid``."""
    expletives: Words = frozenset()
    """``it`` and ``there``, right before a finite verb."""
    finite: Words = frozenset()
    """Verbs that are always finite: ``are``, ``cannot``."""
    plural_finite: Words = frozenset()
    verbs: Words = frozenset()
    """Verbs as they follow several people: ``wait``, ``come``."""
    verbs_or_nouns: Words = frozenset()
    """What is a noun as often: ``fax``, ``sign``."""
    unfinished: Words = frozenset()
    """Words that no clause ends with: ``need``, ``the``."""
    past: Words = frozenset()
    """Verbs of the past that do not end in -ed, behind ``you`` and ``we``: ``wrote``."""
    adverbs: Words = frozenset()
    infinitive: Words = frozenset()
    """After these a verb is not finite: ``to``, ``a``."""
    subordinators: Words = frozenset()
    """Words that begin a clause within: ``who``, ``because``."""
    clients: Words = frozenset()
    """Words for a client, which no sentence about a meeting or an introduction may hold: ``patient``, ``a mother``."""
    asides: Words = frozenset()
    """What shows that a note is for oneself: ``off the record``."""
    in_names: Words = frozenset()
    """Small words inside a person's name: ``van``, ``and``."""
    prepositions: Words = frozenset()
    """Words before a noun that is no subject: ``of``; some begin a clause within, too, as ``after`` does."""
    relatives: Words = frozenset()
    """Words behind a noun whose clause tells of it: ``who``."""
    subject_pronouns: Words = frozenset()
    """Words for persons as the subject of any verb: ``you``, ``they``."""
    joining: Words = frozenset()
    """Words that join a second verb to a first: ``and``."""
    they: Words = frozenset()
    """A note that begins with one of these may mean its reader."""
    points_back: Words = frozenset()
    """What can be read only behind what was said before: ``it``, ``those``."""
    absent: Words = frozenset()
    """Words for a person or a place that only the note knows: ``she``, ``here``."""
    speakers: Words = frozenset()
    """``I``, ``we``, ``you``: turned round in a letter."""
    addressed: Words = frozenset()
    """What a mention to the reader may begin with: ``you``."""
    deictic: Words = frozenset()
    """Times that are true only on the day of the note: ``tomorrow``, ``next month``."""
    short_forms: Words = frozenset()
    """What has a dot and ends no sentence: ``Dr``."""

    @cached_property
    def short_form(self) -> re.Pattern[str]:
        """One of the short forms with its dot, before a blank."""
        forms = "|".join(map(re.escape, self.short_forms)) or "(?!)"
        return re.compile(rf"\b({forms})\.(?=\s)", re.IGNORECASE)

    @cached_property
    def common(self) -> frozenset[str]:
        """Words that may begin a note and need no capital."""
        return frozenset(
            {*self.determiners, *self.pronouns, *self.plurals, *self.adjectives, *self.expletives} - {*self.proper}
        )


class Beginning(Record, kind="beginning"):
    """How a sentence goes on that holds a record's own words, by the first of those words."""

    begins: Lines = ()
    """The first word or words it is for; none means no text at all, or any other."""
    text: Sentence
    """The sentence, with ``{how}`` where the record's words stand, or ``{rest}`` for all but the first of them."""


class Answers(Record, kind="answers"):
    """How a letter answers what somebody asked for."""

    asked: tuple[Beginning, ...] = ()
    """How it says what was asked, with ``{when}``."""
    articles: Lines = ()
    """Small words before the thing that was asked for: ``a``, ``my``."""
    pages: Lines = ()
    """Words for a page that can be handed over: ``flyer``."""
    of_pages: Lines = ()
    """Words of a request for one that say nothing of what it is about: ``something to hand out``."""
    of_plans: Lines = ()
    """Words of a question whether one takes a plan that say nothing more: ``whether I am in network with``."""
    other_plans: Lines = ()
    """Words of a plan's name that make it another one: ``advantage``."""
    to_hand_on: Lines = ()
    """What notes say of somebody who looks for a page to give to others: ``hand them``, ``handouts``."""
    to_speak: Lines = ()
    """What asks for a talk without a word for one: ``speakers``."""
    talks: Lines = ()
    """Words for a talk: ``in-service``."""
    comes: dict[str, Sentence] = Field(default_factory=dict)
    """How a page reaches somebody, under ``email``, ``post`` and ``fax``."""
    facts: dict[str, Sentence] = Field(default_factory=dict)
    """The sentence for each fact, with ``{value}``; ``other`` is for the rest, with ``{label}``."""
    also: Sentence = ""
    """Before a second thing that was asked for, with ``{asked}``: ``You also asked me for …``."""
    page: Sentence = ""
    """What is said of a page, with ``{name}``, which is a title, and its ``{text}``."""
    page_plain: Sentence = ""
    """The same for a ``{name}`` that is none: ``sleep handout``."""
    joined_on: Lines = ()
    """Those of `describe` that go on from a page's name behind a comma: ``for families``."""
    describe: Lines = ()
    """How a page's text begins that says what the page is: ``for``, ``one``; any other is its contents."""
    describe_within: Lines = ()
    """The same within it: ``in plain words``."""
    both_pages: Sentence = ""
    """What is said of several pages, with their ``{names}``."""
    both_come: dict[str, Sentence] = Field(default_factory=dict)
    """How they reach somebody, as ``comes``."""
    begin_sentence: Lines = ()
    """With which of these words a page's own text is a sentence about it: ``I``, ``here``."""
    talk: Sentence = ""
    """The talk that was asked for, with ``{minutes}``, ``{topic}`` and ``{takeaways}``, a colon and what it gives."""
    talk_offer: Sentence = ""
    """The same where nobody asked for one."""
    dates: Sentence = ""
    """When it could be, with ``{dates}``."""
    which_day: Sentence = ""
    """Asked behind several days, where somebody has asked for the talk."""
    that_day: Sentence = ""
    """The same behind one day."""
    known_names: Lines = ()
    """Words with a capital that are nobody's name: ``Medicaid``."""
    of_facts: Lines = ()
    """Words beside the name of a fact that change nothing: ``current``."""
    asked_back: Line = ""
    """What stands before an answer in the writer's own words to what no letter repeats, with ``{when}``."""
    asked_something: Sentence = ""
    """What is said of a request that no letter repeats."""
    open: Sentence = ""
    """The question to the writer where nothing in the records answers."""
    subject_page: Line = ""
    """The subject of such a letter where a page answers, and what was asked for is long."""
    subject_talk: Line = ""
    subject: Line = ""
    """The subject of such a letter, with ``{thing}``."""
    subject_other: Line = ""
    """Where what was asked for is no thing with an article, or is long."""


class GoOn(Record, kind="go-on"):
    """Questions that go on from anything somebody has said."""

    offered: tuple[Question, ...] = ()
    """Behind an offer."""
    page: tuple[Question, ...] = ()
    """Behind a page."""
    talk: tuple[Question, ...] = ()
    speaker: tuple[Question, ...] = ()
    """Behind a talk, to somebody who looks for one."""
    act: tuple[Question, ...] = ()
    """Behind an answer in the writer's own words that ends with something that they could do."""
    acts: Words = frozenset()
    """The words that say so: ``bring``, ``send``."""
    otherwise: tuple[Question, ...] = ()
    """Where nothing is offered."""

    @property
    def all(self) -> tuple[Question, ...]:
        """Every one of them."""
        return (
            *self.offered,
            *self.page,
            *self.talk,
            *self.speaker,
            *self.act,
            *self.otherwise,
        )


class Besides(Record, kind="besides"):
    """What a letter says to somebody whose people the practice does not see."""

    subject: Line = ""
    questions: tuple[Question, ...] = ()
    """About others than those people."""
    only_some: Lines = ()
    """Words of a limit that is about some of a group only: ``under sixteen``."""
    looked_for: Many[Sentence] = ()
    """How it is said that the practice does not do what they look for, with ``{limit}``."""


class Earlier(Record, kind="earlier"):
    """How a follow-up recalls the letter before it, with ``{when}`` and ``{asked}``."""

    asked: Many[Sentence] = ()
    """Readers take turns with these, and with those of `wrote`."""
    wrote: Many[Sentence] = ()
    """Where the history does not say which question was asked."""
    mentioned: Many[Sentence] = ()
    """Where it has what the letter was about, ``{mention}``."""
    about: Many[Sentence] = ()
    """How a follow-up begins, with ``{whom}`` it is about; behind it stands what recalls the last letter."""
    place: Line = ""
    """Whom it is about where no need is noted: ``{your_people} at {organization}``."""


class Greetings(Record, kind="greetings"):
    """How a letter in this language greets."""

    she: Line = "Dear"
    """Before the name of somebody whose record has ``she/her``."""
    he: Line = "Dear"
    other: Line = "Dear"
    """Before any other name."""
    nobody: Line = "To the person who keeps the referral list at {organization}"
    team: Line = "To the {team} at {organization}"
    and_: Line = Field(default="and", alias="and")
    """Between the names of two people."""
    titles: dict[str, Line] = Field(default_factory=dict)
    """Titles in this language, under the English ones: ``Ms.: Sra.``; for somebody known as he or she
    ``Dr. she: Dra.``. A title that is not here is left out, and the whole name stands."""


class Dates(Record, kind="dates"):
    """How a letter in this language says when. The names of months are Babel's (Unicode CLDR)."""

    long: Line = "MMMM d, y"
    """A whole date, as a CLDR pattern."""
    day: Line = "MMMM d"
    """A day of this year or the next, as a CLDR pattern."""
    weekday: Line = "EEEE, MMMM d"
    """A day that is near, as a CLDR pattern."""
    today: Line = "today"
    this_week: Line = "on {weekday}"
    """One of the last six days."""
    last_week: Line = "last week"
    on_day: Line = "on {day}"
    """A day before, in the same month."""
    this_month: Line = "earlier in {month}"
    """The same where nobody noted the day. Not "this month you told", which reads as of somebody sent this month."""
    month: Line = "in {month}"
    year: Line = "in {month} {year}"
    a_year: Line = "a year"
    years: Line = "{number} years"
    numbers: Lines = ()
    """``one``, ``two``, …: the words for small numbers."""


class Phrases(Record, kind="phrases"):
    """The wording that belongs to no role and no letter."""

    fresh_days: int = Field(default=550, ge=1)
    """A fact noted longer ago than this is asked about, not stated."""
    sources: tuple[SourcePhrase, ...] = ()
    told: SourcePhrase | None = None
    """How a letter says that it knows something from its reader, where the source says no more than that."""
    told_by: Words = frozenset()
    """Who else may have told it: ``nurse``, ``from``."""
    untold: Words = frozenset()
    """What shows that nobody has said it: ``guess``, ``sign``."""
    of_many: Words = frozenset()
    """Where many are who do not meet each other: ``conference``."""
    no_persons: Words = frozenset()
    """Words with which a source may begin that are nobody's name."""
    introducer_said: Line = ""
    """How ``{name}``, who gave the writer this reader's name, told what the writer has worded for its reader."""
    introducer_said_beside: Line = ""
    """The same behind the sentence that says so."""
    introducer_told: Lines = ()
    """How a letter goes back to what it was told by ``{name}``, who gave the writer this reader's name."""
    introducer_told_beside: Lines = ()
    """The same behind the sentence that says so."""
    introducer_subject: Line = ""
    """A subject for a letter to whoever was named by ``{name}``."""
    say_back: Line = ""
    """What a draft asks where an answer points back at ``{note}``, which no letter can repeat."""
    no_names: Lines = ()
    """What a record may have for a place, and is no name of one: ``private practice``."""
    memories: dict[str, Line] = Field(default_factory=dict)
    """For each event, the sentence that recalls it, with ``{when}`` and ``{mention}``."""
    your_people: YourPeople = Field(default_factory=YourPeople)
    their_word: TheirWord = Field(default_factory=TheirWord)
    they: Lines = ()
    """Words that mean the reader's people where a note begins with one, so that the letter has to name them."""
    of_whom: Line = ""
    """What stands then in the place of "that": ``of {your_people} that``."""
    with_article: Lines = ()
    """First words of places that are not named without an article: ``office``."""
    ask_at: Line = ""
    """A question that opens a letter, with its reader's place: ``At {organization}, {question}``."""
    acquainted: dict[str, Line] = Field(default_factory=dict)
    """How thanks recall that two know each other: where they ``met`` (``{mention}``), or for how many ``years``."""
    earlier: Earlier = Field(default_factory=Earlier)
    greetings: Greetings = Field(default_factory=Greetings)
    dates: Dates = Field(default_factory=Dates)
    who: Lines = ()
    """Who writes, with ``{trade}``, ``{town}`` and ``{practice}``: the first whose slots are all known is used."""
    trades: dict[str, Line] = Field(default_factory=dict)
    """A word of a licence's title and what it is called across a fence: ``counselor: a counselor``."""
    no_trades: Lines = ()
    """Words of a licence that its holder alone may say what it is in everyday words: ``assistant``."""
    introduced: tuple[Beginning, ...] = ()
    """Who gave the writer this reader's name, with ``{name}`` and ``{how}``."""
    met: tuple[Beginning, ...] = ()
    """Where the two have met, with ``{how}`` and ``{when}``."""
    answers: Answers = Field(default_factory=Answers)
    visit: Line = ""
    """A visit that is announced, with ``{date}``."""
    subject_question: Line = ""
    """A subject for a letter to a stranger of whom nothing is known, with ``{practice}``."""
    subject_visit: Line = ""
    go_on: GoOn = Field(default_factory=GoOn)
    literal: Lines = ()
    """The needs that only their own words mean: whoever looks for Mandarin is not served in Spanish."""
    access: Lines = ()
    """The needs that anybody's people may have, in the order in which offers for them fill a letter that has little."""
    kinds_of_people: Lines = ()
    """Further words for people of some kind, beside those of the grammar: ``girls``, ``widows``."""
    no_people: Lines = ()
    """Words among the plurals of the grammar that mean no people: ``evenings``."""
    joints: Lines = ()
    """What stands before an offer that answers what the letter has just repeated."""
    links: Many[Sentence] = ()
    """How the offers of a letter begin that say whom they are for, one after the other, with ``{whom}``."""
    invitations: Many[Sentence] = ()
    """How a letter ends that asks nothing at its end, with ``{phone}`` and ``{call_back}``."""
    remembered: Many[Sentence] = ()
    """Behind what somebody once said, in a letter that asks and offers nothing."""
    besides: Besides = Field(default_factory=Besides)
    departures: dict[str, Line] = Field(default_factory=dict)
    """What a letter says of somebody who is gone: ``retired: has retired``."""
    joint: str = ", and that "
    """Between two things that somebody said."""
    until: Line = "It stands until {date}."
    """Behind an opening that ends."""
    refer: Sentence = ""
    """How to refer to a practice that does not say it, with ``{People}`` and ``{phone}``."""
    private: tuple[Sentence, ...] = ()
    """Ways to ask that nobody's name or reason comes by email."""
    grammar: Grammar = Field(default_factory=Grammar)
    possessives: Lines = ()
    """Those of them that mean the reader right before a source: ``her talk``."""
    others: Lines = ()
    """Words in a ``source`` that mean somebody else than the reader: ``assistant``, ``colleague``."""

    @cached_property
    def channels(self) -> frozenset[str]:
        """Every word by which a source is known: ``phone``, ``page``."""
        return frozenset(word for phrase in self.sources for match in phrase.match for word in match.split())
