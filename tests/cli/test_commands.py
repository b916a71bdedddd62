"""The commands, as somebody at a keyboard meets them."""

import json
import os
import re
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import click
import pytest

from composer.cli.console import clean
from composer.cli.root import outreach
from tests.conftest import DAY, Run, change


def all_commands() -> list[str]:
    return outreach.list_commands(click.Context(outreach))


@pytest.mark.parametrize("name", all_commands())
def test_every_command_has_help_with_a_sentence(name: str, run: Run) -> None:
    ran = run(name, "--help")
    assert ran.code == 0
    assert f"Usage: outreach {name}" in ran.out
    command = outreach.get_command(click.Context(outreach), name)
    assert command is not None
    assert command.help
    assert command.help.strip().split("\n\n")[0].rstrip().endswith(".")


def test_help_is_quick_because_nothing_heavy_is_imported() -> None:
    code = "import sys; from composer.cli.boundary import run; run(['--help']); print(sorted(set(sys.modules) & {'yaml', 'jinja2', 'pydantic', 'markdown', 'starlette', 'lxml'}))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.endswith("[]\n")


def test_draft_says_for_each_person_what_it_did_and_why(sample: Path, run: Run) -> None:
    ran = run("-C", sample, *DAY, "draft")
    assert ran.code == 0
    assert "Written (22)" in ran.out
    assert "Dr. Ellen Marsh, MD" in ran.out
    assert "they asked not to be written to on 2026-04-02" in ran.out
    assert "'interior designer' is not a role this program knows" in ran.err
    again = run("-C", sample, *DAY, "draft")
    assert "Already there (22)" in again.out


def test_draft_as_json_has_the_same_names(sample: Path, run: Run) -> None:
    result = json.loads(run("-C", sample, *DAY, "draft", "--json").out)
    assert {row["outcome"] for row in result["drafts"]} == {"written", "left out"}
    assert {"path", "line", "column", "code", "level", "text", "hint"} == set(result["problems"][0])


def test_an_edited_draft_is_kept_and_the_run_says_so(sample: Path, run: Run) -> None:
    run("-C", sample, *DAY, "draft")
    path = sample / "drafts/jonah-brandt.introduction.md"
    path.write_text(path.read_text().replace("Dear Mr. Brandt", "Dear Jonah"))
    (sample / "practice.yaml").write_text((sample / "practice.yaml").read_text().replace("555-0142", "555-0199"))
    ran = run("-C", sample, *DAY, "draft", "--refresh")
    assert "Your words kept, and what is new put beside them (1)" in ran.out
    assert "Renewed (20)" in ran.out
    assert "Dear Jonah," in path.read_text()
    assert "555-0199" in path.read_text()
    assert "555-0199" in (sample / "drafts/abena-osei.introduction.md").read_text()


def test_draft_for_one_person_by_name_address_or_id(sample: Path, run: Run) -> None:
    for who in ("jonah-brandt", "Jonah Brandt", "jbrandt@northbank.example", "Brandt"):
        assert "Jonah Brandt" in run("-C", sample, *DAY, "draft", "--to", who).out
    ran = run("-C", sample, *DAY, "draft", "--to", "jonah-brant")
    assert ran.code == 1
    assert "did you mean 'jonah-brandt'?" in ran.err


def test_a_name_that_may_be_two_people_is_asked_back(sample: Path, run: Run) -> None:
    (sample / "contacts.yaml").write_text("contacts:\n  - {name: Ann Lee, role: pcp}\n  - {name: Ann May, role: pcp}\n")
    (sample / "history.yaml").unlink()
    ran = run("-C", sample, "draft", "--to", "ann")
    assert "'ann' may be 2 people\n  hint: write the id: ann-lee, ann-may" in ran.err


def test_check_counts_what_to_mend(with_drafts: Path, run: Run) -> None:
    ran = run("-C", with_drafts, *DAY, "check")
    assert ran.out.endswith("22 drafts: 0 things to mend, 2 things to look at.\n")
    assert ran.code == 0
    path = with_drafts / "drafts/jonah-brandt.introduction.md"
    path.write_text(path.read_text().replace("Dear Mr. Brandt,", "Dear ,"))
    ran = run("-C", with_drafts, *DAY, "check", "jonah-brandt.introduction")
    assert "drafts/jonah-brandt.introduction.md:12:1: error[holes-greeting]: the letter begins 'Dear ,'" in ran.out
    assert ran.code == 1


def test_check_without_drafts_says_what_to_do(sample: Path, run: Run) -> None:
    assert "There are no drafts yet. `outreach draft` writes them." in run("-C", sample, "check").out


