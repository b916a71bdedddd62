"""What is to be done next, said beside the result of a command that made drafts or readied them."""

from composer.cli.console import is_quiet, note, plural
from composer.workspace.next_step import NextStep, next_step
from composer.workspace.snapshot import Snapshot

_FIRST = 5


def show_next(snapshot: Snapshot) -> None:
    """Says, beside the result, what is to be done next with the drafts there are; it reads all of them for that."""
    if not is_quiet():
        _show_step(next_step(snapshot))


def _show_step(step: NextStep) -> None:
    if step.questions:
        count, drafts = len(step.questions), len({asked.at.path for asked in step.questions})
        stand = "stands" if count == 1 else "stand"
        note(
            f"\nNext: answer {plural(count, 'question')} that {stand} open in {plural(drafts, 'draft')}, in any editor:"
        )
        for asked in step.questions[:_FIRST]:
            note(f"    {asked.at}  {asked.words}")
        if count > _FIRST:
            note(f"    and {count - _FIRST} more; `outreach check` names each")
        note("  Then `outreach preview` shows the drafts, and `outreach ready --all` says that they may leave.")
    elif step.waiting:
        note(f"\nNext: `outreach preview` shows {plural(step.waiting, 'draft')} to read; any editor changes them.")
        note("  Then `outreach ready --all` says that they may leave.")
    elif step.ready:
        note(f"\nNext: `outreach export` writes {plural(step.ready, 'draft')} for your mail program.")
    elif step.handed_over:
        note("\nNext: send them in your mail program, then note it: `outreach sent --all`.")
