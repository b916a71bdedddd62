"""Saying where every sentence of a draft comes from."""

from dataclasses import replace
from datetime import date

from composer.briefs.brief import Briefer, Occasion
from composer.drafts.draft import Draft, path_of
from composer.errors import RecordsError
from composer.letters.explain import Explained, explain
from composer.records.book import Records
from composer.workspace.snapshot import Snapshot, draft_name


def explain_draft(snapshot: Snapshot, name: str) -> tuple[Draft, tuple[Explained, ...]]:
    """A draft, and where each of its sentences comes from; an error where it, its letter or its contact is gone."""
    draft, problems = snapshot.store.read(draft_name(name))
    if draft is None:
        raise RecordsError(f"the draft {path_of(draft_name(name))} cannot be read", problems=problems)
    letter = snapshot.catalogue.spoken(snapshot.letter(draft.letter).key, draft.language)
    occasion = Occasion(letter.key, letter.language, draft.release)
    made = draft.made or snapshot.today
    brief = Briefer(_as_it_was(snapshot.records, draft, made), made).brief(snapshot.contact(draft.contact), occasion)
    return draft, explain(draft.body, letter, brief, snapshot.catalogue)


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
