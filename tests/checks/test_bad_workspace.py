"""A workspace in which everything is wrong: every rule speaks, exactly where it should, and nowhere else."""

from pathlib import Path

import pytest

from composer.checks.registry import RULES
from composer.workspace.checking import check_drafts, check_records
from composer.workspace.drafting import write_drafts
from composer.workspace.snapshot import Snapshot
from tests.conftest import TODAY

BAD = Path(__file__).parents[1] / "data" / "bad"
EXPECTED = (BAD / "expected.txt").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def found() -> list[str]:
    workspace = Snapshot(BAD, today=TODAY)
    problems = [
        *workspace.problems,
        *check_records(workspace),
        *(p for one in check_drafts(workspace) for p in one.problems),
    ]
    return sorted(f"{p.at.path}:{p.at.line}:{p.at.column} {p.level} {p.code}" for p in problems)


def test_each_rule_speaks_exactly_where_expected(found: list[str]) -> None:
    assert found == EXPECTED


def test_every_rule_there_is_speaks(found: list[str]) -> None:
    assert {line.split()[-1] for line in found} >= set(RULES)


def test_a_draft_breaks_the_rule_it_is_named_for(found: list[str]) -> None:
    for path in (BAD / "drafts").glob("*.md"):
        code = path.stem.partition(".")[2]
        if code in RULES:
            assert any(line.startswith(f"drafts/{path.name}:") and line.endswith(code) for line in found), path.name


def test_the_sample_workspace_is_stopped_nowhere(workspace: Snapshot) -> None:
    write_drafts(workspace)
    problems = [
        *workspace.problems,
        *check_records(workspace),
        *(p for one in check_drafts(workspace) for p in one.problems),
    ]
    assert [problem for problem in problems if problem.level == "error"] == []
