"""What other programs get: SARIF, judged by somebody else's reader, and GitHub's annotations."""

import json
import subprocess
import sys
from pathlib import Path

import yaml
from hypothesis import given
from hypothesis import strategies as st
from sarif_pydantic import Sarif  # type: ignore[import-untyped]  # it has no types

from composer.checks.formats import github, sarif
from composer.checks.registry import PAGES
from composer.errors import Problem
from tests.conftest import DAY, Run

BAD = Path(__file__).parents[1] / "data" / "bad"
ROOT = Path(__file__).parents[2]


def test_somebody_elses_reader_counts_the_same(run: Run) -> None:
    """The models of sarif-pydantic read the log of the bad workspace."""
    ran = run("-C", BAD, *DAY, "check", "--format", "sarif")
    assert ran.code == 1
    (read,) = Sarif.model_validate_json(ran.out).runs
    levels = [result.level.value for result in read.results or [] if result.level]
    problems = json.loads(run("-C", BAD, *DAY, "check", "--json").out)["problems"]
    assert levels == [problem["level"] for problem in problems]
    assert {rule.id for rule in read.tool.driver.rules or []} >= set(PAGES)
    assert read.tool.driver.name == "outreach-composer"


def test_places_are_the_files_own(run: Run) -> None:
    log = json.loads(run("-C", BAD, *DAY, "check", "--format", "sarif", "ann.holes-article").out)
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "drafts/ann.holes-article.md"
    assert place["region"] == {"startLine": 13, "startColumn": 10}


def test_github_is_told_the_line(run: Run) -> None:
    out = run("-C", BAD, *DAY, "check", "--format", "github", "ann.holes-article").out
    assert out.startswith(
        "::warning file=drafts/ann.holes-article.md,line=13,col=10,title=holes-article::the letter says 'a IOP'%0A"
    )


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_ends_a_command_or_begins_another(path: str, text: str) -> None:
    (line,) = github([Problem(path, 1, 1, "x", "error", text, "")])
    assert not set("\r\n") & set(line)
    head, _, said = line.removeprefix("::").partition("::")
    assert head.count(",") <= 3
    assert said == text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


@given(
    st.lists(
        st.builds(
            Problem,
            st.text(max_size=9),
            st.integers(0, 9),
            st.integers(0, 9),
            st.sampled_from(["a", "holes-field"]),
            st.just("error"),
            st.text(max_size=9),
        )
    )
)
def test_every_problem_is_one_result_with_its_rule(problems: list[Problem]) -> None:
    (run_,) = sarif(problems, "1")["runs"]
    ids = [rule["id"] for rule in run_["tool"]["driver"]["rules"]]
    assert [(ids[result["ruleIndex"]], result["ruleId"]) for result in run_["results"]] == [
        (p.code, p.code) for p in problems
    ]
    assert all(result["locations"][0]["physicalLocation"]["region"]["startLine"] >= 1 for result in run_["results"])


def test_the_hook_of_the_repository_runs_what_it_says(tmp_path: Path) -> None:
    """The entry of `.pre-commit-hooks.yaml`, in a workspace with a fault and in one without."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert (hook["id"], hook["language"], hook["pass_filenames"]) == ("outreach-check", "python", False)
    entry = [str(Path(sys.executable).parent / hook["entry"].split()[0]), *hook["entry"].split()[1:]]
    (tmp_path / "contacts.yaml").write_text("- {name: Ann Lee, role: pcp, email: ann@x.example}\n")
    (tmp_path / "practice.yaml").write_text("name: Maya Chen\n")
    fine = subprocess.run(entry, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert fine.returncode == 0, fine.stderr
    (tmp_path / "contacts.yaml").write_text("- {name: Ann Lee, email: ann@}\n")
    wrong = subprocess.run(entry, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert wrong.returncode == 1
    assert "contacts.yaml:1" in wrong.stdout


def test_pre_commit_itself_takes_the_definition() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
