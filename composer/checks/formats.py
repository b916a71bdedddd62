"""Problems for other programs: SARIF 2.1.0 (OASIS) and the annotations of GitHub's workflow commands."""

from collections.abc import Iterable, Sequence
from typing import Any

from composer.checks.registry import PAGES
from composer.errors import Problem

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(problems: Sequence[Problem], version: str) -> dict[str, Any]:
    """One SARIF log with one run; every rule that found something is described in it.

    Args:
        problems: what was found.
        version: this program's.
    """
    codes = sorted({problem.code for problem in problems})
    driver = {"name": "outreach-composer", "version": version, "rules": [_described(code) for code in codes]}
    results = [_result(problem, codes) for problem in problems]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _described(code: str) -> dict[str, Any]:
    rule = PAGES.get(code)
    if rule is None:
        return {"id": code, "shortDescription": {"text": code}}
    return {
        "id": code,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": f"{rule.why} Source: {rule.source}."},
        "help": {"text": f"Wrong: {rule.wrong}\nRight: {rule.right}\nTo do: {rule.remedy}."},
        "defaultConfiguration": {"level": "error" if rule.severity == "block" else "warning"},
    }


def _result(problem: Problem, codes: Sequence[str]) -> dict[str, Any]:
    region = {"startLine": max(1, problem.line)} | ({"startColumn": problem.column} if problem.column else {})
    place = {"artifactLocation": {"uri": problem.path.replace(" ", "%20")}, "region": region}
    text = f"{problem.text}. {problem.hint}." if problem.hint else f"{problem.text}."
    return {
        "ruleId": problem.code,
        "ruleIndex": codes.index(problem.code),
        "level": problem.level,
        "message": {"text": text[:1].upper() + text[1:]},
        "locations": [{"physicalLocation": place}],
    }


def github(problems: Iterable[Problem]) -> list[str]:
    """One workflow command a problem: ``::error file=…,line=…::…``; GitHub shows it beside the line."""
    return [_annotation(problem) for problem in problems]


def _annotation(problem: Problem) -> str:
    fields = {
        "file": problem.path,
        "line": str(max(1, problem.line)),
        "col": str(problem.column or ""),
        "title": problem.code,
    }
    named = ",".join(f"{key}={_property(value)}" for key, value in fields.items() if value)
    text = f"{problem.text}\n{problem.hint}" if problem.hint else problem.text
    return f"::{problem.level} {named}::{_escaped(text)}"


def _escaped(text: str) -> str:
    """As the runner wants it: what could end the command, or begin another, is spelled out."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
