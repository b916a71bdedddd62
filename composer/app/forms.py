"""What a form of our pages holds, whatever somebody sends."""

from collections.abc import Mapping
from urllib.parse import parse_qs

from composer.errors import NotFoundError, RecordsError
from composer.spelling import did_you_mean
from composer.workspace.snapshot import Snapshot

_LONGEST_SHOWN = 80


def parse_form(body: bytes, *names: str) -> Mapping[str, str]:
    """The fields of these names, each there once and not empty; a `RecordsError` for anything else."""
    try:
        fields = parse_qs(body.decode("ascii"), max_num_fields=8)
    except ValueError as error:  # not ASCII, which every form of ours is, or too many fields
        raise not_ours() from error
    if any(len(fields.get(name, ())) != 1 for name in names):
        raise not_ours()
    return {name: fields[name][0] for name in names}


def not_ours() -> RecordsError:
    """What is said of a form that none of our pages has."""
    return RecordsError("this form is not complete, so nothing was done", hint="look again, then choose")


def ensure_draft(snapshot: Snapshot, name: str) -> None:
    """An address may say anything: a `NotFoundError` for a name that the folder does not show."""
    names, short = snapshot.store.names(), name[:_LONGEST_SHOWN]
    if name not in names:
        raise NotFoundError(f"there is no draft '{short}'", hint=did_you_mean(short, names, "the list has all of them"))