def test_explain_names_the_record_behind_a_sentence_and_what_is_yours(with_drafts: Path, run: Run) -> None:
    sentence = "With a signed release I send half a page after the first visit, by fax if your chart prefers that."
    path = with_drafts / "drafts/abena-osei.introduction.md"
    change(path, sentence, "I was glad to meet you.")
    ran = run("-C", with_drafts, *DAY, "explain", "abena-osei.introduction", "--json")
    found = {row["text"]: row for row in json.loads(ran.out)["sentences"]}
    offer = found["I take Buckeye and Molina Medicaid."]
    line = (with_drafts / "practice.yaml").read_text().split("\n")[offer["where"][0]["line"] - 1]
    assert "I take Buckeye and Molina Medicaid." in line
    assert offer["state"] == "as made"
    assert found[sentence]["state"] == "changed"
    assert found["I was glad to meet you."]["state"] == "yours"
    assert next(row for row in found.values() if row["text"].startswith("In February"))["noted"] == "2026-02-11"


def test_export_writes_what_may_leave_and_says_what_may_not(with_drafts: Path, run: Run) -> None:
    ran = run("-C", with_drafts, *DAY, "export", "eml")
    assert "Not handed over (22)" in ran.out
    assert "not marked ready" in ran.out
    assert run("-C", with_drafts, *DAY, "ready", "jonah-brandt.introduction").code == 0
    ran = run("-C", with_drafts, *DAY, "export")
    assert "Written (1)" in ran.out
    assert (with_drafts / "outbox/2026-11-24 Jonah Brandt – introduction.eml").read_bytes().count(
        b"\r\nX-Unsent: 1\r\n"
    ) == 1
    ran = run("-C", with_drafts, *DAY, "export", "eml", "--all")
    assert "Written (17)" in ran.out
    assert "1 draft left before; --again hands it over once more." in ran.out
    assert "it waits: a letter went to Jonah Brandt there on 2026-11-24; theirs may go on 2026-12-01" in ran.out
    assert "no address to send it to; this letter can leave on paper only" in ran.out


def test_export_refuses_a_draft_with_a_hole(with_drafts: Path, run: Run) -> None:
    path = with_drafts / "drafts/jonah-brandt.introduction.md"
    path.write_text(
        path.read_text()
        .replace("Dear Mr. Brandt,", "Dear [[CONFIRM: whom?]],")
        .replace("status: draft", "status: ready")
    )
    ran = run("-C", with_drafts, *DAY, "export", "eml", "jonah-brandt.introduction")
    assert ran.code == 1
    assert not list((with_drafts / "outbox").glob("*.eml"))
    assert "holes-confirm" in ran.err


def test_contacts_shows_who_is_who_and_finds_some(sample: Path, run: Run) -> None:
    assert "Priya Raman" in run("-C", sample, *DAY, "contacts").out
    ran = run("-C", sample, *DAY, "contacts", "northbank", "--json")
    assert {row["id"] for row in json.loads(ran.out)["contacts"]} == {"jonah-brandt", "leila-haddad", "ana-valdez-roca"}
    assert "Nobody matches 'xyzzy'." in run("-C", sample, "contacts", "xyzzy").out


def test_letters_and_roles_need_no_workspace(tmp_path: Path, run: Run) -> None:
    assert run("-C", tmp_path, "letters").code == 0
    assert "Primary care (primary-care)" in run("-C", tmp_path, "roles", "family doctor").out


def test_a_draft_that_does_not_exist_is_named_with_its_neighbour(with_drafts: Path, run: Run) -> None:
    ran = run("-C", with_drafts, "explain", "grace-wang.introductoin")
    assert (ran.code, "did you mean 'grace-wang.introduction'?" in ran.err) == (1, True)


def test_letters_and_roles_say_what_there_is(sample: Path, run: Run) -> None:
    assert "introduction (commercial, once to a person)" in run("-C", sample, "letters").out
    assert "therapist" in run("-C", sample, "roles").out
    said = run("-C", sample, "roles", "pcp").out
    assert ("Also written: primary care physician, " in said, "PCP," in said) == (True, True)
    ran = run("-C", sample, "roles", "clergi")
    assert (ran.code, "'clergi' is read as this role: 83% like 'clergy'" in ran.out + ran.err) == (0, True)
    ran = run("-C", sample, "roles", "elergy")
    assert (ran.code, "did you mean 'clergy'?" in ran.err) == (1, True)


def test_init_makes_a_workspace_that_works_at_once(tmp_path: Path, run: Run) -> None:
    ran = run("init", tmp_path / "mine")
    assert ran.code == 0
    assert run("-C", tmp_path / "mine", "draft").code == 0
    assert "There is nobody in contacts.yaml yet." in run("-C", tmp_path / "mine", "draft").out
    again = run("init", tmp_path / "mine")
    assert (again.code, "nothing was changed" in again.err) == (1, True)


def test_the_examples_of_init_work_when_their_signs_are_taken_away(tmp_path: Path, run: Run) -> None:
    """Whoever follows the files gets letters, and a reason where there is none."""
    run(*DAY, "init", tmp_path / "mine")
    for name in ("contacts.yaml", "practice.yaml", "history.yaml"):
        path = tmp_path / "mine" / name
        path.write_text("\n".join(line.removeprefix("# ") for line in path.read_text().split("\n")))
    ran = run("-C", tmp_path / "mine", *DAY, "draft")
    assert (ran.code, ran.err.count("warning")) == (0, 0), ran.err
    assert "somebody at Maple Grove" in ran.out
    assert "they asked not to be written to" in ran.out
    assert run("-C", tmp_path / "mine", *DAY, "check").code == 0


