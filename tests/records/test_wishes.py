"""What is a wish to be left alone, in people's own words, and what only sounds like one.

Written from how a practice keeps its book, before there was a grammar for it. A wish is understood; what may be one
stops the letter and asks; what is none says nothing.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.errors import errors_in
from composer.records import wishes
from composer.records.book import parse_book
from composer.records.contacts import parse_contacts
from composer.records.wishes import said_in
from tests.shipped import FILES

CLEAR = (
    # what was asked
    "Asked us not to write again.", "asked me not to contact him any more", "She asked not to be contacted.",
    "Asked to be taken off our list", "requested no further letters", "wants no more mail from us",
    "Does not want to hear from us", "doesn't want any letters", "Would rather not hear from me again.",
    "prefers not to be contacted", "wishes to be left alone", "told me never to write to her again",
    "Said she does not wish to receive our letters", "said to stop sending letters", "they said no more letters",
    "Has asked that we stop writing", "Receptionist says please don't send any more letters", "requested removal from our mailing list",
    "Met at the spring fair. Very friendly, but asked me not to write to her. Two kids in college.",
    # what is to be done
    "DNC", "DNC per front desk 4/2", "Marked DNC in June", "** DO NOT CONTACT **", "Do not contact - asked by phone 3/14",
    "Please do not write to them", "Don't write any more!", "Don\u2019t mail anything", "do not send letters", "Never contact again",
    "no more letters", "No further contact please.", "No contact!", "no mailings please", "Stop writing to this office",
    "please stop sending mail", "Leave her alone", "leave this practice alone, please", "remove from list", "Take them off the mailing list.",
    "removed from our list at her request", "Strike from the list", "not to be contacted", "must not be written to",
    "should not be contacted again", "Not interested, no more mail",
    # what happened
    "opted out", "Opted out of our mailings 2026-03-01", "has opted out", "Unsubscribed", "unsubscribed from everything in May",
    "clicked unsubscribe", "withdrew her consent", "consent withdrawn 4 May", "objected to our letters", "revoked consent to be contacted",
    "complained about our letters", "blocked us",
    # other languages
    "Keine Briefe mehr", "bitte nicht mehr schreiben", "möchte keine Post von uns", "will nicht kontaktiert werden",
    "Nicht kontaktieren!", "bitte keine weiteren Schreiben", "hat sich abgemeldet", "wünscht keinen Kontakt",
    "No escribir más", "no quiere recibir cartas", "pidió que no le escribamos", "por favor no contactar",
    "no desea más correos", "se dio de baja", "Ne plus écrire", "ne veut plus recevoir de courrier", "ne pas contacter",
    "désabonnée", "plus de lettres, s'il vous plaît",
    # a second look, at more kinds
    "asked me not to write", "has unsubscribed", "Opted out in April", "take her off my list", "she would prefer that I not write",
    "would like us to stop", "said not to bother writing", "not to receive any mail", "don't send her anything else", "please don't reach out again",
    "Doesn't want to be on the list", "wants to be removed", "asked to be removed from the list", "Requests no contact", "Contact refused",
    "declined further letters", "letters unwelcome", "Letters are not wanted here", "Enough letters", "She has had enough of our letters",
    "do not solicit", "No solicitation", "we must not write", "I must not contact her", "I should never write to her",
    "not allowed to write", "has asked for no more contact", "marked us as spam", "cease and desist", "on DNC list",
    "suppressed", "blocklist", "refuses mail", "GDPR objection received", "asked us to delete her data",
    "requested deletion", "Bitte nicht mehr melden", "möchte nicht angeschrieben werden", "Werbung unerwünscht", "Widerspruch eingelegt",
    "nicht mehr schreiben", "Kontakt nicht erwünscht", "von der Liste streichen", "no quiere más cartas", "pidió no recibir más cartas",
    "darse de baja", "quitar de la lista", "ne pas écrire", "ne souhaite plus recevoir nos lettres", "plus de courrier svp",
    "se désinscrire", "à retirer de la liste", "she does not want me to write", "Hates mail from therapists; do not send.", "do not use",
    "never again", "never wants to hear from me", "let her be", "leave them in peace", "doesnt want 2 b contacted",
    "do NOT write!!!", "D.N.C.", "D/N/C", "no-mail", "asked me to quit mailing",
    "asked that nobody from our practice contact her", "nothing more to her", "send nothing", "send her nothing", "no more please",
    "keep her off the list", "off list", "unsub", "unsubbed 3/2", "optout",
    "opting out", "no newsletters", "mail refused", "discontinue letters", "please refrain from writing",
    "avoid contacting her", "end correspondence", "broke off contact", "has no wish to hear from us", "prohibits contact",
    "contact forbidden", "contact not desired", "no consent", "did not consent to be contacted", "permission withdrawn",
    # a third look: promises, threats, slips, line ends, marks that do not show
    "wants to come off the newsletter and all mailings", "asked in May to get off our mailings", "please take her off all lists", "off all mailings",
    "asked to be taken off", "removed per her request 5/2025", "struck at his own wish", "contact no more", "I promised not to write again",
    "will not be writing to him anymore", "I won't be contacting her any longer", "we will never write to them", "No mail pls",
    "said enough, so no letters", "would prefer if we did not get in touch", "Please lose my address", "threatened to report me if I write again",
    "his lawyer complains if we mail", "möchte nichts mehr hören", "do not conatct", "please do not conntact her", "asked me not to\nwrite",
    "Met in May. She asked me\n  not to\n  write any more.", "asked us to be left\nalone", "do not con\u00adtact", "do not con\u200btact", "un\u200dsubscribed",
    "do not con-\ntact", "do not\u00a0write", "do_not_contact: true", "Met in May.\nopt out: 2026-03-02",
)  # fmt: skip
POSSIBLE = (
    "please do not call before noon", "asked me not to write to her old address", "do not write until after her leave",
    "do not contact during August", "Don't send letters to the Main Street office", "asked us not to e-mail, paper is fine",
    "does not want e-mail", "No calls at home please", "please do not contact about couples work",
    "Does not want to be contacted on Fridays", "no letters in the summer", "Do not write on letterhead",
    "prefers not to be called at work", "stop writing about the group for now", "never e-mail her assistant",
    "Bitte nicht vor neun anrufen", "no llamar por la tarde", "ne pas appeler le matin",
    "avoid calling her by her mobile", "we do not call on her mother's account", "doesn't like long letters", "no longer interested",
    "please do not email", "Wants letters, no calls", "not ok to email", "phone only", "only by phone", "calls only",
)  # fmt: skip
INNOCENT = (
    "Runs a stop smoking group on Mondays", "does not write prescriptions", "call first", "prefers letters to e-mail",
    "Met at the county fair; asked for our card", "Did not answer my last letter", "has not written back yet",
    "No e-mail address on their page", "no letter sent yet", "never heard back from them", "No contact person named on the website",
    "no contact since 2024", "asked me to write again in spring", "asked us to call after ten", "Wants a letter, not a call",
    "told me to send more cards", "not on our mailing list yet", "Happy to hear from us any time", "does not take Medicaid",
    "Do not forget her book on grief", "cannot write letters of support herself", "No fax", "wants no men as referrals",
    "stopped taking new patients", "Moved off Main Street", "removed the waiting list last year", "Her list is full",
    "not taking calls from insurers", "opted out of Medicare in 2019", "opted out of insurance panels", "left alone practice to join a group",
    "Leaves on vacation in May", "object relations therapist", "Blocks an hour for calls on Friday", "asked for no money",
    "Stop & Shop Clinic", "Dr. Stop", "stop by when in town", "no answer to my mail of May", "wrote that she does not need anything",
    "never misses a call", "Does not do e-mail well, but reads it", "please mail two copies", "asked not a single question",
    "the letter did not arrive", "don't hesitate to call", "no need to write before the visit", "Not sure whether she got our letter",
    "do not confuse with her sister, who writes too", "she will not be hard to contact", "keine Wartezeit, schreibt gern", "no cobra a estudiantes",
    "ne prend pas de nouveaux patients", "Won't refuse a referral", "no news, wrote in May", "do contact in the fall",
    "does not mind e-mail", "would not mind a letter", "there is no rush, write when there is room",
    "refused our lunch invitation, but wrote a kind letter", "declined to be on the panel", "ended her contract with the clinic", "broke off the call when a patient came", "her spam folder ate our mail",
    "wants to be added to the list", "asked to be told about openings", "removed from the insurer's panel", "asked for her new address", "would like to be in touch",
    "wants her name spelled Jané", "not enough letters of support in the file", "let her know about the group", "let us be brief with her", "not interested in insurance work",
    "no one answers the phone before nine", "nobody called back", "no interest in groups", "has no interest in couples work", "is not allowed to recommend anybody",
    "not permitted to hand out cards", "should never be late with her", "likes to be left messages", "the last letter came back", "keep her on the list",
    "asked to have her patients deleted from our waiting list", "wants deleted scenes", "art therapist, objection to nothing", "Art. 9 clinic", "Never on Mondays",
    "nothing more to say about the visit", "suppressed immune system group", "avoid Mondays for calls", "end of contact hours at five", "discontinued her practice in Elm",
    "quit smoking groups", "wish list: evening hours", "no consent form needed for this letter", "No wish for a group", "prohibits perfume in the office",
    "two miles off the mail route",
    "stops by often", "takes off Fridays", "takes her patients off benzodiazepines", "Took the exam off the list of requirements", "gets mail at the PO box",
    "gets off work at five; call then", "does not send patients to groups", "they do not write letters for court", "do not mail checks here", "She is not to be confused with Ann Roe",
    "did not want to go on insurance panels", "does not want more referrals of couples", "does not want patients with eating disorders", "doesn't like to be kept on hold", "I did not write in spring",
    "I never wrote to her", "told me she never got my letter", "said the letter did not reach her", "said no to the talk but liked the letter", "says no appointments in May",
    "wants no fuss", "please no gifts", "no mail slot; leave at front desk", "No letters behind her name", "asks that we not share her cell number",
    "asked us not to share her number", "prefers not to be called Dr.", "prefers not to take new clients by phone", "Opted out of the sliding scale", "opted out of jury duty",
    "blocked calendar on Fridays", "withdrew from the panel", "refuses Medicaid", "permission to quote: yes", "Kein Aufzug im Haus",
    "nicht barrierefrei", "keine Kassenzulassung", "No acepta seguros", "no habla inglés", "ne parle pas anglais",
    "plus de places en mai", "unsubstantiated rumor that she retired", "Nora Never", "leave it at the front desk", "please let it be known",
    "let the front desk be first", "never written to", "Never contacted; new here", "never called back", "has never asked to be left alone",
    "did not ask to be removed", "hasn't asked us to stop writing", "nobody asked to be taken off our list", "she has not opted out", "not unsubscribed yet",
    "is not on the do-not-contact list", "worked for the DNC in 2016", "opt out: no", "letters: yes, gladly", "will not be available any more", "no contract\nwith Aetna",
)  # fmt: skip


@pytest.mark.parametrize("words", CLEAR)
def test_a_wish_is_understood(words: str) -> None:
    assert said_in(words, label=False) == "clear"


@pytest.mark.parametrize("words", POSSIBLE)
def test_a_wish_about_a_time_a_way_or_a_place_is_asked_about(words: str) -> None:
    assert said_in(words, label=False) == "possible"


@pytest.mark.parametrize("words", INNOCENT)
def test_what_only_sounds_like_a_wish_says_nothing(words: str) -> None:
    assert said_in(words, label=False) == ""


PLACES = (
    "tags: [friends, 'dnc-2026']", "tags: 'friends, dnc'", "tags: ['dnc:2026-04-02']", "tags: [do not contact (phone 4/2)]",
    "tags: [wants no letters]", "tags: [keine Briefe]", "tags: ['#unsubscribed']", "title: DO NOT CONTACT", "title: Opted out",
    "address_as: Dr. Hale (DNC)", "organization: Elm Clinic [do not contact]", "role: pediatrician - opted out",
    "team: front desk, no more letters", "consent: {basis: withdrawn}", "consent: {basis: none}", "consent: {basis: objected 4 May}",
    "consent: {basis: asked for it, source: withdrew her consent by phone}", "channel: none", "channel: no letters", "flags: [dnc]", "labels: 'a, opted-out'",
    "groups: [friends, do_not_mail]", "email_status: unsubscribed", "marketing: opted out", "marketing: false", "newsletter: no",
    "contact_preference: none", "contact_preference: do not contact", "remarks: asked us not to write", "comments: {front desk: no further contact}",
    "HasOptedOutOfEmail: true", "hs_email_optout: true", "emailOptOut: 1", "DoNotBulkEMail: true", "donotemail: true", "active: false", "is_active: no",
    "contactable: no", "permission: refused", "permission: denied", "opt_out_email: true", "unsubscribed_from_emails: 2026-01-02",
    "email_permission_status: opted-out", "Do Not Call: true", "notes: |\n      Nice office.\n      Asked us not to write again.",
    "notes: 'Met in May. Please, by all means, do not send any more letters. Likes tea.'", "pronouns: she/her (do not contact)",
    "off_list: true", "wants_no_letters: yes", "asked_to_be_removed: 2026-01-02", "gdpr_objection: yes", "no_calls_before: noon",
    "do_not_mail_flag: Y", "mail_allowed: no", "emailable: false", "email_opt_in: no", "contact: never", "letters: none",
    "AcceptsMarketing: no", "allow_email: 'off'", "'Unsubscribed From All': true",
    "needs:\n      - text: evenings are hard to find\n        do_not_contact: true", "needs: [asked me not to write]", "needs: asked to be left alone",
    "needs: [{text: wants no more letters, source: phone}]", "details: [{text: asked not to be written to, source: phone}]", "details: {text: open late, source: your page, opt_out: yes}",
    "notes: 'letters: no'", "notes: |\n      Met in May.\n      newsletter: never", "details: [{text: open late, source: she told me to stop writing}]", "consent: {basis: consent, do_not_contact: true}", "consent: {basis: consent, withdrawn: 2026-05-01}",
    "preferences: {do_not_contact: true}", "preferences: {email: no}", "preferences: {mail: {letters: never}}", "about: [{wishes: [left alone please, do not write]}]",
    "notes: |\n      Met in May.\n      do_not_contact: true", "notes: 'do_not_contact: true'", "notes: 'Status\u200b: opted out'", "state: asked not to write", "country: do not contact",
    "channel: phone only", "do_not_contact: never", "write_to: no", "send_letters: no", "marketing_consent: false", "subscription: cancelled", "removal_requested: yes", "do_not_con\u00adtact: true",
    "phone: 555-0100 # do not contact", "tags: [a] # asked us to stop\n    # writing", "# opted out in May\n    phone: 555-0100",
)  # fmt: skip
QUIET = (
    "tags: [stop smoking group]", "tags: ['no-show policy', 'do contact']", "organization: Stop & Shop Clinic", "address_as: Dr. Stop",
    "marketing: yes", "active: true", "newsletter: monthly", "title: Chief, Consent and Privacy", "consent: {basis: asked for it}", "channel: post",
    "flags: [vip]", "contact_preference: letters", "remarks: does not write prescriptions", "needs: [patients who do not want to be called at work]",
    "details: [{text: families are told to stop writing to the board, source: your page}]", "email_status: delivered",
    "role: opt-out counselor", "notes: please do not hesitate to call", "opt_out: no", "assistant: Ann Nott", "team: intake (no fax)",
    "do_not_mail_flag: N", "wants_no_letters: false", "allow_email: yes", "contact: Ann Nott", "unsubscribe_link: none", "no_show_policy: strict",
    "needs: [parents want no more letters from school]", "needs: [{text: clients who opted out of their plan, need: medicaid}]", "details: [{text: students asked not to be contacted at home, source: your page}]",
    "preferences: {email: yes}", "consent: {basis: consent, withdrawn: no}", "preferences: {opt_out: false}", "phone: 555-0100 # the front desk", "# asked us to call in May\n    phone: 555-0100",
    "state: NO", "notes: 'Bus: line 5'", "# do_not_contact: true\n    do_not_contact: false",
)  # fmt: skip


def stopped(fields: str, name: str = "Jane Hale") -> bool:
    """Whether somebody with these fields gets nothing, by the record or by an error of it."""
    book = parse_contacts(f"- name: {name}\n" + (f"  {fields}\n".replace("\n    ", "\n  ") if fields else ""), "c.yaml")
    return not book.contacts or book.contacts[0].do_not_contact is not None or bool(errors_in(book.problems))


@pytest.mark.parametrize("fields", PLACES)
def test_a_wish_in_any_field_stops(fields: str) -> None:
    assert stopped(fields)


@pytest.mark.parametrize("fields", QUIET)
def test_a_field_that_says_something_else_does_not(fields: str) -> None:
    assert not stopped(fields)


@pytest.mark.parametrize("name", ["Dr. Jane Hale (do not contact)", "DNC Dr. Hale", "'Hale, Jane - unsubscribed'", "Jane Hale *no more letters*"])  # fmt: skip
def test_a_wish_behind_a_name_stops(name: str) -> None:
    assert stopped("", name)


@pytest.mark.parametrize("name", ["Dr. Stop", "Jane Hale (Nott)", "Ann Dontworth", "Removed Wishes"])
def test_a_name_is_no_wish(name: str) -> None:
    assert not stopped("", name)


@pytest.mark.parametrize("words", POSSIBLE)
def test_somebody_says_whether_it_is_one(words: str) -> None:
    asked = parse_contacts(f"- name: Jane Hale\n  notes: Nice office. {words}\n", "contacts.yaml")
    assert [(one.at.line, one.at.column, one.code, one.text, one.hint) for one in asked.problems] == [
        (
            2, 10, "contact-do_not_contact", "'notes' may say that they asked to be left alone",
            "write do_not_contact: true, or why; or do_not_contact: false. Until then nothing goes to them",
        )
    ]  # fmt: skip
    assert asked.contacts[0].do_not_contact is not None
    assert not stopped(f"notes: Nice office. {words}\n  do_not_contact: false")


@pytest.mark.parametrize("field", ["consent: {basis: withdrawn}", "opt_out: true", "tags: [dnc]", "status: stop"])
@pytest.mark.parametrize("swap", [False, True])
def test_false_beside_a_clear_wish_is_a_contradiction(field: str, swap: bool) -> None:
    lines = [field, "do_not_contact: false"]
    book = parse_contacts("- name: Jane Hale\n  " + "\n  ".join(lines[::-1] if swap else lines) + "\n", "contacts.yaml")
    assert [one.text for one in errors_in(book.problems)] == [
        f"the record says do_not_contact: false, and '{field.partition(':')[0]}' says that they asked to be left alone"
    ]
    assert book.contacts[0].do_not_contact is not None


INNOCENT_BUT_READ = (
    "Opted out of our\n    mailings? No, of Aetna's.",
    "Took her off the list of Elm",
    "Refuses letters of denial",
    "do not write before May",
)


@pytest.mark.parametrize("words", INNOCENT_BUT_READ)
@pytest.mark.parametrize("field", ["notes: |\n    ", "remarks: |\n    ", "needs:\n  - |\n    ", "details:\n  - source: page\n    text: |\n      "])  # fmt: skip
def test_false_answers_words_that_were_misunderstood(words: str, field: str) -> None:
    words = words.replace("\n    ", "\n      ") if "details" in field else words
    book = parse_contacts(f"- name: Jane Hale\n  do_not_contact: false\n  {field}{words}\n", "contacts.yaml")
    assert not errors_in(book.problems)
    assert book.contacts[0].do_not_contact is None


def test_false_beside_plain_words_is_worth_a_word() -> None:
    """A sheet of addresses may have had the column, and nobody's answer in it."""
    book = parse_contacts("- name: Jane Hale\n  notes: Opted out in May\n  do_not_contact: false\n", "contacts.yaml")
    assert [(one.level, one.at.line, one.text) for one in book.problems] == [
        ("warning", 2, "the record says do_not_contact: false, and 'notes' says that they asked to be left alone")
    ]


