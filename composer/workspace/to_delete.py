"""Messages that lie somewhere and that nobody may send any more: what to delete, and where."""

from composer.drafts.draft import Draft
from composer.drafts.lifecycle import LIFECYCLE
from composer.drafts.outbox_names import is_called
from composer.planning.stops import stop
from composer.workspace.snapshot import Snapshot


def messages_to_delete(snapshot: Snapshot) -> dict[str, str]:
    """What lies in ``outbox/`` that nobody may send: its draft is to stay here, or its reader gets nothing more.

    Each is a place in words, ``outbox/2026-11-24 Dr Abena Osei – introduction.eml``, with the name of its draft. Of one
    whose draft was sent nothing is said. Nothing at all is read where no letter lies there.
    """
    store, departed = snapshot.store, snapshot.store.departures.seen()
    if not departed.lying:
        return {}
    planned, names = {draft.name: draft for draft in store.for_planning()}, set(store.names())
    unknown = departed.lying.keys() & names - departed.left - set(planned)
    planned |= {name: draft for name in unknown if (draft := store.read(name)[0])}
    # What is among the drafts, has left, and waits for nothing, is sent.
    lying = sorted(name for name in departed.lying if name in planned or name not in names)
    stays = (name for name in lying if is_to_stay(snapshot, name, planned.get(name)))
    return {where: name for name in stays for where in departed.where(name)}


def pushed_to_delete(snapshot: Snapshot) -> dict[str, str]:
    """Letters in a mailbox that nobody may send, by their drafts, each with where it may still lie, in words.

    Their draft is to stay here, or their reader gets nothing more; of one whose draft was sent nothing is said.
    """
    store, there = snapshot.store, dict(snapshot.store.pushes.there())
    names = set(store.names()) if there else set()
    found = {name: store.read(name)[0] if name in names else None for name in there}
    return {name: there[name].where for name, draft in sorted(found.items()) if is_to_stay(snapshot, name, draft)}


def nobody_may_send(snapshot: Snapshot) -> tuple[str, ...]:
    """Where all of these lie, in words: in ``outbox/``, and letters in a mailbox by the names of their drafts."""
    pushed = (f"the letter {name} in {where}" for name, where in pushed_to_delete(snapshot).items())
    return (*messages_to_delete(snapshot), *pushed)


def is_to_stay(snapshot: Snapshot, name: str, draft: Draft | None) -> bool:
    """Whether a message is not to be sent; that of a draft which is gone is for whom its name says."""
    if draft and draft.status == "sent":
        return False
    book = snapshot.records.contacts
    contact = book.find(draft.contact if draft else name.partition(".")[0])
    if not draft and not contact:  # what the file was called may have been lost
        contact = next(
            (one for one in book.contacts if is_called(name, one.display_name) and stop(one, snapshot.records)), None
        )
    head = snapshot.catalogue.heads.get(snapshot.catalogue.renamed.get(draft.letter, draft.letter)) if draft else None
    stopped = contact and stop(contact, snapshot.records, about_gone=bool(head and "gone" in head.when))
    return bool(stopped or (draft and LIFECYCLE[draft.status].leaves != "--again"))
