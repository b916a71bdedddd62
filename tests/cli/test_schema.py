"""`outreach schema`, and the first line by which an editor finds a schema."""

import errno
import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from composer.files import read_text
from composer.records.schemas import NAMES
from composer.yaml.reader import read_yaml
from tests.conftest import DAY, Run
from tests.disks import failing_at, left_over, posix

LINE = "#\tyaml-language-server: $schema=.outreach/schema/contacts.json\n"
MODELINE = re.compile(r"^#\s+yaml-language-server\s*:.*?\$schema(?:=|:\s*)(\S+)", re.MULTILINE)
"""How the YAML language server looks for it; the path counts from the file."""


def schema_of(path: Path) -> Draft7Validator:
    """The one that an editor would take for a file."""
    found = MODELINE.search(path.read_text(encoding="utf-8"))
    assert found is not None, path
    return Draft7Validator(json.loads((path.parent / found[1]).read_text(encoding="utf-8")))


@pytest.mark.parametrize("more", [(), ("--sample",)])
def test_an_editor_finds_the_schemas_of_a_new_workspace(tmp_path: Path, run: Run, more: tuple[str, ...]) -> None:
    assert run(*DAY, "init", tmp_path / "mine", *more).code == 0
    for name in ("contacts", "practice", "history"):
        path = tmp_path / f"mine/{name}.yaml"
        text = path.read_text(encoding="utf-8")
        assert text.startswith(LINE.replace("contacts", name))
        assert not list(schema_of(path).iter_errors(read_yaml(text, "").value)), name
    assert {path.stem for path in (tmp_path / "mine/.outreach/schema").iterdir()} == {*NAMES}


def test_a_workspace_of_before_gets_them_and_only_a_line_is_added(sample: Path, run: Run) -> None:
    (sample / "do-not-contact.yaml").write_bytes(b"\xef\xbb\xbf- lakeview.example\r\n")
    (sample / "templates/roles").mkdir(parents=True, exist_ok=True)
    (sample / "templates/roles/clergy.yaml").write_text("key: clergy\n", encoding="utf-8")
    before = (sample / "contacts.yaml").read_text(encoding="utf-8")
    ran = run("-C", sample, *DAY, "schema")
    assert (ran.code, "contacts.yaml names its own in the first line now." in ran.out) == (0, True), ran
    assert (sample / "contacts.yaml").read_text(encoding="utf-8") == LINE + before
    listed = (sample / "do-not-contact.yaml").read_bytes()
    assert (listed[:4], listed[-2:], listed.count(b"\r\n")) == (b"\xef\xbb\xbf#", b"\r\n", 2)
    role = schema_of(sample / "templates/roles/clergy.yaml")
    assert [fault.message for fault in role.iter_errors({"key": "clergy"})][:1] == ["'name' is a required property"]


def test_said_again_it_changes_no_file_and_makes_what_was_deleted(sample: Path, run: Run) -> None:
    run("-C", sample, *DAY, "schema")
    text = read_text(sample / "contacts.yaml").digest
    (sample / ".outreach/schema/contacts.json").unlink()
    ran = run("-C", sample, *DAY, "schema")
    assert (ran.code, "Your files name theirs already." in ran.out) == (0, True), ran
    assert read_text(sample / "contacts.yaml").digest == text
    assert schema_of(sample / "contacts.yaml")


def test_a_schema_that_somebody_named_themselves_stays(sample: Path, run: Run) -> None:
    own = "# yaml-language-server: $schema=../ours.json\n"
    (sample / "contacts.yaml").write_text(own + "- {name: Ann}\n", encoding="utf-8")
    assert run("-C", sample, *DAY, "schema").code == 0
    assert (sample / "contacts.yaml").read_text(encoding="utf-8") == own + "- {name: Ann}\n"


def said(folder: Path, run: Run) -> list[tuple[int, str]]:
    """What commands say, without the numbers of lines: each line of a file is one further down."""
    ran = [run("-C", folder, *DAY, *words) for words in (("contacts",), ("due",), ("check",))]
    return [(one.code, re.sub(r"(?<=yaml:)\d+", "", one.out + one.err)) for one in ran]


def test_commands_work_with_the_line_as_they_did_without_it(sample: Path, run: Run) -> None:
    plain = said(sample, run)
    run("-C", sample, *DAY, "schema")
    assert said(sample, run) == plain
    assert run("-C", sample, *DAY, "contacts", "add", "Ann Lee", "--email", "ann@lee.example").code == 0
    assert run("-C", sample, *DAY, "log", "called", "ann-lee").code == 0
    for name in ("contacts", "history"):
        path = sample / f"{name}.yaml"
        assert path.read_text(encoding="utf-8").startswith(LINE.replace("contacts", name))
        assert "ann-lee" in path.read_text(encoding="utf-8").lower().replace("ann lee", "ann-lee")
        assert not list(schema_of(path).iter_errors(read_yaml(path.read_text(encoding="utf-8"), "").value))


def test_a_file_of_somebody_elses_is_not_overwritten(tmp_path: Path, run: Run) -> None:
    (tmp_path / "practice.json").write_text("{}", encoding="utf-8")
    ran = run("schema", "--to", tmp_path)
    assert (ran.code, "was not made by this program, and nothing was written" in ran.err) == (1, True), ran
    assert [path.name for path in tmp_path.iterdir()] == ["practice.json"]


def test_a_link_in_the_place_of_a_schema_is_refused(sample: Path, run: Run, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.json"
    (sample / ".outreach/schema").mkdir(parents=True)
    (sample / ".outreach/schema/contacts.json").symlink_to(elsewhere)
    ran = run("-C", sample, *DAY, "schema")
    assert (ran.code, elsewhere.exists()) == (1, False), ran
    assert "there is a link" in ran.err or "is a link" in ran.err
    assert not (sample / "contacts.yaml").read_text(encoding="utf-8").startswith("#\t")


def test_a_schema_is_printed_by_its_name(run: Run) -> None:
    ran = run("schema", "history")
    assert json.loads(ran.out)["title"] == "history.yaml: what happened"


@posix
@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace"])
def test_where_the_disk_refuses_every_file_is_whole_and_a_second_try_ends_well(
    sample: Path, run: Run, call: str
) -> None:
    before = (sample / "contacts.yaml").read_text(encoding="utf-8")
    came = 0
    for failing in (1, 3, 6, 8):
        with failing_at(call, failing, errno.ENOSPC) as reached:
            ran = run("-C", sample, *DAY, "schema")
        came += reached()
        assert "fault of the program" not in ran.err
        assert ran.code == 0 or ran.err.startswith("error: could not "), ran
        assert (sample / "contacts.yaml").read_text(encoding="utf-8") in {before, LINE + before}
    assert came > 1
    assert run("-C", sample, *DAY, "schema").code == 0
    assert (sample / "contacts.yaml").read_text(encoding="utf-8") == LINE + before
    assert left_over(sample) == []
