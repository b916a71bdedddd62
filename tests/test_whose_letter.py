"""A letter is its reader's: their role can be guessed from its words alone."""

import re
from collections import Counter

from composer.drafts.draft import Draft
from composer.records.roles import RoleProfile
from composer.workspace.snapshot import Snapshot
from tests.shipped import LIBRARY
from tests.test_sample_letters import words_said

# --- Whose letter is it -----------------------------------------------------------------------------------------------


def profile_words(role: RoleProfile, without: str = "") -> Counter[str]:
    """All that a profile says of its readers and to them, but for the sentences that stand in the letter ``without``.

    The names by which people write a role are titles and places, a hundred for some, and no words of its work.
    """
    described = [
        role.about,
        role.name,
        *role.words.use,
        role.people,
        role.person,
        role.channel,
        *role.never,
    ]
    wants = [form for want in role.wants for form in (want.people, want.clause, want.subject, want.need)]
    to_them = [
        *(text for question in role.questions if not question.trades for text in (question.text, question.asked)), *role.wish,
        *role.ask_again, *role.regard, *role.kindness, role.gathering,
    ]  # fmt: skip
    fresh = [text for text in to_them if not (without and stands_in(text, without))]
    return Counter(re.findall(r"[a-z]{3,}", " ".join([*described, *wants, *fresh]).casefold()))


def stands_in(sentence: str, letter: str) -> bool:
    """Whether a letter holds a sentence, its open places aside."""
    parts = [re.escape(part) for part in re.split(r"\{[^{}]*\}", " ".join(sentence.casefold().split()))]
    return re.search(".{0,200}?".join(parts), letter) is not None


def guess(text: str, bags: dict[str, Counter[str]]) -> list[str]:
    """The roles whose description shares most words with a text, a rare word counting more; the nearest first."""
    import math

    holders = Counter(word for bag in bags.values() for word in bag)
    words = Counter(re.findall(r"[a-z]{3,}", text.casefold()))
    weight = {word: math.log(len(bags) / count) for word, count in holders.items()}
    norms = {
        role: math.sqrt(sum((weight[w] * math.log1p(c)) ** 2 for w, c in bag.items())) for role, bag in bags.items()
    }

    def score(role: str) -> float:
        bag = bags[role]
        return sum(weight[w] ** 2 * math.log1p(bag[w]) * math.log1p(words[w]) for w in words if w in bag) / norms[role]

    return sorted(bags, key=score, reverse=True)


def guessed(letters: dict[str, Draft], workspace: Snapshot, *, own_sentences: bool) -> float:
    """The share of the sample's introductions whose reader's role is the nearest profile."""
    book, right = workspace.records.contacts.by_id, []
    for contact, draft in letters.items():
        role = workspace.library.role_of(book[contact].roles[0]).role.key
        if draft.letter == "introduction" and draft.language == "en" and role != "general":
            body = "" if own_sentences else " ".join(draft.body.casefold().split())
            bags = {role.key: profile_words(role, body) for role in LIBRARY.roles if role.key != "general"}
            right.append(guess(" ".join(words_said(draft, book[contact])), bags)[0] == role)
    assert len(right) >= 12
    return sum(right) / len(right)


def test_the_role_of_nine_in_ten_introductions_can_be_guessed_from_their_words(
    letters: dict[str, Draft], workspace: Snapshot
) -> None:
    """Names, places and dates are taken out first."""
    assert guessed(letters, workspace, own_sentences=True) >= 0.9


def test_even_without_a_letters_own_sentences_its_profile_is_near(
    letters: dict[str, Draft], workspace: Snapshot
) -> None:
    """By shared vocabulary alone half are guessed, among twenty; those that are not go to a neighbour's profile."""
    assert guessed(letters, workspace, own_sentences=False) >= 0.5