def test_init_with_the_sample_moves_its_days(tmp_path: Path, run: Run) -> None:
    """So that no offer has expired, whenever somebody looks around."""
    assert run("--today", "2028-02-29", "init", "--sample", tmp_path / "s").code == 0
    assert run("-C", tmp_path / "s", "--today", "2028-02-29", "draft").out.startswith("Written (22)")


def test_a_word_that_is_nearly_a_command_gets_the_command(run: Run) -> None:
    ran = run("drafts")
    assert (ran.code, "Did you mean 'draft'?" in ran.err) == (2, True)


@pytest.mark.parametrize(
    "arguments", [("--today", "yesterday", "letters"), ("export", "pdf"), ("draft", "--all", "--to", "x")]
)
def test_wrong_usage_is_two(arguments: tuple[str, ...], run: Run) -> None:
    assert run(*arguments).code == 2


def test_an_error_is_json_too_when_json_was_asked_for(sample: Path, run: Run) -> None:
    (sample / "practice.yaml").write_text("phoen: 1\n")
    result = json.loads(run("-C", sample, "draft", "--json").out)
    assert (result["error"], result["kind"]) == ("nothing was written; these need mending first", "invalid")
    assert {problem["code"] for problem in result["problems"]} >= {"practice-unknown-field", "practice-name"}


def test_our_own_fault_is_three_and_names_the_report(monkeypatch: pytest.MonkeyPatch, run: Run, sample: Path) -> None:
    monkeypatch.setattr("composer.cli.contacts_list.pick_contacts", lambda *_: 1 / 0)
    ran = run("-C", sample, "contacts")
    assert ran.code == 3
    assert "This is a fault of the program, not of your files." in ran.err
    assert "Traceback" not in ran.err
    report = Path(re.search(r"written down in (\S+);", ran.err)[1])  # type: ignore[index]
    assert report.read_text().endswith("ZeroDivisionError: division by zero\n")
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    report.unlink()


def test_a_report_that_cannot_be_written_is_none(
    monkeypatch: pytest.MonkeyPatch, run: Run, sample: Path, tmp_path: Path
) -> None:
    monkeypatch.setattr("composer.cli.contacts_list.pick_contacts", lambda *_: 1 / 0)
    with monkeypatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
        ran = run("-C", sample, "contacts")
    assert (ran.code, ran.err) == (3, (
        "This is a fault of the program, not of your files.\nIt could not be written down: "
        "could not write outreach-bug-report.txt: its folder is not there. Please tell us what you did.\n"
    ))  # fmt: skip


def test_results_go_to_one_stream_and_remarks_to_the_other(sample: Path, run: Run) -> None:
    ran = run("-C", sample, "-q", *DAY, "draft", "--json")
    json.loads(ran.out)
    assert ran.err == ""


def test_no_value_can_steer_the_terminal(sample: Path, run: Run) -> None:
    assert clean("a\x1b[31mb\x07\u202e") == "a\ufffd[31mb\ufffd\ufffd"
    (sample / "drafts").mkdir()
    (sample / "drafts/x.md").write_text(
        "---\nsubject: a\ncontact: abena-osei\n---\nDear [[CONFIRM: \x1b]0;title\x07 who?]],\n"
    )
    ran = run("-C", sample, *DAY, "check")
    assert "\x1b]0" not in ran.out
    assert "\x07" not in ran.out


def test_it_runs_as_a_module_too(sample: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "composer", "-C", sample, *DAY, "draft"], capture_output=True, text=True, check=False
    )
    assert ran.stdout.startswith("Written (22)")
    assert ran.returncode == 0


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_printed_for_each_shell(shell: str, run: Run) -> None:
    assert "_OUTREACH_COMPLETE" in run("completion", shell).out


def test_ctrl_c_is_one_hundred_and_thirty(monkeypatch: pytest.MonkeyPatch, run: Run, sample: Path) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("composer.cli.contacts_list.pick_contacts", interrupt)
    ran = run("-C", sample, "contacts")
    assert (ran.code, ran.err.strip()) == (130, "Stopped; nothing was left half-written.")


def test_the_tab_key_completes_a_command() -> None:
    """As bash asks for it."""
    asked = {"COMP_WORDS": "outreach dr", "COMP_CWORD": "1", "_OUTREACH_COMPLETE": "bash_complete"}
    code = "from composer.cli import main; main()"
    ran = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **asked}, capture_output=True, text=True, check=False
    )
    assert ran.stdout == "plain,draft\n"


def test_a_process_ends_with_all_of_its_words_and_the_code_of_its_command() -> None:
    """Though it does not take apart what it holds."""
    ran = subprocess.run(
        [sys.executable, "-m", "composer", "drft"], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (ran.returncode, ran.stdout, ran.stderr.splitlines()[-1]) == (
        2,
        "",
        "Error: There is no command 'drft'. Did you mean 'draft'?",
    )
