"""What a run that wrote letters did, in words."""

from composer.workspace.drafting import DraftResult, DraftRun

_NAMES = 3
_LEFT_ALONE = {
    "unchanged": "already there",
    "kept": "already there; it would read differently now",
    "edited": "already there, with words of your own",
    "deleted": "deleted by you before, so not written again",
    "finished": "handed over, sent or put aside already",
}
"""What is said of letters that a run of this app does not touch, by `DraftResult.outcome`."""


def outcome_in_words(run: DraftRun, asked: int) -> str:
    """What a run did, in a few sentences; `asked` is for how many letters it was begun."""
    written = sum(result.outcome == "written" for result in run.results)
    said = ["No letter was written." if not written else f"{_letters(written)} written. Read each before it leaves."]
    for outcome, words in _LEFT_ALONE.items():
        alone = [result for result in run.results if result.outcome == outcome]
        said += [f"Left alone: {_names(alone)} ({words})."] if alone else []
    failed = [result for result in run.results if result.outcome == "failed"]
    said += [f"Could not be written: {_names(failed)}: {failed[0].because}."] if failed else []
    if (gone := asked - len(run.results)) > 0:
        said.append(f"{_letters(gone)} not due any more.")
    return " ".join(said)


def _letters(count: int) -> str:
    return "One letter is" if count == 1 else f"{count:,} letters are"


def _names(results: list[DraftResult]) -> str:
    """Whom letters are for: the first few by name."""
    more = len(results) - _NAMES
    return ", ".join(result.display_name for result in results[:_NAMES]) + (f" and {more:,} more" if more > 0 else "")
