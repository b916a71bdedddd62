"""What an expert asks of referral letters: six tips, each with the requirements that follow from it.

The tips are those every guide to referral outreach gives: write to a person; put their needs first and have something
to offer; be easy to refer to; know more than one person in a place; mind the details; stay in touch with real news. Each
requirement is the sentence of its test. What concerns no letter is tested where it happens: who is due in
planning/test_agenda.py, a place with one known person in planning and in `contacts`.
"""

import re
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from composer.briefs.brief import Briefer
from composer.drafts.draft import Draft
from composer.drafts.writing import WritePolicy
from composer.planning.contact_rows import contact_rows
from composer.workspace.drafting import DraftRequest, choose_letters, write_drafts
from composer.workspace.snapshot import Snapshot
from tests.conftest import DAY, TODAY, Book, Run, change
from tests.shipped import LIBRARY
from tests.test_every_role import LETTERS, ROLES, against, letter, merged, records
from tests.test_sample_letters import fives, overlap, words_said

GENERIC = ("dear doctor", "dear provider", "dear colleague", "to whom it may concern", "dear sir", "dear friend")


def said(book: Book, contact: str, history: str = "", key: str = "introduction") -> str:
    """A letter's text to the one contact of a record, from a bare practice."""
    made = book(f"- {{name: Robin Vale, pronouns: she/her, role: pcp{contact}}}\n", history=history)
    assert not [problem for problem in made.problems if problem.level == "error"], made.problems
    return merged(made, key).text


# --- Tip 1: get personal --------------------------------------------------------------------------------------------


def test_a_letter_goes_to_a_person_or_says_that_nobody_is_known(letters: dict[str, Draft]) -> None:
    for draft in letters.values():
        assert not any(words in draft.body.casefold() for words in GENERIC), draft.name
    assert letters["maple-grove-treatment-center"].body.startswith(
        "To the person who keeps the referral list at Maple Grove"
    )


def test_a_place_without_a_person_is_a_task(workspace: Snapshot) -> None:
    row = next(
        row
        for row in contact_rows(workspace.records, workspace.today)
        if row.contact.id == "maple-grove-treatment-center"
    )
    assert "nobody's name" in row.missing


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("Dr. Abena Osei, MD", "Dear Dr. Osei,"),
        ("Rabbi Miriam Stein", "Dear Rabbi Stein,"),
        ("Dr. 王, MD", "Dear [[CONFIRM: Dr. and which family name, of 王?]],"),
        ("Dr. Anna & Dr. Tom Berg", "Dear [[CONFIRM: Dr. and which family name, of Anna?]],"),
    ],
)
def test_the_form_of_address_is_the_readers(name: str, greeting: str, book: Book) -> None:
    """Through a whole letter; the table of more than forty names is in briefs/test_salutation.py."""
    made = book(f"- {{name: '{name}', role: pcp}}\n")
    assert merged(made, "introduction").body.startswith(f"{greeting}\n")


def test_a_person_with_two_roles_gets_two_clearly_different_letters(book: Book) -> None:
    both = [
        merged(book(f"- {{name: Ada Okafor, roles: [{roles}], organization: Elm House}}\n"), "introduction").text
        for roles in ("pastor, hospital social worker", "hospital social worker, pastor")
    ]
    first, second = ({tuple(text.split()[i : i + 5]) for i in range(len(text.split()) - 4)} for text in both)
    assert len(first & second) / min(len(first), len(second)) < 0.3


def test_an_answer_is_remembered_and_its_question_is_not_asked_again(book: Book) -> None:
    first = LIBRARY.role_by_key["primary-care"].questions[0]
    before = said(book, "")
    after = said(
        book,
        ", needs: [{text: Medicaid patients wait months, heard: 2026-10-02, source: email}]",
        f"- {{date: 2026-09-20, contact: robin-vale, event: met, question: {first.key}}}\n",
    )
    assert before.startswith("Who is hardest to place")
    assert after.startswith("In October you wrote that Medicaid patients wait months.")
    assert "Who is hardest to place" not in after


@pytest.mark.parametrize(
    ("detail", "stands"),
    [
        (
            "{text: patients wait months, source: your page, heard: 2026-10-01}",
            "Your page says that patients wait months.",
        ),
        ("{text: patients wait months, source: your page, heard: 2023-10-01}", "[[CONFIRM: noted on 2023-10-01"),
        ("{text: patients wait months, source: your page}", "[[CONFIRM: noted without a date"),
        ("", ""),
    ],
)
def test_a_fact_is_cited_fresh_or_asked_about_and_never_invented(detail: str, stands: str, book: Book) -> None:
    text = said(book, f", details: [{detail}]" if detail else "")
    assert stands in text
    assert detail or "says that" not in text