def test_a_comment_holds_for_the_record_in_which_it_stands_or_above_which() -> None:
    """Where it is one, somebody says so; a record that was made a comment is nobody's."""
    text = """\
# Those below get letters. Never write to others!

# asked not to be written to
- name: Ann Lee
- name: Bo Marsh
  phone: 555-0100

# - name: Cy Roe
#   do_not_contact: true
- name: Di Park
  # asked us to call, and
  # do not write
- name: Ed Park
  notes: Likes tea #1
"""
    book = parse_contacts(text, "contacts.yaml")
    assert [contact.name for contact in book.contacts if contact.do_not_contact] == ["Ann Lee", "Di Park"]
    assert [(one.at.line, one.at.column, one.code, one.text) for one in errors_in(book.problems)] == [
        (3, 1, "contact-do_not_contact", "this comment may say that they asked to be left alone"),
        (11, 3, "contact-do_not_contact", "this comment may say that they asked to be left alone"),
    ]


def test_what_is_taken_from_words_says_so_and_what_to_do() -> None:
    assert reasons("- name: Jane Hale\n  notes: Opted out in May\n") == {
        "jane-hale": "they asked not to be written to ('notes' at contacts.yaml:2); "
        "if that is not what it says, write do_not_contact: false in their record"
    }


def reasons(contacts: str, history: str = "", listed: str = "") -> dict[str, str]:
    """Why nothing may go to whom, as sentences under ids, and that nothing stops everything."""
    found = parse_book(
        contacts=contacts, history=history, suppression=listed, practice="name: Maya Chen\n", templates=FILES
    )  # fmt: skip
    assert not found.blocking()
    against = {one.id: found.suppression.against(one.id, one.email or "") for one in found.contacts.contacts}
    return {who: why for who, why in against.items() if why}


