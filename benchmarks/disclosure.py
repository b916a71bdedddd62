"""How well the checks find a disclosed client or a gift, for sentences tuned on and for others.

Run by ``make accuracy``. Each sentence of ``tests/data/disclosure/`` stands alone in a letter that is whole but for it.
A violation is found where a rule of its family speaks; an innocent sentence is a false alarm where one of either does.
"""

import sys
import time
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from composer.checks.engine.inspection import Inspection, Recipient, name_words
from composer.checks.engine.standards import make_standards
from composer.checks.registry import inspect
from composer.drafts.draft import Draft
from composer.letters.catalogue import LetterHead
from composer.records.book import Records
from composer.records.contacts import ContactBook
from composer.records.history import History
from composer.records.library import parse_library, read_templates
from composer.records.practice import Practice
from composer.shipped import templates_folder
from composer.yaml.reader import Map, Seq, read_yaml

DATA = Path(__file__).resolve().parents[1] / "tests" / "data" / "disclosure"
FAMILIES = ("privacy", "gifts")
HEAD = LetterHead(letter="letter", title="L", about="A.", purpose="relationship", once="ever", subject="s")
# People whose names the sentences hold, so that the checks know them as colleagues.
KNOWN = ("Patience May", "Grace Client", "Jonah Brandt", "Ruth Adeyemi", "Suparman")


@dataclass(frozen=True)
class Labelled:
    """One sentence, and what it breaks: a family of rules, or nothing."""

    text: str
    breaks: str


@dataclass(frozen=True)
class Accuracy:
    """What was measured over one half."""

    violations: int
    missed: tuple[str, ...]
    innocent: int
    false: tuple[tuple[str, str], ...]
    """Innocent sentences with the rule that spoke."""
    milliseconds: float
    """For one letter with all rules, each sentence read for the first time."""

    @property
    def recall(self) -> float:
        """The share of violations that were found."""
        return 1 - len(self.missed) / self.violations

    @property
    def alarms(self) -> float:
        """The share of innocent sentences with a false alarm."""
        return len({text for text, _ in self.false}) / self.innocent


def read_sentences(half: str) -> list[Labelled]:
    """The sentences of ``tuning`` or ``held-back``."""
    found = read_yaml((DATA / f"{half}.yaml").read_text(encoding="utf-8"), half).value
    assert isinstance(found, Seq)
    return [Labelled(str(item["text"]), str(item["breaks"])) for item in found if isinstance(item, Map)]


def make_letter() -> Inspection:
    """A letter that is not thanks, so that nothing is stopped only because it is."""
    library = parse_library(read_templates([(templates_folder(), "")]))
    practice = Practice(name="Maya Chen", address="12 Harbor Street", phone="555-0142")
    standards = make_standards(Records(ContactBook(), practice, History(), library), date(2026, 11, 24))
    names = tuple(sorted({word for name in KNOWN for word in name_words(name)}))
    ann = Recipient("Ann Lee", "ann@x.example", names=names, role="primary-care")
    return Inspection(Draft("ann.letter", "Hello", "", contact="ann"), "drafts/ann.letter.md", standards, ann, HEAD)


def measure(half: str) -> Accuracy:
    """The accuracy over one half."""
    letter = make_letter()
    sentences = read_sentences(half)
    inspect(replace(letter, draft=replace(letter.draft, body="Warm up the phrases.")))
    begin = time.perf_counter()
    found = [(sentence, _codes(letter, sentence.text)) for sentence in sentences]
    took = (time.perf_counter() - begin) / len(sentences) * 1e3
    wrong = [(sentence, codes) for sentence, codes in found if sentence.breaks != "innocent"]
    right = [(sentence, codes) for sentence, codes in found if sentence.breaks == "innocent"]
    return Accuracy(
        len(wrong),
        tuple(s.text for s, codes in wrong if not any(code.startswith(s.breaks) for code in codes)),
        len(right),
        tuple((s.text, code) for s, codes in right for code in codes),
        took,
    )


def _codes(letter: Inspection, text: str) -> list[str]:
    draft = replace(letter.draft, body=f"Dear Ann,\n\n{text}\n\nMaya Chen\n")
    problems = inspect(replace(letter, draft=draft))
    return sorted({problem.code for problem in problems if problem.code.startswith(FAMILIES)})


def main() -> None:
    """Prints both halves; the sentences that went wrong only for the half that may be looked at."""
    for half in ("tuning", "held-back"):
        got = measure(half)
        found = got.violations - len(got.missed)
        print(
            f"{half}: {found} of {got.violations} disclosures and gifts found ({got.recall:.1%}), "
            f"{round(got.alarms * got.innocent)} false alarms in {got.innocent} innocent sentences ({got.alarms:.1%}), "
            f"{got.milliseconds:.1f} ms a letter"
        )
        if half == "tuning" or "--all" in sys.argv:
            for text in got.missed:
                print(f"  missed: {text}")
            for text, code in got.false:
                print(f"  false:  {code}: {text}")


if __name__ == "__main__":
    main()
