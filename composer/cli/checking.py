"""`outreach check`, `rule` and `measure`: what must not go out, why, and how personal a letter is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict

import click

from composer.checks.engine.rule import Rule
from composer.checks.inspector import Checked, Measured
from composer.checks.pages import page
from composer.checks.registry import FAMILIES, PAGES
from composer.cli.console import as_json, heading, out, plural, progress, show_problems, table
from composer.cli.root import json_option, snapshot_of
from composer.errors import NotFoundError, Problem, errors_in
from composer.spelling import did_you_mean
from composer.workspace import checking


@click.command()
@click.argument("drafts", nargs=-1)
@json_option
@click.pass_context
def check(context: click.Context, drafts: tuple[str, ...], as_data: bool) -> int:
    """Look for what must not go out, in the records and in the drafts (all of them, or those you name).

    What is marked error stops a draft from leaving; a warning stops nothing. `outreach rule CODE` explains each. A
    block that is wrong for one letter is let pass in the head of its draft: `overrides: {CODE: the reason}`.
    """
    snapshot = snapshot_of(context)
    noted = [*snapshot.problems, *(checking.check_records(snapshot) if not drafts else ())]
    with progress("Checking", len(drafts) or len(snapshot.store.names())) as tell:
        checked = checking.check_drafts(snapshot, drafts, progress=tell)
    found = [*noted, *(problem for one in checked for problem in one.problems)]
    if as_data:
        as_json({"drafts": len(checked), "problems": [problem.as_dict() for problem in found]})
    else:
        _show(noted, checked)
        _summary(len(checked), found)
    return 1 if errors_in(found) else 0


def _show(noted: Sequence[Problem], checked: Sequence[Checked]) -> None:
    """The records first, then the drafts, the worst of them first."""
    _group("The records", noted)
    with_problems = [one for one in checked if one.problems]
    for one in sorted(with_problems, key=_badness, reverse=True):
        _group(one.stored.path.removeprefix("drafts/").removesuffix(".md"), one.problems)


def _badness(one: Checked) -> tuple[int, int]:
    blocks = len(errors_in(one.problems))
    return blocks, len(one.problems) - blocks


def _group(title: str, problems: Sequence[Problem]) -> None:
    if problems:
        heading(f"{title}: {_counts(problems)}")
        show_problems(sorted(problems, key=lambda problem: (problem.level != "error", problem)), err=False)
        out()


def _counts(problems: Sequence[Problem]) -> str:
    blocks = len(errors_in(problems))
    parts = [plural(blocks, "thing") + " to mend"] if blocks else []
    if len(problems) > blocks:
        parts.append(plural(len(problems) - blocks, "thing") + " to look at")
    return ", ".join(parts)


def _summary(count: int, found: Sequence[Problem]) -> None:
    if not count:
        out("There are no drafts yet. `outreach draft` writes them.")
    elif not found:
        out(f"{plural(count, 'draft')}, and nothing to mend.")
    else:
        blocks = len(errors_in(found))
        looks = len(found) - blocks
        out(f"{plural(count, 'draft')}: {plural(blocks, 'thing')} to mend, {plural(looks, 'thing')} to look at.")


# --- rules -------------------------------------------------------------------------------------------------------


@click.command()
@click.argument("code", default="")
@json_option
def rule(code: str, as_data: bool) -> int:
    """Explain the rule CODE, or list all of them."""
    if not code:
        _list_rules(as_data=as_data)
        return 0
    if code not in PAGES:
        raise NotFoundError(f"there is no rule '{code}'", hint=did_you_mean(code, PAGES, "`outreach rule` lists them"))
    found = page(PAGES[code])
    if as_data:
        as_json(found)
    else:
        _show_rule(PAGES[code], found)
    return 0


def _list_rules(*, as_data: bool) -> None:
    if as_data:
        as_json({"rules": [page(found) for found in PAGES.values()]})
        return
    families: dict[str, list[Rule]] = defaultdict(list)
    for found in PAGES.values():
        families[found.code.partition("-")[0]].append(found)
    for family, about in FAMILIES.items():
        heading(f"{family}: {about}")
        table([(f"  {found.code}", found.level, found.summary) for found in families[family]])
        out()
    out(f"{len(PAGES)} rules. `outreach rule CODE` explains one.")


def _show_rule(found: Rule, said: Mapping[str, str]) -> None:
    level = "stops the letter" if found.level == "block" else "worth a look; it stops nothing"
    heading(f"{found.code}: {level}")
    out(f"{found.summary} {found.why}\n")
    table(
        [
            ("  Wrong", said["wrong"] or "(nothing)"),
            ("  Right", said["right"]),
            ("  To do", said["remedy"]),
            ("  Source", f"{said['source']}."),
            ("  Let pass", "no reason does" if found.final else f"in the draft's head, {said['override']}"),
        ]
    )


# --- measures ----------------------------------------------------------------------------------------------------


@click.command()
@click.argument("drafts", nargs=-1)
@json_option
@click.pass_context
def measure(context: click.Context, drafts: tuple[str, ...], as_data: bool) -> int:
    """Measure how personal each draft is, against every other and against the person's record.

    OWN is the share of its five-word sequences that no other draft has, LIKE the share that stands in the draft most
    like it. FACTS counts what the letter uses of what the record knows.
    """
    found = checking.measure(snapshot_of(context), drafts)
    if as_data:
        as_json({"drafts": [asdict(one) for one in found]})
    elif not found:
        out("There are no drafts yet. `outreach draft` writes them.")
    else:
        table(
            [_row(one) for one in found],
            titles=("DRAFT", "FACTS", "OWN", "LIKE", "WORDS", "GRADE", "YOU:I", "MOST LIKE"),
        )
        _unused(found)
    return 0


def _row(one: Measured) -> tuple[str, ...]:
    figures = one.measures
    facts = f"{len(figures.used)} of {len(figures.used) + len(figures.unused)}"
    own, like = f"{one.specific:.0%}", f"{one.overlap:.0%}"
    return (
        one.draft,
        facts,
        own,
        like,
        str(figures.words),
        f"{figures.grade:.0f}",
        f"{figures.you}:{figures.i}",
        one.nearest,
    )


def _unused(found: Sequence[Measured]) -> None:
    """What each record knows and its letter does not say."""
    waiting = [(one.draft, fact) for one in found for fact in one.measures.unused]
    if waiting:
        out()
        heading("What the records know, and the letters do not say")
        table([(f"  {draft}", fact) for draft, fact in waiting])
