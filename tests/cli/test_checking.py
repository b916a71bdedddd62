"""`outreach check`, `rule` and `measure` at the command line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from composer.checks.registry import RULES
from tests.conftest import DAY, Run

ROOT = Path(__file__).parents[2]


def test_the_worst_draft_comes_first_and_the_records_before_it(with_drafts: Path, run: Run) -> None:
    path = with_drafts / "drafts/tomasz-zielinski.introduction.md"
    path.write_text(
        path.read_text().replace("\n\nWith good", "\n\nYour Tuesday patient is settling in well.\n\nWith good")
    )
    ran = run("-C", with_drafts, *DAY, "check")
    assert ran.code == 1
    titles = [line for line in ran.out.splitlines() if line.endswith((" to mend", " to look at"))]
    assert titles[:2] == ["The records: 1 thing to look at", "tomasz-zielinski.introduction: 1 thing to mend"]
    said = "'Your Tuesday patient is settling in well.' tells the reader who came to you, or how they are"
    assert f"error[privacy-client]: {said}\n" in ran.out


def test_a_reason_in_the_head_lets_a_draft_leave(sample: Path, run: Run) -> None:
    run("-C", sample, *DAY, "draft", "--to", "abena-osei")
    path = sample / "drafts/abena-osei.introduction.md"
    path.write_text(path.read_text().replace("I take Buckeye and Molina Medicaid.", "I take Aetna."))
    assert "claims-panel" in run("-C", sample, *DAY, "export", "--all").err
    path.write_text(
        path.read_text().replace("status: draft\n", "status: draft\noverrides: {claims-panel: joined on Monday}\n")
    )
    assert run("-C", sample, *DAY, "export", "--all").code == 0
    assert (sample / "outbox/2026-11-24 Dr Abena Osei – introduction.eml").exists()
    assert "(let pass: joined on Monday)" in run("-C", sample, *DAY, "check").out


def test_an_override_without_a_reason_is_no_override(sample: Path, run: Run) -> None:
    run("-C", sample, *DAY, "draft", "--to", "abena-osei")
    path = sample / "drafts/abena-osei.introduction.md"
    path.write_text(path.read_text().replace("status: draft\n", "status: draft\noverrides:\n  claims-panel:\n"))
    ran = run("-C", sample, *DAY, "check")
    assert ran.code == 1
    assert "'overrides' gives no reason for claims-panel" in ran.out


def test_a_rule_is_explained(run: Run) -> None:
    out = run("rule", "privacy-client").out
    assert "privacy-client: stops the letter" in out
    assert "Your Tuesday patient is settling in well, and thank you for sending her." in out
    assert "45 CFR 164.514(b)(2)" in out
    page = json.loads(run("rule", "privacy-client", "--json").out)
    assert "In doubt  You are asked: a stranger could take this for somebody who came to you.\n" in out
    fields = {"code", "family", "level", "summary", "why", "source", "remedy", "wrong", "right", "override", "in_doubt"}
    assert set(page) == fields
    assert "In doubt" not in run("rule", "holes-confirm").out


def test_all_rules_are_listed(run: Run) -> None:
    out = run("rule").out
    assert all(code in out for code in RULES)
    assert f"{len(RULES)} rules." in out
    assert len(json.loads(run("rule", "--json").out)["rules"]) == len(RULES)


def test_a_misspelt_rule_is_guessed(run: Run) -> None:
    ran = run("rule", "privacy-cleint")
    assert ran.code == 1
    assert "did you mean 'privacy-client'?" in ran.err


def test_measures_say_how_personal_each_draft_is(with_drafts: Path, run: Run) -> None:
    out = run("-C", with_drafts, *DAY, "measure").out
    assert out.splitlines()[0].split() == ["DRAFT", "FACTS", "OWN", "LIKE", "WORDS", "GRADE", "YOU:I", "MOST", "LIKE"]
    found = json.loads(run("-C", with_drafts, *DAY, "measure", "abena-osei.introduction", "--json").out)["drafts"]
    assert [one["draft"] for one in found] == ["abena-osei.introduction"]
    assert found[0]["measures"]["used"][0] == "Medicaid patients wait months"
    assert 0 < found[0]["specific"] <= 1


def test_a_copied_letter_is_seen_as_a_blast(with_drafts: Path, run: Run) -> None:
    """The same letter to two readers, names changed: the swap test."""
    text = (with_drafts / "drafts/abena-osei.introduction.md").read_text()
    other = text.replace("Dr. Abena Osei <a.osei@riverstreet.example>", "Dr. Harold Finch <h@finch.example>")
    other = other.replace("Dear Dr. Osei", "Dear Dr. Finch").replace("contact: abena-osei", "contact: harold-finch")
    (with_drafts / "drafts/harold-finch.introduction.md").write_text(other)
    out = run("-C", with_drafts, *DAY, "check", "harold-finch.introduction").out
    assert "warning[personal-blast]: 100% of it stands in abena-osei.introduction, too" in out


def test_a_workspaces_own_words_numbers_and_places_count(sample: Path, run: Run) -> None:
    (sample / "templates/wording").mkdir(parents=True)
    (sample / "templates/wording/own.yaml").write_text("rules:\n  wording-cliche:\n    find: [few minutes from you]\n")
    (sample / "templates/jurisdictions").mkdir()
    (sample / "templates/jurisdictions/ohio.yaml").write_text(
        "key: us-ohio\nname: Ohio\ncountry: us\nnumber: true\nsource: a rule made up for this test\n"
    )
    (sample / "templates/limits.yaml").write_text("sentence_words: 12\n")
    run("-C", sample, *DAY, "draft")
    out = run("-C", sample, *DAY, "check").out
    assert "'few minutes from you' could stand in anyone's letter" in out
    assert "the number of your licence for Ohio does not stand in practice.yaml" in out
    assert "a rule made up for this test asks for it" in out
    assert out.count("personal-sentence") > 20


def test_a_mistake_in_wording_has_its_line(sample: Path, run: Run) -> None:
    (sample / "templates/wording").mkdir(parents=True)
    (sample / "templates/wording/own.yaml").write_text("rules:\n  wording-cliche:\n    fnd: [x]\n")
    ran = run("-C", sample, *DAY, "check")
    assert ran.code == 1
    assert "templates/wording/own.yaml:3:5: error[wording-unknown-field]" in ran.out


def test_phrases_for_no_rule_are_an_error(sample: Path, run: Run) -> None:
    (sample / "templates/wording").mkdir(parents=True)
    (sample / "templates/wording/own.yaml").write_text("rules:\n  wording-clich:\n    find: [x]\n")
    ran = run("-C", sample, *DAY, "check")
    assert ran.code == 1
    assert "templates/wording/own.yaml:2: error[wording-rule]: there is no rule 'wording-clich'" in ran.out
    assert "did you mean 'wording-cliche'?" in ran.out


def test_the_page_of_rules_is_what_the_rules_say() -> None:
    ran = subprocess.run([sys.executable, ROOT / "tools/rules", "--check"], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize(
    "text",
    [
        'points: ""\n',
        "points: [\n",
        "kinds: [privacy-client]\nask: 1\npoints: |\n  x she\n",
        "kinds: []\npoints: |\n  1 she\n",
    ],
)
def test_nothing_leaves_while_the_points_of_sentences_cannot_be_used(with_drafts: Path, run: Run, text: str) -> None:
    (with_drafts / "templates").mkdir()
    (with_drafts / "templates/sentence-points.yaml").write_text(text, encoding="utf-8")
    ran = run("-C", with_drafts, *DAY, "export", "eml", "--all")
    assert ran.code == 1
    assert list((with_drafts / "outbox").glob("*.eml")) == []
    said = run("-C", with_drafts, *DAY, "check").out
    assert "nobody has looked for clients in it: the points for sentences cannot be used" in said
