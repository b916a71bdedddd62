"""Checks: what they object to, and the innocent look-alikes they must leave alone."""

import dataclasses
from typing import Any

import pytest

from composer.checks.registry import RULES, inspect
from composer.drafts.draft import Address
from composer.records.practice import Licence
from tests.checks.cases import END, INTRODUCTION, SHELL, THANKS, codes, inspection, standards, whole
from tests.shipped import LIBRARY


def test_a_good_letter_has_nothing_to_mend() -> None:
    assert inspect(inspection()) == ()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("Dear [[CONFIRM: who?]],", "holes-confirm"), ("x [[CONFIRM", "holes-confirm"),
        ("Dear Ann, {{ name }}", "holes-field"), ("a {% if %} b", "holes-field"),
        ("a }} b", "holes-field"), ("Dear ,\n\nx", "holes-greeting"), ("Dear Dr.,\n\nx", "holes-greeting"),
        ("Dear Professor ,", "holes-greeting"),
        ("To ,\n", "holes-greeting"), ("We met None, at lunch", "holes-none"), ("In None you said", "holes-none"),
        ("The fee is null.", "holes-none"),
        ("Last met: .", "holes-punctuation"), ("Your needs: , and more", "holes-punctuation"),
        ("I heard , that", "holes-punctuation"), ("see you () there", "holes-punctuation"),
        ("evenings and .", "holes-punctuation"), ("the end..", "holes-punctuation"),
        ("Dear Dr. Dr. Osei,", "holes-doubled"), ("Dear Dear Ann,", "holes-doubled"),
        ("two  blanks", "holes-blanks"),
        ("Dear\n\n,", "holes-greeting"), ("Dear\n\nDr. ,", "holes-greeting"), ("Hi Mr.\n\n\n,", "holes-greeting"),
        ("Last met:\n\n.", "holes-punctuation"), ("see you (\n\n) there", "holes-punctuation"),
        ("I ask [[\n\nCONFIRM: when?]]", "holes-confirm"), ("I ask [[CONFIRM: when?\n\nor where?]]", "holes-confirm"),
        ("I read about [clinic name] last week.", "holes-placeholder"), ("Dear {name},\n\nx", "holes-placeholder"),
        ("I read about {clinic} last week.", "holes-placeholder"), ("about «Clinic» last week", "holes-placeholder"),
        ("about <<Clinic>> last week", "holes-placeholder"), ("Dear %FIRST_NAME%,\n\nx", "holes-placeholder"),
        ("Hello {first name}", "holes-placeholder"), ("My hours are [hours].", "holes-placeholder"),
        ("We met at ______ last week.", "holes-later"), ("______ told me of you.", "holes-later"),
        ("TODO: ask about hours.", "holes-later"), ("The fee is TBD.", "holes-later"), ("call XXX-0142", "holes-later"),
        ("about the MÃ¼ller clinic", "holes-letters"), ("itâ€™s good to know", "holes-letters"),
        ("at CafÃ© Central", "holes-letters"), ("the M\ufffdller clinic", "holes-letters"),
        ("It&#39;s good to know your clinic.", "holes-letters"), ("you &amp; me", "holes-letters"),
        ("Tuesday&nbsp;evenings", "holes-letters"),
        ("Please find my brochure attached.", "holes-attachment"), ("Attached is my page.", "holes-attachment"),
        ("I have enclosed a flyer.", "holes-attachment"), ("See the attachment.", "holes-attachment"), ("It is attached to this letter.", "holes-attachment"),
        ("I attach one page for your desk.", "holes-attachment"),
    ],
)  # fmt: skip
def test_a_hole_is_found(body: str, code: str) -> None:
    assert code in codes(whole(body))