SAID = (
    "event: replied, mention: she asked us not to write again", "event: called, mention: please no more letters",
    "event: met, notes: told me to stop writing", "event: called, outcome: opted out", "event: sent, letter: introduction, reason: DNC",
    "event: replied, note: [hello, take her off our list]", "event: update-requested, fields: [remove me from your list]",
    "event: called, comment: do not call before noon", "event: introduction sent, result: unsubscribed",
    "event: called, do_not_contact: true", "event: met, asked to stop: yes", "event: called, wishes: {opt_out: 2026-03-04}", "event: replied, newsletter: no",
)  # fmt: skip


@pytest.mark.parametrize("event", SAID)
def test_what_an_event_says_may_be_a_wish_until_the_record_says(event: str) -> None:
    history = f"- {{date: 2026-03-04, contact: jane-hale, {event}}}\n"
    field = {"introduction sent": "result"}.get(
        event.split(", ", maxsplit=1)[0][7:], event.rsplit(", ", 1)[-1].partition(":")[0]
    )
    field = "note" if "[hello" in event else field
    assert reasons("- name: Jane Hale\n- name: Bo Marsh\n", history) == {
        "jane-hale": f"they may have asked on 2026-03-04 not to be written to ('{field}' at history.yaml:1); "
        "write do_not_contact: true or false in their record"
    }
    assert reasons("- name: Jane Hale\n  do_not_contact: false\n", history) == {}


