"""The forms of a person and of a place: which fields they have, in which groups, and what is said of each."""

from composer.app.record_forms import FormField, FormGroup
from composer.briefs.locales import language_names
from composer.records.book import Records
from composer.records.library import Library

_HEARD = FormField("heard", "When you heard it", "day")
_SOURCE = FormField("source", "Who or what said so, such as: phone")
_NO_CLIENT = "Nothing about a client, ever."
_SAY = FormField("say", "As you would say it back: you told me that …", help="Left empty, your note where it reads so.")
_ANSWER = FormField("answer", "What you would say to that", "block", "It stands right behind it, as you write it.")
_NEEDS = FormField(
    "needs", "What they need", "rows", parts=(FormField("text", "Your note"), _HEARD, _SOURCE, _SAY, _ANSWER)
)
_DETAILS = FormField(
    "details", "True things", "rows", parts=(FormField("text", "What is so"), _SOURCE, _HEARD, _SAY, _ANSWER)
)
_REQUESTS = FormField(
    "asked_for", "What they asked for", "rows", parts=(FormField("text", "You asked for …"), _HEARD, _SOURCE, _ANSWER)
)
_MET = FormField(
    "met",
    "Where you met",
    "group",
    parts=(FormField("text", "We met …", help="at the hospital's open day"), FormField("date", "When", "day")),
)
_INTRODUCED = FormField(
    "introduced_by",
    "Who gave you their name",
    "group",
    parts=(FormField("name", "Their name"), FormField("how", "Who that is to you both", help="my colleague next door")),
)
_CONSENT = FormField(
    "consent",
    "Why you may write",
    "group",
    parts=(
        FormField("basis", "What allows it", help="asked for it, their address is published, legitimate interest"),
        FormField("source", "Where that can be seen"),
        FormField("date", "Since when", "day"),
        FormField(
            "subscriber",
            "In the UK: who has the address",
            "choice",
            choices=(("", "not noted"), ("corporate", "a company"), ("individual", "a person, or a partnership")),
        ),
        FormField("told", "When you told them that you keep their details", "day"),
    ),
)
_CHANNELS = (
    ("", "no preference noted"), ("email", "email"), ("post", "post"), ("phone", "phone"), ("fax", "fax"),
)  # fmt: skip
_STATUSES = (
    ("active", "is there"), ("moved", "has moved on"), ("retired", "has retired"), ("deceased", "has died"),
)  # fmt: skip
_REACH = (
    FormField("phone", "Phone", "tel"),
    FormField("fax", "Fax", "tel"),
    FormField("address", "Postal address", "block"),
)


def contact_form(library: Library) -> tuple[FormGroup, ...]:
    """The form of a person."""
    return (
        FormGroup(
            "Who they are",
            (
                FormField("name", "Name", help="As on an envelope: Dr. Abena Osei, MD."),
                FormField(
                    "roles",
                    "What they do",
                    "several",
                    "In ordinary words: primary care physician. Of several, a letter speaks to the first.",
                    also=("role",),
                    suggestions="known-roles",
                ),
                FormField("organization", "Where they work", suggestions="known-places"),
            ),
        ),
        FormGroup("How to reach them", (FormField("email", "Email", "email"), _REACH[0])),
        FormGroup(
            "What they need",
            (_NEEDS,),
            help="One line is enough for a letter of their own: Medicaid patients wait months. A letter says it back "
            f"to them only where it has a day and a source, and your answer stands behind it. {_NO_CLIENT}",
            key="needs",
        ),
        FormGroup(
            "More ways to reach them",
            (
                *_REACH[1:],
                FormField("channel", "How they like to be reached", "choice", choices=_CHANNELS),
                FormField("language", "The language they read", "choice", choices=_languages(library), usual="en"),
                FormField("state", "State"),
                FormField("country", "Country"),
            ),
            folded=True,
        ),
        FormGroup(
            "How a letter addresses them",
            (
                FormField("address_as", "After “Dear”", help="Dr. Osei, or Priya; left empty, the name says it."),
                FormField("family_name", "The family's part of the name", help="Only where that is not plain."),
                FormField("pronouns", "Pronouns", help="she/her, he/him, they/them"),
                FormField("title", "Title", help="For you: Director, Discharge planner."),
                FormField("people_word", "Their word for the people they look after", help="residents, parishioners"),
            ),
            folded=True,
        ),
        FormGroup("What they asked you for", (_REQUESTS,), folded=True, help="The next letter answers it first."),
        FormGroup(
            "True things a letter may mention",
            (_DETAILS,),
            folded=True,
            help="About them and their work: students are referred out after twelve sessions. Without a source no "
            f"letter says it. {_NO_CLIENT}",
        ),
        FormGroup(
            "How you know each other",
            (
                _MET,
                _INTRODUCED,
                FormField(
                    "thanks", "A sentence of yours for when you thank them", "block", "About them, and nobody else."
                ),
                FormField("visit", "A day to come on which you will stop by", "day"),
            ),
            folded=True,
        ),
        FormGroup(
            "For you alone",
            (
                FormField("tags", "Tags", "words", "With commas between."),
                FormField("notes", "Notes", "block", f"No letter can hold these. {_NO_CLIENT}"),
                FormField("verified", "When name, role and address were last known to be right", "day"),
                FormField("status", "Where they are now", "choice", choices=_STATUSES, usual="active"),
            ),
            folded=True,
        ),
        FormGroup(
            "A place where you know nobody yet",
            (
                FormField("unknown_person", "I know no name there yet", "tick"),
                FormField("team", "A shared inbox instead of a person", help="follow-up team"),
            ),
            folded=True,
        ),
        FormGroup("Why you may write to them, where a law asks", (_CONSENT,), folded=True),
    )


def organization_form() -> tuple[FormGroup, ...]:
    """The form of a place."""
    return (
        FormGroup(
            "The place",
            (
                FormField("name", "Name"),
                FormField("email", "Email", "email"),
                *_REACH,
                FormField("website", "Web page"),
                FormField("state", "State"),
                FormField("country", "Country"),
                FormField("notes", "Your own notes", "block", f"No letter can hold these. {_NO_CLIENT}"),
            ),
        ),
    )


def _languages(library: Library) -> tuple[tuple[str, str], ...]:
    names = {tag: name for name, tag in language_names("en").items()}
    return tuple((tag, names.get(tag.partition("-")[0], tag)) for tag in dict.fromkeys(("en", *library.languages)))


def suggestions(records: Records) -> dict[str, tuple[str, ...]]:
    """What the lists of suggestions hold: roles, those in use here first, and places."""
    book, profiles = records.contacts, records.library.roles
    used = [role for contact in book.contacts for role in contact.roles]
    known = sorted(alias for profile in profiles for alias in profile.aliases if not alias.isupper())
    places = [one.name for one in book.organizations] + [one.organization for one in book.contacts if one.organization]
    return {"known-roles": tuple(dict.fromkeys([*used, *known])), "known-places": tuple(dict.fromkeys(sorted(places)))}
