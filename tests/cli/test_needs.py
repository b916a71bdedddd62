"""`outreach needs` lists what readers need, explains one, and says what a note is taken to mean."""

import json
from pathlib import Path

from tests.conftest import Run


def test_needs_are_listed_and_explained_without_a_workspace(tmp_path: Path, run: Run) -> None:
    assert "suicide-loss" in run("-C", tmp_path, "needs").out
    told = run("-C", tmp_path, "needs", "suicide-loss").out
    assert "loss by suicide (suicide-loss)" in told
    assert "Part of: grief" in told
    ran = run("-C", tmp_path, "needs", "suicide-los")
    assert (ran.code, "did you mean 'suicide-loss'?" in ran.err) == (1, True)


def test_a_note_is_tried_with_the_words_that_show_its_needs(tmp_path: Path, run: Run) -> None:
    ran = run("-C", tmp_path, "needs", "--try", "pts w/ OCD, no one does ERP", "--json")
    assert json.loads(ran.out) == {
        "note": "pts w/ OCD, no one does ERP",
        "needs": [{"need": "ocd", "phrase": "ocd"}],
    }
    assert run("-C", tmp_path, "needs", "--try", "we're covered for OCD").out == (
        "No need is found in these words. Say it in other words, or add a line to needs: in practice.yaml.\n"
    )


def test_a_need_of_ones_own_is_among_them(tmp_path: Path, run: Run) -> None:
    (tmp_path / "contacts.yaml").write_text("[]\n", encoding="utf-8")
    (tmp_path / "practice.yaml").write_text("name: Jo\nneeds: [climbers after a fall]\n", encoding="utf-8")
    assert "climbers-after-a-fall" in run("-C", tmp_path, "needs").out
    assert "climbers-after-a-fall" in run("-C", tmp_path, "needs", "--try", "a climber, since her fall").out
