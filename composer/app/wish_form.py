"""The inputs for somebody's wish to be left alone: what the record says of it, and what a form makes of it."""

from collections.abc import Mapping
from datetime import date

from composer.app.record_forms import Changed, FormField, Path, Texts
from composer.days import parse_month
from composer.records.wishes import FIELD
from composer.yaml.writer import Field

ASKED, SINCE, REASON, LIFTED = "left_alone.asked", "left_alone.since", "left_alone.reason", "left_alone.lifted"
"""The inputs for a wish to be left alone."""
LEFT_ALONE = FormField(
    "left_alone",
    "Left alone",
    "group",
    parts=(
        FormField("asked", "They asked not to be written to", "tick"),
        FormField("since", "Since", "day"),
        FormField("reason", "In a word, for example: asked by phone"),
        FormField("lifted", "They have told me since that I may write to them again", "tick"),
    ),
)


def wish_texts(fields: Mapping[str, Field]) -> dict[str, str]:
    """What the inputs for a wish hold, for a record as it is written."""
    value = fields.get(FIELD, False)
    if not value or (isinstance(value, str) and value in {"false", "no"}):
        return {}
    found = {ASKED: "true"}
    if isinstance(value, Mapping):
        found |= {SINCE: str(value.get("since", "")), REASON: str(value.get("reason", ""))}
    elif isinstance(value, str) and value not in {"true", "yes"}:
        found[SINCE if parse_month(value) or _is_day(value) else REASON] = value
    return {name: text for name, text in found.items() if text}


def wish_change(fields: Mapping[str, Field], texts: Texts, today: date) -> tuple[Changed, ...]:
    """What a form changes of a wish to be left alone; nothing where it says what the record says."""
    names = (ASKED, SINCE, REASON)
    before = wish_texts(fields)
    if all(before.get(name, "") == texts.get(name, "") for name in names):
        return ()
    inputs: dict[Path, str] = {(FIELD,): ASKED, (FIELD, "since"): SINCE, (FIELD, "reason"): REASON}
    if not texts.get(ASKED):
        return (Changed(FIELD, None, inputs),)
    said = {"since": texts.get(SINCE, ""), "reason": texts.get(REASON, "")}
    value = {key: text for key, text in said.items() if text} or {"since": today.isoformat()}
    return (Changed(FIELD, value, inputs),)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
