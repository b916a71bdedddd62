"""Saying where every sentence of a draft comes from."""

from dataclasses import replace
from datetime import date

from composer.briefs.brief import Brief, Briefer, Occasion
from composer.drafts.draft import Draft, path_of
from composer.errors import RecordsError
from composer.letters.catalogue import Letter
from composer.letters.explain import Explained, explain
from composer.records.book import Records
from composer.workspace.snapshot import Snapshot, draft_name


def explain_draft(snapshot: Snapshot, name: str) -> tuple[Draft, tuple[Explained, ...]]:
    """A draft, and where each of its sentences comes from; an error where it, its letter or its contact is gone."""
    draft, problems = snapshot.store.read(draft_name(name))
    if draft is None:
        raise RecordsError(f"the draft {path_of(draft_name(name))} cannot be read", problems=problems)
    return draft, explain(draft.body, letter_of(snapshot, draft), brief_behind(snapshot, draft), snapshot.catalogue)


def letter_of(snapshot: Snapshot, draft: Draft) -> Letter:
    """The letter that a draft was made from, in its language; a `NotFoundError` where it is gone."""
    return snapshot.catalogue.spoken(snapshot.letter(draft.letter).key, draft.language)


def brief_behind(snapshot: Snapshot, draft: Draft) -> Brief:
    """What today's records would have said on the day a draft was made; an error where letter or contact is gone.

    So it is where what letters are made of cannot be read.
    """
    snapshot.ensure_wording()
    letter = letter_of(snapshot, draft)
    occasion = Occasion(letter.key, letter.language, draft.release)
    made = draft.made or snapshot.today
    return Briefer(_as_it_was(snapshot.records, draft, made), made).brief(snapshot.contact(draft.contact), occasion)


def _as_it_was(records: Records, draft: Draft, made: date) -> Records:
    """The records with the history of the day on which a draft was made: what it led to is no reason for it."""
    history = records.history
    events = tuple(
        event
        for event in history.events
        if event.date < made
        or (event.date == made and (event.event, event.contact, event.letter) != ("sent", draft.contact, draft.letter))
    )
    return replace(records, history=replace(history, events=events))
