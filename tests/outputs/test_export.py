"""Handing over: what may leave does, what may not says why, and the file is what was checked."""

import email
import shutil
from datetime import timedelta
from email import policy

import pytest

from composer.outputs.export import ExportRequest
from composer.workspace.checking import check_drafts
from composer.workspace.exporting import export_drafts
from composer.workspace.snapshot import Snapshot
from tests.conftest import TODAY, change

pytestmark = pytest.mark.usefixtures("with_drafts")


def test_the_samples_messages_go_to_the_address_in_the_record(workspace: Snapshot) -> None:
    """One To each, and it is the contact's, or that of the place a contact has left."""
    written = [result for result in export_drafts(workspace, ExportRequest(everything=True)) if result.path]
    later = Snapshot(workspace.folder, today=TODAY + timedelta(days=7))
    written += [result for result in export_drafts(later, ExportRequest(everything=True)) if result.path]
    assert len(written) == 21
    for result in written:
        message = email.message_from_bytes((workspace.folder / result.path).read_bytes(), policy=policy.default)
        contact = workspace.records.contacts.by_id[result.draft.split(".")[0]]
        place = workspace.records.contacts.organization_of(contact)
        there = place.email if place and contact.status == "retired" else contact.email
        assert [address.addr_spec for address in message["To"].addresses] == [there]


def test_the_same_drafts_are_the_same_bytes(workspace: Snapshot) -> None:
    outbox = workspace.folder / "outbox"
    list(export_drafts(workspace, ExportRequest(everything=True)))
    first = {path.name: path.read_bytes() for path in outbox.iterdir()}
    shutil.rmtree(outbox)
    list(export_drafts(Snapshot(workspace.folder, today=TODAY), ExportRequest(everything=True, again=True)))
    assert {path.name: path.read_bytes() for path in outbox.iterdir()} == first


def test_skipped_unready_and_blocked_drafts_stay(workspace: Snapshot) -> None:
    folder = workspace.folder / "drafts"
    change(folder / "jonah-brandt.introduction.md", "status: draft", "status: skipped\nreason: met him instead")
    change(folder / "grace-wang.introduction.md", "Dear Ms. Wang", "Dear [[CONFIRM: who?]]")
    change(folder / "suparman.introduction.md", "status: draft", "status: finished")
    because = {
        result.draft: result.because
        for result in export_drafts(workspace, ExportRequest(everything=True))
        if not result.path
    }
    assert because == {
        "tomasz-zielinski.introduction": "it waits: a letter went to Dr. Abena Osei, MD there on 2026-11-24; theirs may go on 2026-12-01",
        "jonah-brandt.introduction": "skipped: met him instead",
        "grace-wang.introduction": "the letter still asks you: who?; `outreach check grace-wang.introduction` says more",
        "suparman.introduction": "its file cannot be read as a draft",
        "harold-finch.introduction": "no address to send it to; this letter can leave on paper only",
    }


def test_a_stop_that_came_after_the_draft_still_stops_it(workspace: Snapshot) -> None:
    change(workspace.folder / "contacts.yaml", "name: Jonah Brandt", "name: Jonah Brandt\n    do_not_contact: true")
    again = Snapshot(workspace.folder, today=TODAY)
    result = next(r for r in export_drafts(again, ExportRequest(names=["jonah-brandt.introduction"], everything=True)))
    assert result.path == ""
    assert "asked not to be written to" in result.because


def test_a_letter_that_cannot_be_rendered_is_named_and_the_rest_leaves(workspace: Snapshot) -> None:
    """What is longer than a letter can be is refused, and stops no other."""
    path = workspace.folder / "drafts/jonah-brandt.introduction.md"
    path.write_text(path.read_text() + "\n" + "long " * 30_000 + "\n")
    names = ["jonah-brandt.introduction", "grace-wang.introduction"]
    results = {result.draft: result for result in export_drafts(workspace, ExportRequest(names=names, everything=True))}
    assert results["jonah-brandt.introduction"].problems[0].code == "draft-long"
    assert results["jonah-brandt.introduction"].path == ""
    assert results["grace-wang.introduction"].path == "outbox/2026-11-24 Ms Grace Wang – introduction.eml"


def test_a_file_that_cannot_be_read_stops_no_other(workspace: Snapshot) -> None:
    """Not UTF-8, a folder, a name nobody would give: each is named, and the rest leaves."""
    folder = workspace.folder / "drafts"
    (folder / "bytes.md").write_bytes(b"\xff\xfe\x00")
    (folder / "folder.md").mkdir()
    (folder / "a b\u00fc.md").write_text((folder / "grace-wang.introduction.md").read_text())
    results = {result.draft: result for result in export_drafts(workspace, ExportRequest(everything=True))}
    assert results["bytes"].problems[0].text.endswith("this is not UTF-8 text")
    assert results["folder"].problems[0].text.endswith("folder.md: there is a folder of that name")
    assert results["a bü"].path == "outbox/2026-11-24 Ms Grace Wang – introduction.eml"
    twice = "it waits: 'a bü' is the same letter to them, and has left; say first whether it went"
    assert results["grace-wang.introduction"].because == twice
    assert sum(1 for result in results.values() if result.path) == 18
    assert {problem.code for checked in check_drafts(workspace) for problem in checked.problems} >= {"draft-unreadable"}