def test_look_alikes_are_seen(letters: dict[str, Draft], workspace: Snapshot) -> None:
    """The swap test over all of the sample's introductions; a control is in test_sample_letters.py."""
    book = workspace.records.contacts.by_id
    shingles = {
        contact: fives(words_said(draft, book[contact])) for contact, draft in letters.items()
        if draft.letter == "introduction" and draft.language == "en"
    }  # fmt: skip
    assert len(shingles) >= 12
    assert max(overlap(shingles[one], shingles[other]) for one, other in combinations(shingles, 2)) < 0.8


# --- Tip 2: their needs first ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_the_need_or_the_question_comes_before_the_credentials(role: str) -> None:
    body = letter(role, "introduction").body
    assert body.index("?") < body.index("LPCC")


@pytest.mark.parametrize("role", ROLES)
def test_there_is_exactly_one_question_of_the_roles_own_bank(role: str) -> None:
    text = letter(role, "introduction").text
    assert text.count("?") == 1
    starts = [question.text.partition("{")[0][:40] for question in LIBRARY.role_by_key[role].questions]
    assert any(start[1:] in text for start in starts)  # behind a place its first letter is a small one


def test_only_offers_that_the_practice_has_and_the_reader_needs(letters: dict[str, Draft], workspace: Snapshot) -> None:
    """The law over any records is a Hypothesis test in letters/test_choosing.py; this is the sample."""
    briefer = Briefer(workspace.records, TODAY)
    for contact, draft in letters.items():
        keys = {need.key for need in briefer.needs(workspace.records.contacts.by_id[contact])}
        for offer in workspace.records.practice.offers:
            if offer.text in draft.body.replace("\\", ""):
                assert keys & set(offer.needs), (contact, offer.text)


def test_an_expired_opening_is_never_made_and_a_standing_one_has_its_day(book: Book) -> None:
    made = book(
        "- {name: Ann, role: pcp, needs: [evenings]}\n",
        "name: M\noffers: [{text: Two Tuesday evenings are open., needs: [evenings], until: 2026-11-30}]\n",
        "- {date: 2026-05-01, contact: ann, event: introduction sent}\n",
    )
    contact = made.contacts.contacts[0]
    standing, expired = (
        Briefer(made, day).brief(contact).tree["openings"] for day in (date(2026, 11, 30), date(2026, 12, 1))
    )
    assert [str(getattr(part, "text", "")) for line in listed(standing) for part in listed(line)] == [
        "Two Tuesday evenings are open.", "This stands until November 30.",
    ]  # fmt: skip
    assert expired == []


def listed(tree: object) -> list[object]:
    assert isinstance(tree, list)
    return tree


def test_a_talk_is_offered_only_to_those_whose_people_it_is_about(workspace: Snapshot) -> None:
    choices = {choice.contact.id: choice for choice in choose_letters(workspace, "presentation")}
    assert choices["abena-osei"].letter == "presentation"
    assert choices["marcus-bell"].letter == ""
    assert choices["marcus-bell"].because == "no talk in practice.yaml is about a need of theirs"


def test_without_an_offer_the_letter_only_asks_and_the_writer_is_told(run: Run, sample: Path) -> None:
    text = (sample / "practice.yaml").read_text()
    offered = re.compile(r"^(?:panels:.*\n|(?:offers|talks|updates):\n(?:  .*\n|\n)+)", re.MULTILINE)
    (sample / "practice.yaml").write_text(offered.sub("", text))
    ran = run("-C", sample, *DAY, "draft", "introduction", "--to", "abena-osei")
    assert "nothing in practice.yaml answers their needs today, so the letter asks more than it offers" in ran.err
    body = (sample / "drafts/abena-osei.introduction.md").read_text()
    offers = re.findall(r"- text: (I [^\n]+)", "".join(offered.findall(text)))
    assert len(offers) > 3
    assert not any(text in body for text in offers)


# --- Tip 3: easy to refer to ----------------------------------------------------------------------------------------


