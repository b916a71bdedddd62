"""What a command says is to be done next is what is really next."""

from pathlib import Path

import pytest

from tests.conftest import Run, change
from tests.inline import PRACTICE

ANN = "- {name: Dr. Ann Lee, role: psychiatrist, organization: Elm, email: ann@elm.example}\n"
BO = "- {name: Dr. Bo Reyes, role: psychiatrist, organization: Oak, email: bo@oak.example}\n"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "practice.yaml").write_text(PRACTICE)
    (tmp_path / "contacts.yaml").write_text(ANN + BO)
    return tmp_path


def test_a_draft_that_asks_something_is_answered_first(book: Path, run: Run) -> None:
    run("-C", book, "draft")
    change(book / "drafts/ann-lee.introduction.md", "Dear Dr. Lee,\n", "Dear Dr. Lee,\n\nWe met [[CONFIRM: where?]].\n")
    line = (book / "drafts/ann-lee.introduction.md").read_text().split("\n").index("We met [[CONFIRM: where?]].") + 1
    assert run("-C", book, "draft").err == (
        "\nNext: answer 1 question that stands open in 1 draft, in any editor:\n"
        f"    drafts/ann-lee.introduction.md:{line}  where?\n"
        "  Then `outreach preview` shows the drafts, and `outreach ready --all` says that they may leave.\n"
    )


def test_of_many_questions_the_first_are_shown(book: Path, run: Run) -> None:
    run("-C", book, "draft")
    asked = " ".join(f"[[CONFIRM: what {number}?]]" for number in range(7))
    change(book / "drafts/ann-lee.introduction.md", "Dear Dr. Lee,\n", f"Dear Dr. Lee,\n\n{asked}\n")
    said = run("-C", book, "draft").err
    assert "Next: answer 7 questions that stand open in 1 draft, in any editor:" in said
    assert "  what 4?\n    and 2 more; `outreach check` names each\n" in said
    assert "what 5?" not in said


def test_each_step_is_said_when_it_is_next(book: Path, run: Run) -> None:
    said = run("-C", book, "draft").err
    assert "\nNext: `outreach preview` shows 2 drafts to read; any editor changes them.\n" in said
    assert "  Then `outreach ready --all` says that they may leave.\n" in said
    ran = run("-C", book, "ready", "--all")
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "2 drafts ready, 0 not.")
    assert ran.err == "\nNext: `outreach export` writes 2 drafts for your mail program.\n"
    assert "When you have sent them, note it: `outreach sent --all`.\n" in run("-C", book, "export").err
    assert (
        "\nNext: send them in your mail program, then note it: `outreach sent --all`.\n" in run("-C", book, "draft").err
    )
    run("-C", book, "sent", "--all")
    assert "Next:" not in run("-C", book, "draft").err


def test_ready_all_takes_what_no_check_stops_and_names_the_rest(book: Path, run: Run) -> None:
    """The same checks as for one that is named; what is put aside stays so."""
    run("-C", book, "draft")
    path = book / "drafts/ann-lee.introduction.md"
    change(path, "Dear Dr. Lee,\n", "Dear Dr. Lee,\n\nWe met [[CONFIRM: where?]].\n")
    ran = run("-C", book, "ready", "--all")
    assert ran.code == 1
    assert "the letter still asks you: where?; `outreach check ann-lee.introduction` says more" in ran.out
    assert ran.out.endswith("\n1 draft ready, 1 not.\n")
    assert "status: draft\n" in path.read_text()
    assert "status: ready\n" in (book / "drafts/bo-reyes.introduction.md").read_text()
    run("-C", book, "skip", "ann-lee.introduction", "--reason", "later")
    ran = run("-C", book, "ready", "--all")
    assert (ran.code, ran.out) == (0, "No draft waits to be read.\n")
    assert "status: skipped\n" in path.read_text()


def test_ready_all_names_a_file_that_is_no_draft(book: Path, run: Run) -> None:
    run("-C", book, "draft")
    (book / "drafts/ann-lee.introduction.md").write_text("no head\n")
    ran = run("-C", book, "ready", "--all")
    assert (ran.code, ran.out.splitlines()[-1]) == (1, "1 draft ready, 1 not.")
    assert "its file cannot be read as a draft" in ran.out


@pytest.mark.parametrize("words", [(), ("ann-lee.introduction", "--all")])
def test_ready_takes_names_or_all(book: Path, run: Run, words: tuple[str, ...]) -> None:
    ran = run("-C", book, "ready", *words)
    assert ran.code == 2
    assert "Name the drafts that you have read, or say --all for every one that no check stops." in ran.err


def test_undo_says_what_it_can_still_take_back(book: Path, run: Run) -> None:
    delete = "open history.yaml and delete the line that is wrong; every line of it is one event"
    empty = run("-C", book, "log", "--undo")
    hint = f"the last act can be taken back, once. What was noted before: {delete}"
    assert empty.err == f"error: there is nothing to take back\n  hint: {hint}\n"
    run("-C", book, "log", "called", "ann-lee", "--on", "2026-11-20")
    run("-C", book, "log", "met", "bo-reyes", "--on", "2026-11-21")
    assert run("-C", book, "log", "--undo").err == f"Nothing more can be taken back by this command: {hint}.\n"
    assert run("-C", book, "log", "--undo").err == empty.err
    run("-C", book, "log", "met", "bo-reyes", "--on", "2026-11-21")
    with (book / "history.yaml").open("a") as file:
        file.write("- {date: 2026-11-22, contact: ann-lee, event: replied}\n")
    assert run("-C", book, "log", "--undo").err == (
        "error: there is nothing to take back: what was noted last is not the end of history.yaml any more: "
        f"- {{date: 2026-11-21, contact: bo-reyes, event: met}}\n  hint: {delete}\n"
    )
