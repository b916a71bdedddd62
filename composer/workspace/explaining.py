"""Saying where every sentence of a draft comes from."""

from composer.briefs.brief import Briefer, Occasion
from composer.drafts.draft import Draft
from composer.errors import RecordsError
from composer.letters.explain import Explained, explain
from composer.workspace.snapshot import Snapshot, draft_name


def explain_draft(snapshot: Snapshot, name: str) -> tuple[Draft, tuple[Explained, ...]]:
    """A draft, and where each of its sentences comes from.

    Raises:
        NotFoundError: there is no such draft, or its letter or contact is gone.
        RecordsError: the draft cannot be read.
    """
    stored = snapshot.store.read(draft_name(name))
    draft = stored.draft
    if draft is None:
        raise RecordsError(f"the draft {stored.path} cannot be read", problems=stored.problems)
    letter = snapshot.catalogue.spoken(snapshot.letter(draft.letter).key, draft.language)
    occasion = Occasion(letter.key, letter.language, draft.release)
    briefer = Briefer(snapshot.records, draft.made or snapshot.today)
    brief = briefer.brief(snapshot.contact(draft.contact), occasion)
    return draft, explain(draft.body, letter, brief, snapshot.catalogue)
