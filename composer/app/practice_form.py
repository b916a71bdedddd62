"""The forms of the practice: who writes, and one record of each of its lists; their fields and the help with each."""

from collections.abc import Mapping
from dataclasses import dataclass

from composer.app.record_forms import FormField, FormGroup
from composer.briefs.locales import language_names
from composer.records.library import Library
from composer.records.practice import Practice

_WHOM = "With commas between, in plain words: primary care, clergy. Left empty, it is for anybody."
_ROLES = FormField("roles", "For readers of these roles only", "words", _WHOM)
_NEEDS = FormField(
    "needs", "The needs it answers", "words", "With commas between. The first is what it is chiefly about."
)
_UNTIL = FormField("until", "Last day on which it holds", "day", "After it, no letter says this any more.")
_NO_CLIENT = "Nothing about a client, ever."


@dataclass(frozen=True, slots=True)
class ListWords:
    """What the pages call a list of the practice, and one record of it."""

    title: str
    one: str
    about: str


LIST_WORDS: Mapping[str, ListWords] = {
    "offers": ListWords(
        "What you offer", "an offer", "What you have for people who refer. A letter takes at most two."
    ),
    "updates": ListWords(
        "What is new", "a piece of news", "Told to those it matters to, once after their last letter."
    ),
    "talks": ListWords("Talks", "a talk", "Offered to readers whose people it is about."),
    "handouts": ListWords("Pages you can send", "a page", "What you really have. A follow-up offers one of them."),
    "ways": ListWords(
        "How people get to you",
        "a way to refer",
        "Readers of a role get what is said for it; the others one for anybody.",
    ),
    "introductions": ListWords(
        "Who you are, to a stranger", "an introduction", "Said once. Where several fit, readers take turns with them."
    ),
    "questions": ListWords(
        "What you would ask them",
        "a question",
        "Asked of somebody of whom little is known, before the questions that this program knows.",
    ),
    "limits": ListWords("What you do not do", "a limit", "So that nobody is sent in vain."),
    "facts": ListWords(
        "Facts that lists ask for", "a fact", "For directories and referral lists that ask you for details."
    ),
}
"""The same keys as `practice_edits.LISTS`."""


MAIL_QUESTION = "The program you write mail in"
MAIL_HELP = "Letters are handed over in the form that it takes."


def mail_choices(library: Library) -> tuple[tuple[str, str], ...]:
    """The programs that somebody may write mail in, as a list to choose from: what the record says, and its words."""
    return ("", "not said yet"), *((one.name, one.name) for one in library.mail_programs)


def practice_form(library: Library) -> tuple[FormGroup, ...]:
    """The form for who writes."""
    return (
        FormGroup(
            "Who you are",
            (
                FormField("name", "Your name", help="As you sign: Maya Chen."),
                FormField("credentials", "Letters after your name", help="For example LPCC."),
                FormField("practice", "Name of your practice"),
            ),
        ),
        FormGroup("Licences", (_LICENCES,), key="licences"),
        FormGroup(
            "How you are reached",
            (
                FormField("phone", "Phone", "tel"),
                FormField("fax", "Fax", "tel"),
                FormField("email", "Email", "email"),
                FormField("mail", MAIL_QUESTION, "choice", MAIL_HELP, choices=mail_choices(library)),
                FormField(
                    "address", "Postal address", "block", "Line by line. Every letter that offers something shows it."
                ),
                FormField("hours", "Hours", help="For example: Tuesday and Thursday evenings."),
                FormField("website", "Website", "url", "With https:// in front."),
            ),
        ),
        FormGroup(
            "What people who refer want to know",
            (
                FormField("panels", "Insurance panels", "several", "By their exact names, one in each line."),
                FormField("call_back", "How soon you call back", help="As a letter says it: within one working day."),
                FormField("when_full", "What happens when you are full", "block", "A whole sentence."),
            ),
        ),
        FormGroup(
            "How a letter ends",
            (
                FormField("valediction", "The words above your name", usual=_USUAL_VALEDICTION),
                FormField(
                    "signature", "A signature of your own", "block", "Left empty, it is made from what stands above."
                ),
            ),
        ),
        FormGroup(
            "Certificates and supervision",
            (
                FormField("certified", "Certificates", "several", "By their exact names. A letter may claim no other."),
                FormField(
                    "supervised_by", "Your supervisor, with their licence", help="Only while you work under one."
                ),
            ),
            folded=True,
        ),
        FormGroup("Needs in your own words", (_OWN_NEEDS,), folded=True, help="Beside those that the program knows."),
    )