@pytest.mark.parametrize(
    "body",
    ["None of them has room.", "None of this is urgent.", "Patience May wrote in May.", "Dear Grace Client,\n\nx", "A line ... and a pause", "J. R. Miller, M.D., said so.",
     "Hours: Monday, Tuesday; and Friday.", "We met (twice).", "At 3:30, or at 4.", "Dear Dr. Drew,", "a brace } or { is fine", "the null hypothesis", "e.g. evenings, etc.",
     "Nonesuch, Ohio", "To the person who keeps the list,", "first line  \nsecond line", "I wrote \\[a list\\] once",
     "a [page](https://x.example/a) of mine", "she wrote [sic] so", "[x] yes", "above\n\n___\n\nbelow", "file_name___x", "Château Ângela, Ñuñoa, São João, Århus and Ð", "R&D; and AT&T",
     "I feel attached to this town.", "many become attached", "the clinic attached to your hospital", "an enclosed garden"],
)  # fmt: skip
def test_an_innocent_sentence_is_left_alone(body: str) -> None:
    assert [code for code in codes(whole(body)) if code.startswith("holes")] == []


def test_a_letter_that_is_too_short_is_not_told_to_be_shorter() -> None:
    found = [
        one
        for one in inspect(inspection("Yes.", head=INTRODUCTION.model_copy(update={"words": (60, 99)})))
        if one.code == "personal-length"
    ]
    assert [one.hint for one in found] == [
        "leave it short if all is said, or add what only this reader would want to know"
    ]


def test_a_spanish_letter_may_quote_with_its_own_marks() -> None:
    assert "holes-placeholder" not in codes(whole("Estimada Ann:\n\nusted dijo «paciencia» y nada más", language="es"))


def test_words_in_square_brackets_stop_nothing_and_braces_do() -> None:
    found = inspect(whole("Dear Ann,\n\nI read about [clinic name] and {clinic}. How is it?"))
    assert sorted((problem.level, problem.text) for problem in found if problem.code == "holes-placeholder") == [
        ("error", "the letter holds '{clinic}', which is still to be filled in"),
        ("warning", "the letter holds '[clinic name]'; is that still to be filled in?"),
    ]


@pytest.mark.parametrize(
    "street", ["12 Market Street", "5 Juniper Lane", "7 Decatur Avenue", "9 May Street", "Flat 3/2, 10 Byres Road"]
)
def test_a_street_is_no_day(street: str) -> None:
    """The practice's own, and the reader's on the envelope of a card; the same words elsewhere are one."""
    own = standards(practice={"address": f"{street}\nFairhaven"})
    assert "privacy-date" not in codes(inspection(f"Thank you.\n\n{street}", head=THANKS, standards=own))
    assert "privacy-date" not in codes(inspection(f"Thank you.\n\n{street}", head=THANKS, address=street))
    assert "privacy-date" in codes(inspection(f"Thank you for 9 May.\n\n{street}", head=THANKS, standards=own))


def test_a_finding_has_its_line_and_column() -> None:
    problem = inspect(inspection("In May you said [[CONFIRM: what?]]."))[0]
    assert (problem.at.path, problem.at.line, problem.at.column) == ("drafts/ann.letter.md", 12, 17)
    assert problem.text == "the letter still asks you: what?"


def test_a_hole_in_the_subject_is_found_on_its_line() -> None:
    problem = inspect(inspection(subject="Evenings for {{ people }}"))[0]
    assert (problem.at.line, problem.text) == (3, "the subject holds '{{ people }}'")


@pytest.mark.parametrize(
    ("subject", "says"),
    [
        ("", "is empty"), (" \t", "is empty"), ("Re:", "says only 'Re:'"), ("RE: Fwd: ", "says only 'RE: Fwd:'"), ("AW[2]:", "says only 'AW[2]:'"),
        ("Re\uff1a", "says only 'Re\uff1a'"), ("\u2014", "says only '\u2014'"), ("...", "says only '...'"), ("[ ]", "says only '[ ]'"),
        ("Re: -", "says only 'Re: -'"), ("\u200b", "says only '\u200b'"), ("\u2063\ufe0f", "says only '\u2063\ufe0f'"),
    ],
)  # fmt: skip
def test_a_letter_without_a_subject_is_stopped(subject: str, says: str) -> None:
    found = [p for p in inspect(inspection(subject=subject, in_reply_to="<a@b.example>")) if p.code == "holes-subject"]
    assert [(p.level, p.at.line, p.text) for p in found] == [("error", 3, f"the subject {says}")]


