"""What must not be known from here: who somebody's client is."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from composer.briefs.sender import signed
from composer.checks.engine.inspection import ASK, BLOCK, WARN, Finding, Findings, Inspection, RuleLevel
from composer.checks.engine.rule import phrases, rule, weighed
from composer.checks.engine.sentences import blank_out, search_for
from composer.days import days_after
from composer.patterns import regex
from composer.planning.reason import PRIVACY
from composer.records.practice import HOME
from composer.spelling import name_word

_BLANK = regex(r"\[\[CLIENT: [^\[\]]*\]\]")
# Two capitals with dots, and none of the degrees and places that are written so; or one at a sentence's beginning.
INITIALS = regex(
    r"(?<![A-Za-z.])(?!M\.\s?D|U\.\s?S|P\.\s?O|P\.\s?A|N\.\s?P|D\.\s?O|B\.\s?A|M\.\s?A|R\.\s?D|R\.\s?N|E\.\s?R|D\.\s?C|N\.\s?Y|U\.\s?K)"
    r"[A-Z]\.\s?[A-Z]\.(?!\w|\s[A-Z_][a-z_]|\sDegree)|(?:^|(?<=[.?!] ))[A-Z]\. (?=[a-z])"
)
AGE = regex(
    r"\b\d{1,3}[- ]year[- ]old\b(?!s)|\b\d{1,3} ?(?:y\.?o\.?|yo)\b|\baged? \d{1,3}\b|\bturned \d{1,2}\b(?! %)",
    re.IGNORECASE,
)
GENERAL_AGE = regex(
    r"\b(?:any|every|no) \d{1,3}[- ]year[- ]old|\bages?\b.{0,12}\b(?:and older|and up|to|from)\b", re.IGNORECASE
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)(?![a-z])\.?"
)
_DATE = regex(
    r"\b(?P<iso>\d{4}-\d\d-\d\d)\b"
    rf"|\b(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:, (?P<year>\d{{4}}))?"
    rf"|\b(?P<day2>\d{{1,2}}) (?P<month2>{_MONTH})(?: (?P<year2>\d{{4}}))?"
    r"|\b(?P<m>\d{1,2})/(?P<d>\d{1,2})(?:/\d{2,4})?\b"
)
_COUNT = regex(
    r"\b(?:both|two|three|four|five|six|seven|several|all|many|\d+)(?: of)?(?: your| the| these)? "
    r"(?:patients|clients|students|people|referrals|families|residents|parishioners|members|employees)\b",
    re.IGNORECASE,
)
# A word with a capital, whatever stands inside it that no reader sees.
_CAPITAL = "[A-Z\u00c0-\u00de][\\w*`~\u00ad\u200b-\u200d\u2060]"
_NAME = regex(rf"\b{_CAPITAL}{{2,}}")
_TITLED = regex(
    r"\b(?:Mrs?|Ms|Miss|Mx|MRS?|MS|Sra?|Srta|Do[nñ]a?)\b\.?\s*[*`\"\u201c]*((?:(?:van|von|der|den|de|del|della|di|da|la|le|el|al)\s+)*"
    r"(?:[dlDLO]['\u2019])?[^\W\d_a-z][\w*`~\u00ad\u200b-\u200d\u2060'\u2019]+)"
)
_initials_in, _ages_in, _names_in, _titled_in = map(search_for, (INITIALS, AGE, _NAME, _TITLED))
_Place = tuple[int, re.Match[str]]  # what is found, behind where that is in the body
# A word that makes a sentence one about a single person.
_ONE = regex(
    r"\b(?:he|she|him|her|his|hers)\b"
    r"|\b(?:your|the|our|my|this|that) (?:patient|client|student|member|resident|employee|guest)\b",
    re.IGNORECASE,
)
# Readers at programs that 42 CFR part 2 is about.
_PART_2 = frozenset({"treatment-center", "eap", "iop-php", "inpatient-unit", "emergency-crisis"})


def _in_thanks(inspection: Inspection) -> RuleLevel | None:
    return BLOCK if inspection.thanks else None


def _mentions_clients(inspection: Inspection) -> bool:
    """A shell about a shared client speaks of one by its nature, and holds none."""
    return not (inspection.head and inspection.head.medium == "record")


def _day(found: re.Match[str], seen_from: date) -> date | None:
    """The day that a date in a text means; without a year, the last such day."""
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        month = found["month"] or found["month2"]
        number = _MONTHS.index(month[:3].casefold()) + 1 if month else int(found["m"])
        year = found["year"] or found["year2"]
        day = date(int(year) if year else seen_from.year, number, int(found["day"] or found["day2"] or found["d"]))
    except ValueError:
        return None
    if year or day <= seen_from or day.year == date.min.year:
        return day
    return day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else None


@rule("privacy-client", level=BLOCK,
      source="45 CFR 164.514(b)(2); APA Ethics Code 4.04 and 4.05; ACA Code B.1; NASW Code 1.07",
      remedy="take it out, and thank for nobody: 'Thank you for the confidence you place in my practice.'",
      wrong="Your Tuesday patient is settling in well, and thank you for sending her.",
      right="Thank you for the confidence you place in my practice.",
      stranger="a stranger could take this for somebody who came to you")  # fmt: skip
def privacy_client(inspection: Inspection) -> Findings:
    """The letter speaks of one person who came, or whom the reader sent. Nobody may learn from a letter who has become
    a client, nor how they are: that somebody is in treatment is itself protected.
    """
    readers = inspection.standards.sentence_readers
    if None in {inspection.standards.sentence_reader(inspection.draft.language), readers.get(HOME)}:
        # Nobody would look, and none would be found.
        text = "nobody has looked for clients in it: the points for sentences cannot be used"
        hint = "mend that file, or take it away, so that the one that ships is read"
        yield inspection.on("body", text, hint)
    elif _mentions_clients(inspection):
        text = "'{}' tells the reader who came to you, or how they are"
        question = "who is this: '{}' Nobody may learn from a letter who came to you"
        yield from weighed(inspection, "privacy-client", text, question)


@rule("privacy-initials", level=WARN, source="45 CFR 164.514(b)(2)(i)(A) and (R)", remedy="take them out",
      wrong="Thanks for thinking of me about J.M. last week.",
      right="Thank you for thinking of my practice.")  # fmt: skip
def privacy_initials(inspection: Inspection) -> Findings:
    """Initials stand in the letter. Initials are derived from a name, and count as one. In a thank-you they stop the
    letter.
    """
    level = _in_thanks(inspection)
    own = signed(inspection.practice)  # M.S. and M.A. are degrees of who signs
    for start, found in inspection.search(_initials_in):
        if found[0].strip() not in own:
            yield inspection.at(start, f"'{found[0].strip()}' may be somebody's initials", level=level)
    yield from phrases(inspection, "privacy-initials", "'{}' may be a client", level=level)


@rule("privacy-age", level=WARN, source="45 CFR 164.514(b)(2)(i)(R)",
      remedy="say whom you see in general: 'adults from eighteen on'",
      wrong="A 34-year-old teacher is a good fit here.", right="I see adults from eighteen on.")  # fmt: skip
def privacy_age(inspection: Inspection) -> Findings:
    """Somebody's age stands in the letter. An age beside a workplace or a school is often enough to know who it is. In
    a thank-you it stops the letter.
    """
    for sentence in inspection.sentences:
        found = next(iter(_ages_in(sentence.text)), None)
        if found and not GENERAL_AGE.search(sentence.text):
            start = sentence.start + found.start()
            yield inspection.at(start, f"'{found[0]}' is somebody's age", level=_in_thanks(inspection))


@rule("privacy-date", level=WARN, source="45 CFR 164.514(b)(2)(i)(C)", remedy="take the day out",
      wrong="Thank you for your call on March 3.", right="Thank you for your call.")  # fmt: skip
def privacy_date(inspection: Inspection) -> Findings:
    """A day stands in the letter that may be the day of somebody's visit. A date of service identifies. Any day in a
    thank-you stops it; elsewhere a past day soon after a referral is shown.
    """
    recipient = inspection.recipient
    referrals = recipient.referrals if recipient else ()
    if not (inspection.thanks or referrals):
        return
    reach = inspection.standards.limits.dates_days
    # "12 May Street" is where somebody works, and no day.
    streets = "\n".join([inspection.practice.address, recipient.address if recipient else ""]).split("\n")
    for found in _DATE.finditer(blank_out(inspection.body, filter(None, streets))):
        day = _day(found, inspection.day)
        near = day and any(one <= day <= min(days_after(one, reach), inspection.day) for one in referrals)
        if inspection.thanks or near:
            text = f"'{found[0]}' may tell when somebody came"
            yield inspection.at(found.start(), text, level=_in_thanks(inspection))


def _unknown(inspection: Inspection, named: Iterable[_Place], titled: Iterable[_Place]) -> list[_Place]:
    """The given names in a text, and those behind Mr. and Ms., that stand in no record, in their order."""
    known, given = inspection.standards.known_names, inspection.standards.given_names
    names = [one for one in named if name_word(one[1][0]) in given]
    behind = [one for one in titled if name_word(one[1][1]) not in known]
    return sorted((one for one in (*names, *behind) if name_word(one[1][0]) not in known), key=lambda one: one[0])


@rule("privacy-name", level=WARN, source="45 CFR 164.514(b)(2)(i)(A)",
      remedy="take the name out; if it is a colleague's, add them to contacts.yaml, or say so under overrides:",
      wrong="I hope Deborah found the office.", right="I hope the office is easy to find.",
      stranger="a stranger could take whoever is named here for somebody who came to you")  # fmt: skip
def privacy_name(inspection: Inspection) -> Findings:
    """Somebody is named who is in no record. Whoever is in no record may be a client. In a thank-you a person is asked
    who it is.
    """
    # A given name, or Mr. and Ms. with a name, that stands in no record.
    for start, found in _unknown(inspection, inspection.search(_names_in), inspection.search(_titled_in)):
        said = inspection.said(inspection.sentence_at(start))
        if not inspection.answered(said, "privacy-name"):
            at = inspection.at(start, f"'{found[0]}' is in no record")
            yield replace(at, level=ASK, sentence=said) if inspection.thanks else at
    subject = inspection.draft.subject
    if inspection.thanks and not inspection.answered(subject, "privacy-name"):
        in_it = ([(found.start(), found) for found in find(inspection.subject)] for find in (_names_in, _titled_in))
        for _, found in _unknown(inspection, *in_it):
            yield replace(inspection.on("subject", f"'{found[0]}' is in no record"), level=ASK, sentence=subject)


@rule("privacy-count", level=WARN, source="45 CFR 164.514(b)(2)(i)(R)", remedy="leave the number out",
      wrong="It means much that three of your patients know my name.",
      right="It means much that you give my name out.")  # fmt: skip
def privacy_count(inspection: Inspection) -> Findings:
    """A thank-you counts people. A number beside a date tells how many came, and a single one tells
    that somebody did.
    """
    if inspection.thanks:
        for found in _COUNT.finditer(inspection.body):
            said = inspection.words_at(found.start(), len(found[0]))
            yield inspection.at(found.start(), f"'{said}' counts people they sent")


@rule(PRIVACY, level=WARN, source="45 CFR 164.514(b)(2)(i)(C); APA Ethics Code 4.04",
      remedy="let it lie: `outreach export` leaves it behind until its day",
      wrong="thanks two days after the referral", right="thanks three weeks after it")  # fmt: skip
def privacy_timing(inspection: Inspection) -> Findings:
    """Thanks so soon after the only referral may confirm that somebody came. A person who knows of the referral learns
    from the letter's date that the appointment was kept.
    """
    yield from inspection.timing(PRIVACY)


@rule("privacy-feedback", level=BLOCK, source="45 CFR 164.508; APA Ethics Code 4.05; 42 CFR 2.31",
      remedy="say 'with a signed release' in the same sentence",
      wrong="I will keep you posted on how your patient is doing.",
      right="With a signed release I send half a page after the first visit.",
      stranger="a stranger could read that you pass on news of somebody who came to you")  # fmt: skip
def privacy_feedback(inspection: Inspection) -> Findings:
    """It promises to report back without speaking of a release. Such a promise cannot be kept without the client's
    written permission, and it teaches referrers to expect more.
    """
    if _mentions_clients(inspection):
        text = "'{}' promises news of a client without a release"
        question = "does this promise news of a client: '{}'"
        yield from weighed(inspection, "privacy-feedback", text, question)


@rule("privacy-email", level=BLOCK, source="45 CFR 164.312(e); 45 CFR 164.530(c); APA Ethics Code 4.01",
      remedy="ask for a call in its place: 'Please have the person call me, and leave details out of email.'",
      wrong="Just email me the patient's name and history.",
      right="Please have the person call me, and leave details out of email.",
      stranger="a stranger could read that details of somebody's care travel by message")  # fmt: skip
def privacy_email(inspection: Inspection) -> Findings:
    """It asks for a client's details by email, text or form. Who is asked will send them, and mail is read on the way
    and kept for ever.
    """
    if _mentions_clients(inspection):
        text = "'{}' asks for a client's details in a message"
        question = "does this ask for a client's details: '{}'"
        yield from weighed(inspection, "privacy-email", text, question)


@rule("privacy-subject", level=BLOCK, source="45 CFR 164.312(e); 45 CFR 164.514(b)(2)(i)(R)",
      remedy="write a subject without a person in it: 'With thanks'", wrong="Your patient's depression",
      right="With thanks")  # fmt: skip
def privacy_subject(inspection: Inspection) -> Findings:
    """The subject, or the file's name, says what somebody's trouble is. Subjects and file names show on locked screens,
    in lists, and in the logs of every server on the way.
    """
    # Problem words where they are about somebody: the subject of thanks or of shared care, and any file's name.
    draft = inspection.draft
    if inspection.purpose in {"thanks", "coordination"}:
        for said in inspection.in_subject("privacy-subject"):
            yield inspection.on("subject", f"the subject says '{said}', and anyone may see it")
    extra = draft.name.removeprefix(draft.contact).replace(draft.letter, " ") if draft.contact else ""
    words = re.sub(r"[-._]+", " ", extra).strip()
    named = [word for word in words.title().split() if word in inspection.standards.given_names]
    for said in (*(match.text for match in inspection.reader.read(words).get("privacy-subject", ())), *named):
        yield Finding(1, 0, f"the file's name says '{said}', and the message's file will, too")


@rule("privacy-part-2", level=WARN, source="42 CFR 2.12 and 2.13",
      remedy="speak of your services in general, or take the sentence out", wrong="He has been sober since the spring.",
      right="I run a group for people in their first sober year.")  # fmt: skip
def privacy_part_2(inspection: Inspection) -> Findings:
    """A sentence to a program speaks of one person and of substance use. Such programs are under stricter law: a letter
    may not even confirm that somebody was there.
    """
    if inspection.role not in _PART_2 or not _mentions_clients(inspection):
        return
    for match in inspection.matches("privacy-part-2"):
        if _ONE.search(match.sentence.text):
            yield inspection.at(match.start, f"'{match.text}' stands in a sentence about one person")
            return


@rule("privacy-details", level=WARN,
      source="45 CFR 164.312(e); that every invitation says it is our judgement: the answer is not ours to encrypt",
      remedy="add: 'Please leave patient details out of email.'", wrong="Patients can call 555-0142.",
      right="Patients can call 555-0142. Please leave patient details out of email.")  # fmt: skip
def privacy_details(inspection: Inspection) -> Findings:
    """A letter that invites referrals does not ask to keep details out of email. Whoever is invited to refer will
    answer the letter, and the answer will hold a name. One on paper is not answered by email.
    """
    asks = inspection.draft.to and inspection.head and inspection.head.letter in {"introduction", "openings"}
    if asks and inspection.reader.has("privacy-details") and not inspection.matches("privacy-details"):
        yield inspection.on("body", "it does not ask to keep patient details out of email")


@rule("privacy-shell", level=BLOCK, source="45 CFR 164.514; 45 CFR 164.530(c)",
      remedy="put the [[CLIENT: \N{HORIZONTAL ELLIPSIS}]] blanks back, and finish the letter there",
      wrong="I am writing about our client.", right="I am writing about [[CLIENT: name, as the release has it]].",
      final=True)  # fmt: skip
def privacy_shell(inspection: Inspection) -> Findings:
    """A shell about a shared client has been filled in here. What is known of a client belongs into the clinical record
    system, and not into this folder.
    """
    # A letter about a shared client keeps the blanks that its template has: they are filled elsewhere.
    if inspection.head is None or inspection.head.medium != "record":
        return
    missing = inspection.head.blanks - len(_BLANK.findall(inspection.draft.body))
    if missing > 0:
        text = f"{missing} of its {inspection.head.blanks} blanks are gone, so it may say something about a client"
        yield inspection.on("body", text)
