"""What a rule is: a check with its page above it, and the checks for a rule's phrases and for its sentences."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from composer.checks.engine.inspection import ASK, BLOCK, Finding, Findings, Inspection, RuleLevel
from composer.checks.engine.sentences import plain, sentences
from composer.errors import Place, Problem

_SHOWN = 90  # characters of a sentence that is named
Check = Callable[[Inspection], Findings]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One check, with its page: what it looks for, why, where that is written, a wrong and a right example."""

    code: str
    """Family and name: ``holes-confirm``."""
    level: RuleLevel
    summary: str
    why: str
    source: str
    """The law, the code of ethics or the study that it rests on; ``our judgement`` and why, where there is none."""
    remedy: str
    wrong: str
    """An example that breaks it. A test holds every example against its rule."""
    right: str
    """How the same is said without breaking it."""
    check: Check
    final: bool = False
    """Whether no reason lets it pass."""
    stranger: str = ""
    """What a stranger could learn from a sentence that this rule asks about; empty for a rule that never asks."""

    @property
    def family(self) -> str:
        """What it belongs to: ``holes``."""
        return self.code.partition("-")[0]

    def problems(self, inspection: Inspection) -> list[Problem]:
        """What this rule finds in a draft."""
        return [self.problem(inspection, found) for found in self.check(inspection)]

    def problem(self, inspection: Inspection, found: Finding) -> Problem:
        """What its check has found, as a problem with its code and remedy, or with the reason that lets it pass."""
        at = Place(inspection.path, found.line, found.column)
        if not self.final and (reason := dict(inspection.draft.overrides).get(self.code)):
            return at.warning(self.code, f"{found.text} (let pass: {reason})")
        level, hint = found.level or self.level, found.hint or self.remedy
        if level == ASK:
            return at.ask(self.code, found.text, hint, found.sentence)
        return (at.error if level == BLOCK else at.warning)(self.code, found.text, hint)


def rule(  # noqa: PLR0913  # the parts of a page
    code: str,
    *,
    level: RuleLevel,
    source: str,
    remedy: str,
    wrong: str,
    right: str,
    final: bool = False,
    stranger: str = "",
) -> Callable[[Check], Rule]:
    """Makes the check below it a rule. The check's docstring is its page: first what it looks for, then why."""

    def make(check: Check) -> Rule:
        text = " ".join((check.__doc__ or "").split())
        summary = next((sentence.text for sentence in sentences(text)), "")
        why = text.removeprefix(summary).strip()
        return Rule(
            code=code, level=level, summary=summary, why=why, source=source, remedy=remedy, wrong=wrong, right=right,
            check=check, final=final, stranger=stranger,
        )  # fmt: skip

    return make


def weighed(inspection: Inspection, code: str, text: str, question: str) -> Findings:
    """Objects to sentences that break a rule by all their words together, and asks about those that may.

    The sentence stands for ``{}`` in `text` and in `question`.
    """
    for found in inspection.read_sentences:
        if found.kind == code:
            said = found.text if len(found.text) <= _SHOWN else f"{found.text[:_SHOWN].rsplit(' ', 1)[0]} …"
            words = (text if found.level == BLOCK else question).format(said)
            at = inspection.at(found.start, words) if found.start >= 0 else inspection.on("subject", words)
            yield replace(at, level=found.level, sentence=found.text if found.level == ASK else "")


def phrases(
    inspection: Inspection, code: str, text: str, *, level: RuleLevel | None = None, hint: str = ""
) -> Iterator[Finding]:
    """Objects to the phrases of a rule, in the subject and in the body, but for what readers of this role say.

    The words found stand for ``{}`` in `text`. A `hint` is the remedy where the wording has none in a phrase's place.
    """
    matches, in_subject = inspection.matches(code), [(-1, said) for said in inspection.in_subject(code)]
    if not matches and not in_subject:
        return
    wording = inspection.reader.rule(code)
    allowed = wording.roles.get(inspection.role, ())
    in_body = {(match.sentence.start, match.text): match.start for match in reversed(matches)}
    for start, said in [*in_subject, *sorted((start, said) for (_, said), start in in_body.items())]:
        if plain(said) in allowed:
            continue
        others = (f"in its place: {other}" for phrase, other in wording.instead.items() if phrase in plain(said))
        finding = text.format(said), next(others, hint), level
        yield inspection.at(start, *finding) if start >= 0 else inspection.on("subject", *finding)