_USUAL_VALEDICTION = str(Practice.model_fields["valediction"].default)
_LICENCES = FormField(
    "licences",
    "A licence",
    "rows",
    parts=(
        FormField("title", "Its exact title", help="As the board gives it: Licensed Professional Clinical Counselor."),
        FormField("state", "Where it holds", help="For example Ohio."),
        FormField("number", "Number, where letters should show it"),
        FormField("expires", "Expires", "day"),
    ),
    as_group=True,
)
_OWN_NEEDS = FormField(
    "needs",
    "A need",
    "rows",
    parts=(FormField("name", "What it is", help="couples after an affair"),
           FormField("phrases", "How notes say it, too", "words", "With commas between.")),
)  # fmt: skip


def entry_form(part: str, library: Library) -> tuple[FormGroup, ...]:
    """The form for one record of a list, a key of `LIST_WORDS`."""
    fields = _FIELDS[part]
    own = FormGroup("What a letter says" if part != "facts" else "The fact", fields)
    languages = () if part in {"facts", "talks"} else _translations(library)
    return (own, *(FormGroup(f"In {name}", (one,), folded=True, help=_IN_ENGLISH) for name, one in languages))


_IN_ENGLISH = (
    "Without it, this sentence stands in English letters only. Where the English one changes, change this, too."
)


def _translations(library: Library) -> tuple[tuple[str, FormField], ...]:
    """One field for the sentence in all other languages of the library."""
    names = {tag: name for name, tag in language_names("en").items()}
    called = [(tag, names.get(tag, tag)) for tag in library.languages]
    parts = tuple(FormField(tag, f"The sentence in {name}", "block") for tag, name in called)
    field = FormField("translations", "In other languages", "group", parts=parts, as_group=True)
    return ((" and ".join(name for _, name in called), field),) if parts else ()


_CHANNELS = (
    ("", "however they are reached"), ("email", "only by email"), ("post", "only by post"), ("phone", "only by phone"),
    ("fax", "only by fax"),
)  # fmt: skip
_FIELDS: Mapping[str, tuple[FormField, ...]] = {
    "offers": (
        FormField(
            "text", "The sentence", "block", f"Whole, as it will stand: I take two insurance plans. {_NO_CLIENT}"
        ),
        _NEEDS,
        _ROLES,
        FormField(
            "whom", "Only for people with one of these needs", "words", "As the sentence says it: first responders."
        ),
        FormField("start", "First day on which it holds", "day", also=("from",)),
        _UNTIL,
    ),
    "updates": (
        FormField("date", "Since when it is so", "day"),
        FormField("text", "The sentence", "block", f"Whole, as it will stand. {_NO_CLIENT}"),
        FormField("needs", "The needs it matters to", "words", "With commas between."),
        _ROLES,
        _UNTIL,
    ),
    "talks": (
        FormField(
            "problem",
            "What is hard in their work",
            "block",
            "A whole sentence: Many are given a number and never call it.",
        ),
        FormField("topic", "What the talk is on", help="After “on”: what to say so that somebody goes."),
        FormField("takeaways", "What listeners take home", "several", "As things, one in each line."),
        FormField("minutes", "Minutes", usual="30"),
        FormField("needs", "The needs it is about", "words", "With commas between."),
        _ROLES,
        FormField("suits", "Whom it suits, and where", "block", "A whole sentence."),
        FormField("dates", "Days you could give it", "several", "As a letter says them: Tuesday, January 12, at noon."),
        _UNTIL,
    ),
    "handouts": (
        FormField("name", "What it is called", help="After “the”: page for front desks."),
        FormField("text", "What it is", "block", "A whole sentence: I have one page for a front desk, with my hours."),
        _ROLES,
    ),
    "ways": (
        FormField(
            "text",
            "The sentence",
            "block",
            "{phone}, {fax}, {call_back} and {when_full} are filled in from who you are; {People}, {people} and "
            "{person} with the reader's word for the people they see.",
        ),
        FormField("channel", "For whom", "choice", choices=_CHANNELS),
        _ROLES,
    ),
    "introductions": (
        FormField("text", "The sentence", "block", "Who you are and from where, in one sentence."),
        _ROLES,
    ),
    "questions": (
        FormField(
            "text",
            "The question",
            "block",
            "One that a line answers: When a house is too full to work in, what do you do now? {people} is their word.",
        ),
        FormField("asked", "How a follow-up recalls it", help="After “I asked”: what you do when a house is too full."),
        _ROLES,
    ),
    "limits": (
        FormField("text", "The sentence", "block", f"Whole, as it will stand. {_NO_CLIENT}"),
        FormField("needs", "The needs you cannot meet", "words", "With commas between. A reader who has one is told."),
        _ROLES,
    ),
    "facts": (
        FormField("name", "What lists call it", help="For example fee, languages or ages."),
        FormField("text", "What it is", help="For example: $140 for fifty minutes."),
    ),
}