@pytest.mark.parametrize(
    "subject", ["8", "Re: you", "Reading", "Re", "\u00bfY t\u00fa?", "\u8bfe", "Re: Re: 2 evenings"]
)
def test_a_subject_of_one_word_is_a_subject(subject: str) -> None:
    assert "holes-subject" not in codes(inspection(subject=subject, in_reply_to="<a@b.example>"))


def test_nothing_goes_to_somebody_who_asked_for_nothing() -> None:
    problem = inspect(inspection(stop="they asked not to be written to"))[0]
    assert (problem.code, problem.level, problem.at.line) == ("address-stop", "error", 5)


def test_a_contact_in_no_record_blocks() -> None:
    assert codes(inspection(recipient=None)) == ["address-unknown"]


def test_another_address_than_the_records_blocks() -> None:
    found = inspect(inspection(email="other@x.example"))
    assert [(p.code, p.level, p.text) for p in found] == [
        ("address-differs", "error", "it goes to ann@x.example, and the record of Ann Lee says other@x.example")
    ]


def test_the_case_of_an_address_is_no_difference() -> None:
    assert inspect(inspection(email="ANN@x.example")) == ()


def test_two_people_in_to_are_worth_a_look() -> None:
    good = inspection()
    two = dataclasses.replace(good.draft, to=(*good.draft.to, Address("b@x.example")))
    assert codes(dataclasses.replace(good, draft=two)) == ["address-several"]


def test_no_address_is_worth_a_look() -> None:
    good = inspection()
    assert codes(dataclasses.replace(good, draft=dataclasses.replace(good.draft, to=()))) == ["address-missing"]


TWO = SHELL.model_copy(update={"blanks": 2})


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("You and I see [[CLIENT: who]] for [[CLIENT: why]].", False),
        ("You and I see J.M. for [[CLIENT: why]].", True),
        ("You and I see [[CLIENT: who", True),
    ],
)
def test_a_shell_keeps_its_blanks(body: str, found: bool) -> None:
    """A letter about a shared client is never finished here."""
    assert ("privacy-shell" in codes(inspection(body, head=TWO))) == found


def test_blanks_are_nobodys_business_in_another_letter() -> None:
    assert codes(inspection("The garden has [[CLIENT: a word]].")) == []


# --- gifts, claims, commercial, jurisdiction ---------------------------------------------------------------------------


def test_a_lunch_is_worth_a_look_and_stops_where_nothing_of_value_may_be_given() -> None:
    body = "I will bring lunch for your staff."
    assert [(p.code, p.level) for p in inspect(inspection(body))] == [("gifts-meal", "warning")]
    maryland = inspection(body, places=LIBRARY.jurisdictions.find("Maryland"), state="Ohio")
    problem = inspect(maryland)[0]
    assert (problem.code, problem.level) == ("gifts-meal", "error")
    assert "COMAR 10.58.03.06" in problem.hint


def test_a_panel_in_front_of_medicaid_holds_it() -> None:
    assert codes(inspection("I take Buckeye and Molina Medicaid.")) == []
    assert codes(inspection("I take Buckeye and Cigna.")) == ["claims-panel"]
    assert codes(inspection("I take Medicaid.")) == ["claims-panel"]
    assert codes(inspection("I do not take Aetna.")) == []