def test_a_changed_phone_changes_every_letter(sample: Path) -> None:
    before = Snapshot(sample, today=TODAY)
    write_drafts(before)
    (sample / "practice.yaml").write_text((sample / "practice.yaml").read_text().replace("555-0142", "555-0199"))
    after = Snapshot(sample, today=TODAY)
    write_drafts(after, DraftRequest(policy=WritePolicy(refresh=True)))
    bodies = "".join(path.read_text() for path in (sample / "drafts").glob("*.md"))
    assert "555-0142" not in bodies
    assert bodies.count("555-0199") >= 20


@pytest.mark.parametrize("missing", ["phone", "address"])
def test_a_signature_without_a_fact_names_it(missing: str, sample: Path, run: Run) -> None:
    text = (sample / "practice.yaml").read_text()
    text = re.sub(rf"^{missing}:.*\n(?:  .*\n)*", "", text, flags=re.MULTILINE)
    (sample / "practice.yaml").write_text(text)
    run("-C", sample, *DAY, "draft")
    assert f"practice.yaml has {'no phone' if missing == 'phone' else 'none'}" in run("-C", sample, *DAY, "check").out


@pytest.mark.parametrize("role", ROLES)
def test_every_first_letter_says_how_to_refer_and_to_keep_details_out_of_email(role: str) -> None:
    text = letter(role, "introduction").body
    assert "555-0142" in text
    assert "within one working day" in text or role == "physical-therapist"
    assert re.search(r"email|fax rather than", text), text


def test_the_facts_for_a_front_desk_hold_no_sales_talk() -> None:
    """The reply with the practice's facts, where nobody said which ones: lines, and not a sentence of the writer's."""
    past = "- {date: 2026-11-23, contact: robin-vale, event: update requested}\n"
    text = merged(records("front-office", past), "practice-info").text
    lines = [line for line in text.split("\n") if line.startswith("- ")]
    assert len(lines) >= 5
    assert not re.search(r"\b(I|my|me|we|our)\b", " ".join(lines))


# --- Tip 4: collaborate across the organisation ---------------------------------------------------------------------


def test_two_colleagues_never_get_one_letter(letters: dict[str, Draft], workspace: Snapshot) -> None:
    book = workspace.records.contacts.by_id
    for one, other in combinations(letters, 2):
        together = book[one].organization and book[one].organization == book[other].organization
        if together and letters[one].letter == letters[other].letter == "introduction":
            shared = overlap(fives(words_said(letters[one], book[one])), fives(words_said(letters[other], book[other])))
            assert shared < 0.8, (one, other)
            questions = [re.findall(r"[^.?]+\?", letters[who].body) for who in (one, other)]
            assert questions[0] != questions[1]


@pytest.mark.parametrize("key", LETTERS)
def test_somebody_who_is_gone_gets_no_letter_and_their_place_is_asked_once(key: str) -> None:
    made = records("school", "- {date: 2026-09-01, contact: robin-vale, event: retired, mention: you had a garden}\n")
    reason = against(made, key)
    if key != "successor":
        assert "has retired" in reason
        return
    assert reason == ""
    written = merged(made, key)
    assert written.body.startswith("To the person who keeps the referral list at Elm House,")
    assert "garden" not in written.body


def test_a_letter_about_a_shared_client_needs_a_release_that_stands(workspace: Snapshot) -> None:
    def choice(release: date | None) -> str:
        (found,) = choose_letters(workspace, "shared-client", ["ana-valdez-roca"], release)
        return found.letter or found.because

    assert choice(None) == "it needs a signed release; give its last day with --release"
    assert choice(date(2026, 11, 23)) == "the release ended on 2026-11-23"
    assert choice(TODAY) == "shared-client"


def test_a_shell_holds_blanks_and_never_leaves_as_mail(sample: Path, run: Run) -> None:
    ran = run("-C", sample, *DAY, "draft", "shared-client", "--to", "ana-valdez-roca", "--release", "2027-10-01")
    assert ran.code == 0
    body = (sample / "drafts/ana-valdez-roca.shared-client.md").read_text()
    assert body.count("[[CLIENT: ") == 4
    assert "stands until October 1, 2027" in body
    assert "to:" not in body.split("---")[1]
    ran = run("-C", sample, *DAY, "export", "eml", "--all")
    assert "it is finished in your record system, and leaves from there" in ran.out
    assert not list((sample / "outbox").glob("*"))


# --- Tip 5: mind the details ----------------------------------------------------------------------------------------


