"""The sample's letters, read as their readers would compare them: no two are one letter with another name."""

import re
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import pytest

from benchmarks.recurrence import alike, letters_of, practice_sentences, recurrence
from composer.briefs.brief import Briefer, Occasion
from composer.drafts.draft import Draft
from composer.records.contacts import Contact
from composer.workspace.drafting import write_drafts
from composer.workspace.snapshot import Snapshot
from tests.conftest import TODAY

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"


def words_said(draft: Draft, contact: Contact) -> list[str]:
    """A letter's own words: without greeting and signature, names, organisations and dates."""
    body = draft.body.split("\n\n", 1)[1].split("\n\nWith good wishes,")[0]
    for name in {*contact.name.split(), contact.organization} - {""}:
        body = re.sub(rf"\b{re.escape(name)}\b", "", body)
    body = re.sub(rf"\b(?:{MONTHS})\b|\d[\d.:,-]*", "", body)
    return re.findall(r"[^\W_]+", body.casefold())


def fives(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[index : index + 5]) for index in range(len(words) - 4)}


def overlap(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    """The larger share of one letter's five-word sequences that stand in the other, too."""
    return len(one & other) / max(1, min(len(one), len(other)))


def test_no_two_introductions_are_one_letter_with_another_name(letters: dict[str, Draft], workspace: Snapshot) -> None:
    """Below 60 % of their five-word sequences across roles, below 80 % within one."""
    book = workspace.records.contacts.by_id
    shingles, roles = {}, {}
    for contact, draft in letters.items():
        if draft.letter == "introduction":
            shingles[contact] = fives(words_said(draft, book[contact]))
            roles[contact] = workspace.records.library.role_of(book[contact].roles[0])[0].key
    assert len(shingles) >= 13
    for one, other in combinations(shingles, 2):
        limit = 0.8 if roles[one] == roles[other] else 0.6
        assert overlap(shingles[one], shingles[other]) < limit, (one, other)


def test_the_measure_sees_a_blast() -> None:
    """A control: two letters that differ by a name are one letter."""
    text = "I take Medicaid and have two openings on Tuesday evenings for people who wait"
    ann, bo = (Draft("a", "s", f"Dear {name},\n\n{name}, {text}\n", contact=name) for name in ("Ann", "Bo"))
    shared = overlap(fives(words_said(ann, Contact(name="Ann"))), fives(words_said(bo, Contact(name="Bo"))))
    assert shared == 1.0


def test_every_introduction_asks_one_question_before_it_speaks_of_the_writer(
    letters: dict[str, Draft], workspace: Snapshot
) -> None:
    """Or none, where the writer has an answer to what the reader has said."""
    for contact, draft in letters.items():
        if draft.letter == "introduction":
            text = draft.body.split("\n\nWith good wishes,")[0]
            answered = any(need.answer and need.answer in draft.body for need in workspace.contact(contact).needs)
            assert text.count("?") == (0 if answered else 1), contact
            assert text.find("?") < text.find("LPCC") or "LPCC" not in text, contact
            first = text.split("\n\n")[1]
            assert not first.startswith(("I ", "My ", "I'")), contact


def test_letters_keep_to_their_length(letters: dict[str, Draft], workspace: Snapshot) -> None:
    for contact, draft in letters.items():
        shortest, longest = workspace.letter(draft.letter).head.words
        body = draft.body.split("\n\n", 1)[1].split("\n\nWith good wishes,")[0]
        assert shortest <= len(body.split()) <= longest, (contact, len(body.split()))


def test_subjects_are_short_and_name_nobody(letters: dict[str, Draft], workspace: Snapshot) -> None:
    names = {
        part for contact in workspace.records.contacts.contacts for part in re.findall(r"[^\W\d_]{4,}", contact.name)
    }
    for contact, draft in letters.items():
        assert 2 <= len(draft.subject.split()) <= 8, (contact, draft.subject)
        assert not names & set(draft.subject.split()), (contact, draft.subject)


def test_a_thank_you_holds_no_client_no_count_no_date_and_no_offer(letters: dict[str, Draft]) -> None:
    text = letters["ana-valdez-roca"].body.casefold()
    for word in (
        "referral",
        "refer",
        "client",
        "patient",
        " she ",
        " he ",
        " they ",
        "october",
        "2026",
        "two",
        "opening",
        "gift",
        "555",
    ):
        assert word not in text, word


def test_every_offer_in_a_letter_stands_in_practice_yaml(letters: dict[str, Draft], workspace: Snapshot) -> None:
    """One or two where something is known that one answers, and none where nothing is; a limit to the one it concerns."""
    offers = [offer.text for offer in workspace.records.practice.offers]
    briefer, shapes = Briefer(workspace.records, TODAY), set()
    for contact, draft in letters.items():
        if draft.letter == "introduction" and draft.language == "en":
            shape = briefer.brief(workspace.contact(contact), Occasion("introduction")).tree["shape"]
            made = [offer for offer in offers if offer in draft.body.replace("\\", "")]
            if any(need.answer for need in workspace.contact(contact).needs):
                shape = "answered"
            fewest, most = {"question": (0, 0), "visit": (0, 0), "acquaintance": (0, 2), "answered": (0, 1)}.get(
                str(shape), (1, 2)
            )
            assert fewest <= len(made) <= most, (contact, shape)
            shapes.add(shape)
    assert shapes == {"acquaintance", "need", "visit", "word", "answered"}
    assert "For Mandarin-speaking families I am not the right person" in letters["grace-wang"].body
    assert sum("Mandarin" in draft.body for draft in letters.values()) == 1


def test_an_offer_that_has_expired_is_in_no_letter(sample: Path) -> None:
    later = Snapshot(sample, today=TODAY.replace(year=2029))
    write_drafts(later)
    bodies = "".join(path.read_text() for path in (sample / "drafts").glob("*.md"))
    expired = [offer.text for offer in later.records.practice.offers if offer.until]
    assert expired
    assert not [text for text in expired if text in bodies]


def test_private_notes_reach_no_draft(sample: Path) -> None:
    text = (
        (sample / "contacts.yaml")
        .read_text()
        .replace("name: Jonah Brandt", "name: Jonah Brandt\n    notes: DO-NOT-PRINT")
    )
    (sample / "contacts.yaml").write_text(text)
    write_drafts(Snapshot(sample, today=TODAY))
    assert "DO-NOT-PRINT" not in "".join(path.read_text() for path in (sample / "drafts").glob("*.md"))


@pytest.mark.parametrize(
    "awkward", ["single name", "title", "other script", "nobody known", "two hats", "stop", "retired", "no email"]
)
def test_the_sample_has_its_awkward_ones(awkward: str, workspace: Snapshot) -> None:
    found: dict[str, Iterable[Contact]] = {
        "single name": [c for c in workspace.records.contacts.contacts if c.name and " " not in c.name],
        "title": [c for c in workspace.records.contacts.contacts if c.name.startswith("The Rev.")],
        "other script": [
            c for c in workspace.records.contacts.contacts if c.name and not c.name.isascii() and ord(c.name[0]) > 0x370
        ],
        "nobody known": [c for c in workspace.records.contacts.contacts if c.unknown_person],
        "two hats": [c for c in workspace.records.contacts.contacts if len(c.roles) > 1],
        "stop": [c for c in workspace.records.contacts.contacts if c.do_not_contact],
        "retired": [c for c in workspace.records.contacts.contacts if c.status == "retired"],
        "no email": [c for c in workspace.records.contacts.contacts if not c.email],
    }
    assert list(found[awkward])
    assert len(workspace.records.contacts.contacts) >= 14


def test_no_sample_address_or_phone_could_be_somebodys(workspace: Snapshot) -> None:
    for contact in workspace.records.contacts.contacts:
        assert not contact.email or contact.email.endswith(".example")
        assert not contact.phone or contact.phone.startswith("555-01")
        assert not contact.fax or contact.fax.startswith("555-01")


def test_what_recurs_in_introductions_is_little_and_hardly_ever_the_programs_own(workspace: Snapshot) -> None:
    """Of all their sentences a quarter at most stands in another one, facts of the practice included; of the program's
    own one in twenty.
    """
    found = recurrence(letters_of(workspace, "introduction"), practice_sentences(workspace))
    assert found.letters >= 17
    assert found.share <= 0.25
    assert found.recurring - found.own <= found.places / 20


def test_an_offer_of_a_talk_is_no_circular(workspace: Snapshot) -> None:
    """Two of them have at most 60 % of their five-word sequences in common, the facts of the talk included."""
    letters = letters_of(workspace, "presentation")
    assert len(letters) >= 9
    assert max(alike(letters[one], letters[other]) for one, other in combinations(letters, 2)) <= 0.6


def test_the_measure_of_what_recurs_sees_a_skeleton() -> None:
    """A control: the same sentences in another order all recur, and those of the practice are told from others."""
    letters = {"ann": "Who waits? I take Buckeye. Do call.", "bo": "I take Buckeye. Do call. And who waits?"}
    found = recurrence(letters, ["I take Buckeye."])
    assert (found.places, found.recurring, found.own) == (6, 4, 2)