def test_a_degree_behind_the_writers_name_must_be_held() -> None:
    assert "claims-credential" in codes(whole("Dear Ann,\n\nHello.\n\nMaya Chen, LPCC, PhD"))
    assert "claims-credential" not in codes(whole("Dear Ann,\n\nHello.\n\nMaya Chen, LPCC"))


def test_a_certificate_on_record_may_be_claimed() -> None:
    body = "I am certified in EMDR."
    assert codes(inspection(body)) == ["claims-credential"]
    assert codes(inspection(body, standards=standards(practice={"certified": ("EMDR",)}))) == []


def test_who_is_no_expert_witness_claims_no_expertise() -> None:
    said = "I do not do custody evaluations, and I do not testify as an expert."
    assert "claims-credential" not in codes(whole(f"Dear Ann,\n\n{said}\n\nMaya Chen, LPCC"))


def test_a_first_letter_may_not_pretend_to_be_an_answer() -> None:
    assert "commercial-reply" in codes(inspection(subject="RE: your list"))
    assert "commercial-reply" not in codes(inspection(subject="Re: your list", in_reply_to="<a@b.example>"))
    assert codes(inspection(subject="Reading groups")) == []


def test_thanks_need_no_postal_address_and_no_way_out() -> None:
    assert codes(inspection("Dear Ann,\n\nThank you.\n\nMaya Chen, LPCC\n", whole=True, head=THANKS)) == []


def test_the_address_counts_in_any_order_of_lines() -> None:
    text = f"Dear Ann,\n\nHello.\n\nMaya Chen\n\nFairhaven, OH 45202\\\n12 Harbor  Street\n\n555-0142{END.rpartition('Fairhaven, OH 45202')[2]}"
    assert "commercial-postal" not in codes(inspection(text, whole=True))


def test_an_individual_in_the_united_kingdom_must_have_agreed() -> None:
    from composer.records.contacts import Consent

    places = LIBRARY.jurisdictions.find("", "UK")
    problem = inspect(inspection(places=places, consent=Consent(subscriber="individual")))[0]
    assert (problem.code, problem.level) == ("commercial-subscriber", "error")
    assert codes(inspection(places=places, consent=Consent(subscriber="individual", basis="asked for it"))) == []


def test_a_licence_number_stands_where_the_state_wants_it() -> None:
    licence = Licence(title="Licensed Professional Clinical Counselor", state="CA", number="")
    found = inspect(inspection(state="California", standards=standards(practice={"licences": (licence,)})))
    assert [p.text for p in found if p.code == "jurisdiction-number"] == [
        "the number of your licence for CA does not stand in practice.yaml"
    ]


def test_a_spanish_letter_is_read_with_spanish_phrases() -> None:
    text = "Estimada Ann:\n\nSu paciente está mejor.\n\nMaya Chen\n12 Harbor Street, Fairhaven, OH 45202\n555-0142\n\n"
    found = codes(inspection(text, whole=True, language="es-MX"))
    assert set(found) == {"commercial-opt-out", "claims-title", "privacy-client"}


# --- facts and holes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("greeting", "found"),
    [("Dear Ann,", False), ("Dear Dr. Lee,", False), ("Dear Dr. Osei,", True), ("Dear colleague,", False)],
)
def test_a_greeting_is_the_readers(greeting: str, found: bool) -> None:
    assert ("facts-greeting" in codes(whole(f"{greeting}\n\nHello."))) == found


def test_a_name_from_another_record_is_shown() -> None:
    problem = inspect(inspection("Jonah Brandt at Lakeview Hospital told me of you."))
    assert [(p.code, p.text.split("'")[1]) for p in problem] == [
        ("facts-other", "Jonah Brandt"),
        ("facts-other", "Lakeview Hospital"),
    ]


def test_who_gave_the_readers_name_may_be_named() -> None:
    letter = inspection("Jonah Brandt at Lakeview Hospital told me of you.", introduced_by="Mr. Jonah Brandt")
    assert [p.text.split("'")[1] for p in inspect(letter)] == ["Lakeview Hospital"]