def test_a_list_gets_its_facts_in_its_own_order_and_unknown_ones_are_marked(book: Book) -> None:
    asked = ["Tel", "NPI number", "Rates", "Insurance accepted", "Favourite colour"]
    made = book(
        "- {name: Ann, role: front desk}\n",
        "name: M\nphone: 555-0142\npanels: [Buckeye, Molina]\nfacts: {fee: $140}\n",
        f"- {{date: 2026-11-23, contact: ann, event: update requested, fields: [{', '.join(asked)}]}}\n",
    )
    lines = [line for line in merged(made, "practice-info").text.split("\n") if line.startswith("- ")]
    assert [line.split("**")[1].rstrip(":") for line in lines] == asked
    assert lines[0].endswith("555-0142")
    assert lines[2].endswith("$140")
    assert lines[3].endswith("Buckeye, Molina")
    assert "[[CONFIRM: NPI number" in lines[1]
    assert "[[CONFIRM: Favourite colour" in lines[4]
    assert "as of November 24, 2026" in merged(made, "practice-info").text


@pytest.mark.parametrize("key", ["thank-you", "thank-you-card"])
@pytest.mark.parametrize("role", ROLES)
def test_thanks_hold_no_client_no_count_no_date_no_gift_and_no_promotion(role: str, key: str) -> None:
    text = letter(role, key).text.casefold()
    for word in ("referral", "referred", "2026", "november", "gift", "card for", "555", "opening", "i offer", "two ", "both",
                 " she ", " he ", "your client", "your patient", "your student", "keep them coming"):  # fmt: skip
        assert word not in text, word
    if key == "thank-you-card":
        assert 40 <= len(text.split()) <= 60


def test_a_name_that_changed_is_in_no_renewed_letter(sample: Path) -> None:
    write_drafts(Snapshot(sample, today=TODAY))
    path = sample / "contacts.yaml"
    path.write_text(path.read_text().replace("name: Dr. Abena Osei, MD", "name: Dr. Abena Mensah, MD"))
    write_drafts(Snapshot(sample, today=TODAY), DraftRequest(policy=WritePolicy(refresh=True)))
    body = (sample / "drafts/abena-osei.introduction.md").read_text()
    assert "Dear Dr. Mensah," in body
    assert "Osei" not in body.split("---")[2]


# --- Tip 6: stay current --------------------------------------------------------------------------------------------


def test_news_is_what_is_new_since_the_last_letter_and_matters_to_this_reader(workspace: Snapshot) -> None:
    text = merged_for(workspace, "priya-raman", "annual-update")
    assert "Since September I run a Wednesday evening group" in text
    assert "Molina" not in text
    quiet = merged(
        records("treatment-center", "- {date: 2025-05-20, contact: robin-vale, event: called}\n", offers=False),
        "annual-update",
    )
    assert not re.search(r"\bnew\b|\bnews,", quiet.text)
    assert "I have" not in quiet.text


def merged_for(workspace: Snapshot, contact: str, key: str) -> str:
    write_drafts(workspace, DraftRequest(key, [contact]))
    return next(path.read_text() for path in (workspace.folder / "drafts").glob(f"{contact}.{key}*.md"))


def test_two_weeks_eleven_months_and_four_years_sound_different() -> None:
    texts = [
        merged(records("clergy", f"- {{date: {day}, contact: robin-vale, event: called}}\n"), "annual-update").text
        for day in ("2026-11-10", "2025-12-20", "2022-11-10")
    ]
    assert texts[0].startswith("We were in touch only lately, so this is short.")
    assert "only lately" not in texts[1]
    assert "since we were last in touch" not in texts[1]
    assert "It is four years since we were last in touch." in texts[2]


def test_a_second_run_writes_nothing_and_a_stop_is_kept(sample: Path, run: Run) -> None:
    run("-C", sample, *DAY, "draft")
    files = {path: path.read_bytes() for path in (sample / "drafts").iterdir()}
    assert run("-C", sample, *DAY, "draft").out.startswith("Already there (22)")
    assert {path: path.read_bytes() for path in (sample / "drafts").iterdir()} == files
    assert not (sample / "drafts/ellen-marsh.introduction.md").exists()


def test_an_edit_survives_whatever_is_drafted_again(with_drafts: Path, run: Run) -> None:
    path = with_drafts / "drafts/abena-osei.introduction.md"
    change(path, "I take Buckeye", "I was glad to meet you. I take Buckeye")
    (with_drafts / "practice.yaml").write_text(
        (with_drafts / "practice.yaml").read_text().replace("555-0142", "555-0199")
    )
    run("-C", with_drafts, *DAY, "draft", "--refresh")
    assert "I was glad to meet you." in path.read_text()
    assert "555-0199" in path.read_text(), "what changed elsewhere comes in beside it"