@pytest.mark.parametrize("event", ["event: met, mention: you were moving your office", "event: referral-made, outcome: declined", "event: called, mention: your stop smoking group", "event: replied, notes: happy to hear from us", "event: bounced, reason: mailbox is full"])  # fmt: skip
def test_what_an_event_says_of_something_else_stops_nobody(event: str) -> None:
    history = f"- {{date: 2026-03-04, contact: jane-hale, {event}}}\n"
    assert "jane-hale" not in reasons("- name: Jane Hale\n", history)


SECOND = (
    "- name: Jane Hale\n  id: two\n  do_not_contact: true\n", "- name: Dr. Jane Hale, MD\n  id: two\n  notes: Opted out in May\n",
    "- name: Hale, Jane\n  id: two\n  dnc: 2026-03-04\n", "- name: JANE HALE\n  id: two\n  tags: [unsubscribed]\n",
    "- name: J. H.\n  id: two\n  do_not_contact: true\n  other_email: Jane@closed.example\n",
    "- name: J. H.\n  id: two\n  opt_out: true\n  also_at: [a@x.example, 'Jane <JANE@closed.example>']\n",
)  # fmt: skip


@pytest.mark.parametrize("second", SECOND)
def test_a_wish_holds_for_every_record_that_may_be_that_person(second: str) -> None:
    jane = "- name: Dr. Jane Hale\n  email: jane@closed.example\n"
    who = second.partition("\n")[0].removeprefix("- name: ")
    assert reasons(f"{jane}- name: Ann Hale\n{second}")["jane-hale"] == (
        f"Dr. Jane Hale may be {who} (contacts.yaml:4), who asked not to be written to; "
        "write do_not_contact: true or false in their record"
    )
    assert list(reasons(f"{jane}  do_not_contact: no\n{second}")) == ["two"]


def test_a_wish_of_their_place_does_not_follow_a_name() -> None:
    places = "organizations:\n  - {name: Elm, do_not_contact: true}\ncontacts:\n  - {name: Bo Roe, organization: Elm}\n"
    assert list(reasons(f"{places}  - {{name: Bo Roe, id: other, organization: Oak}}\n")) == ["bo-roe"]


def test_a_bad_record_that_says_false_stops_only_itself() -> None:
    assert reasons("- name: Jane Hale\n  phone: true\n  do_not_contact: false\n- name: Bo Marsh\n") == {}


@given(st.from_regex(wishes._WISH.pattern, fullmatch=True))
def test_every_field_that_is_a_wish_has_the_sign_of_one(key: str) -> None:
    assert wishes._SIGN.search(key)
    assert wishes.may_say_wish(f"Likes tea\n\n{key}")


@pytest.mark.parametrize("words", [*CLEAR, *POSSIBLE])
def test_every_wish_is_worth_a_closer_look(words: str) -> None:
    assert wishes.may_say_wish(f"Ann Lee\n\n{words}\n\nElm House")