@pytest.mark.parametrize(
    ("first", "found"),
    [
        ("We met at the open day.", False), ("We spoke in May.", False), ("We talked about your list.", False),
        ("We are a new practice.", True), ("We meet new people every week.", True), ("We mend.", True), ("I met you.", True),
    ],
)  # fmt: skip
def test_what_both_did_is_not_about_the_writer(first: str, found: bool) -> None:
    assert ("personal-first" in codes(whole(f"Dear Ann,\n\n{first} How is your chart?"))) == found


def test_articles_are_looked_at_in_english_alone() -> None:
    assert "holes-article" not in codes(whole("Dra. Ruiz:\n\nCuando env\u00eda a alguien, a una hora.", language="es"))
    assert "holes-article" in codes(whole("Dear Ann,\n\nI know a IOP in town."))


@pytest.mark.parametrize(
    "body",
    [
        "I know an hour for it.",
        "A union, a one-page form and an MD.",
        "I had had it, and that that is so.",
        "What are you waiting for? Who is it from?",
        "An IOP and a PHP.",
        "A NAMI class.",
    ],
)
def test_english_is_left_alone(body: str) -> None:
    assert [code for code in codes(inspection(body)) if code.startswith("holes")] == []


# --- letting pass ------------------------------------------------------------------------------------------------------


def test_a_reason_lets_a_block_pass_and_is_shown() -> None:
    passing = inspection("I take Aetna.", overrides=(("claims-panel", "joined on Monday"),))
    found = inspect(passing)
    assert [(p.code, p.level, p.text) for p in found] == [
        ("claims-panel", "warning", "'Aetna' is not among the panels of practice.yaml (let pass: joined on Monday)")
    ]


def test_no_reason_lets_a_letter_go_to_somebody_who_asked_for_none() -> None:
    found = inspect(inspection(stop="they asked by phone", overrides=(("address-stop", "they will not mind"),)))
    assert [(p.code, p.level) for p in found] == [("address-stop", "error"), ("override-final", "warning")]


def test_an_override_of_nothing_is_shown_with_what_was_meant() -> None:
    problem = inspect(inspection(overrides=(("claim-panel", "joined"),)))[0]
    assert (problem.code, problem.at.line, problem.hint) == ("override-unknown", 6, "did you mean 'claims-panel'?")


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule.final], ids=lambda rule: rule.code)
def test_what_never_bends_is_a_block(rule: Any) -> None:
    assert rule.level == "block"


def test_an_introduction_asks_to_keep_details_out_of_email() -> None:
    assert codes(inspection("Patients can call.", head=INTRODUCTION)) == ["privacy-details"]


def test_a_letter_on_paper_need_not_speak_of_email() -> None:
    assert "privacy-details" not in codes(inspection("Patients can call.", head=INTRODUCTION, to=()))


def test_a_spanish_letter_may_ask_it_in_its_own_words() -> None:
    body = "Le ruego que deje nombres y motivos fuera del correo electr\u00f3nico."
    assert "privacy-details" not in codes(
        inspection(f"{body} Los pacientes pueden llamar.", head=INTRODUCTION, language="es")
    )


@pytest.mark.parametrize(
    ("characters", "found"), [(77, []), (78, []), (79, ["personal-subject"]), (400, ["personal-subject"])]
)
def test_a_subject_of_more_characters_than_a_line_takes_is_said(characters: int, found: list[str]) -> None:
    inspected = inspection(subject=("Evenings " * 60)[:characters])
    assert [problem.code for problem in RULES["personal-subject"].problems(inspected)] == found


def test_the_subject_of_a_letter_that_is_no_mail_may_be_long() -> None:
    card = THANKS.model_copy(update={"medium": "card"})
    assert RULES["personal-subject"].problems(inspection(subject="x" * 90, head=card)) == []
