"""A form of a record as it was sent: what was typed, what had been shown, and what becomes of it where both changed."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from composer.app.forms import Form, not_ours
from composer.app.record_forms import FormField, Texts, own_texts, typed

SHOWN, FILE = "was", "file"
"""The inputs with what the form showed when it was opened, and with the file that it was shown of."""


@dataclass(frozen=True, slots=True)
class SentForm:
    """What came back of a form."""

    texts: Texts
    was: Texts
    """What its inputs held when it was opened."""
    digest: str
    """SHA-256 of the file that it was made from; empty where there was none."""


def read_sent(fields: Iterable[FormField], form: Form) -> SentForm:
    """A form of these fields as it was sent; a `RecordsError` for what no page of ours sends."""
    try:
        was = json.loads(form.text(SHOWN) or "{}")
    except (ValueError, RecursionError) as error:
        raise not_ours() from error
    if not isinstance(was, dict) or not all(isinstance(text, str) for text in was.values()):
        raise not_ours()
    return SentForm(typed(fields, form), was, form.text(FILE))


def as_shown(texts: Texts) -> str:
    """What the inputs of a form hold, for the form to bring back."""
    return json.dumps(dict(texts), ensure_ascii=False)


def brought_together(fields: Iterable[FormField], sent: SentForm, now: Texts) -> tuple[dict[str, str], frozenset[str]]:
    """What is to be shown where the record was changed elsewhere meanwhile: as it is now, with what was typed.

    Also the names of the fields that were changed in both places; what was typed stands in them.
    """
    texts, both = dict(now), set()
    for one in fields:
        was, mine, theirs = (own_texts(one.name, texts_) for texts_ in (sent.was, sent.texts, now))
        if mine == was:
            continue
        texts = {name: text for name, text in texts.items() if name not in theirs} | dict(mine)
        if theirs not in (was, mine):
            both.add(one.name)
    return texts, frozenset(both)
