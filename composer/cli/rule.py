"""`outreach rule`: what a rule looks for, why, and what to do."""

from collections.abc import Mapping

import click

from composer.checks.engine.rule import Rule
from composer.checks.pages import page
from composer.checks.registry import FAMILIES, RULES
from composer.cli.console import as_json, heading, out, table
from composer.cli.options import json_option
from composer.errors import NotFoundError
from composer.spelling import did_you_mean


@click.command()
@click.argument("code", default="")
@json_option
def rule(code: str, as_data: bool) -> int:
    """Explain the rule CODE, or list all of them."""
    if not code:
        _list_rules(as_data=as_data)
        return 0
    if code not in RULES:
        raise NotFoundError(f"there is no rule '{code}'", hint=did_you_mean(code, RULES, "`outreach rule` lists them"))
    found = page(RULES[code])
    if as_data:
        as_json(found)
    else:
        _show_rule(RULES[code], found)
    return 0


def _list_rules(*, as_data: bool) -> None:
    if as_data:
        as_json({"rules": [page(found) for found in RULES.values()]})
        return
    for family, about in FAMILIES.items():
        heading(f"{family}: {about}")
        table([(f"  {one.code}", one.level, one.summary) for one in RULES.values() if one.family == family])
        out()
    out(f"{len(RULES)} rules. `outreach rule CODE` explains one.")


def _show_rule(found: Rule, said: Mapping[str, str]) -> None:
    level = "stops the letter" if found.level == "block" else "worth a look; it stops nothing"
    heading(f"{found.code}: {level}")
    out(f"{found.summary} {found.why}\n")
    table(
        [
            ("  Wrong", said["wrong"] or "(nothing)"),
            ("  Right", said["right"]),
            ("  To do", said["remedy"]),
            *([("  In doubt", said["in_doubt"])] if found.stranger else []),
            ("  Source", f"{said['source']}."),
            ("  Let pass", "no reason does" if found.final else f"in the draft's head, {said['override']}"),
        ]
    )
