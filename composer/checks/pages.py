"""The page of a rule, for `outreach rule` and for ``docs/rules.md``: both are made from the rules themselves."""

from collections.abc import Iterator

from composer.checks.engine.rule import Rule
from composer.checks.registry import FAMILIES, RULES

_HEAD = """# The rules

{rules} rules, made into this page by `tools/rules`; {blocks} of them stop a letter, the others are worth a look.
`outreach rule CODE` prints one. A block that is wrong for one letter is let pass in the head of its draft, with the
reason, which `outreach check` goes on to show: `overrides: {{CODE: why it is right here}}`.

The words they look for are in `templates/wording/`, the numbers in `templates/limits.yaml`, the places in
`templates/jurisdictions/`; files of your own in your workspace's `templates/` add to them. The rules help you to see;
they are no legal advice, and what they do not find may still be wrong."""
_FIELDS = ("code", "family", "level", "summary", "why", "source", "remedy", "wrong", "right")
_LEVELS = {"block": "stops the letter", "warn": "worth a look"}


def page(rule: Rule) -> dict[str, str]:
    """All that is said of a rule, under the names of `--json`."""
    override = "never" if rule.final else f"overrides: {{{rule.code}: why it is right here}}"
    doubt = f"You are asked: {rule.stranger}." if rule.stranger else ""
    said = {"remedy": sentence(rule.remedy), "override": override, "in_doubt": doubt}
    return {**{name: getattr(rule, name) for name in _FIELDS}, **said}


def sentence(text: str) -> str:
    """A text with a capital in front and a full stop behind, where it has none."""
    end = "" if text.endswith((".", ".'", "?", "?'")) else "."
    return f"{text[:1].upper()}{text[1:]}{end}"


def markdown() -> str:
    """``docs/rules.md``."""
    lines = [_HEAD.format(rules=len(RULES), blocks=sum(rule.level == "block" for rule in RULES.values()))]
    for family, about in FAMILIES.items():
        lines.append(f"\n## {family}\n\n{about}.")
        lines += (line for rule in RULES.values() if rule.family == family for line in _section(rule))
    return "\n".join(lines) + "\n"


def _section(rule: Rule) -> Iterator[str]:
    never = " No reason lets it pass." if rule.final else ""
    yield f"\n### {rule.code}\n"
    yield f"*{_LEVELS[rule.level].capitalize()}.* {rule.summary} {rule.why}{never}\n"
    yield f"- Wrong: {rule.wrong or '(nothing)'}"
    yield f"- Right: {rule.right}"
    yield f"- To do: {sentence(rule.remedy)}"
    if rule.stranger:
        yield f"- In doubt: {page(rule)['in_doubt']}"
    yield f"- Source: {sentence(rule.source)}"
