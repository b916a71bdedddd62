"""One bad file among the drafts, or among what the program keeps of them, stops and hides no other, and says what to do."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from composer.app.application import create_app
from composer.drafts.draft import BODY_LIMIT, Draft
from composer.drafts.store import DraftStore
from composer.drafts.writing import WritePolicy
from composer.filenames import draft_name_fault
from composer.letters.compose import Composed, compose
from composer.outputs.export import layout_of
from composer.workspace import drafting
from composer.workspace.drafting import DraftRequest, write_drafts
from composer.workspace.snapshot import Snapshot
from tests.conftest import CALLED, DAY, TODAY, Run
from tests.disks import posix
from tests.inline import Inline

GOOD = "---\nto: a.osei@riverstreet.example\nsubject: Hello\ncontact: abena-osei\n---\nDear Dr. Osei,\n\nHello.\n"
NAME, OTHER = "abena-osei.introduction", "grace-wang.introduction"
pytestmark = posix


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two contacts with a draft each, made once."""
    folder = tmp_path_factory.mktemp("drafted")
    (folder / "contacts.yaml").write_text(
        "- {id: abena-osei, name: Dr. Abena Osei, role: primary care physician, email: a.osei@riverstreet.example}\n"
        "- {id: grace-wang, name: Ms. Grace Wang, role: school counselor, email: g.wang@lakeside.example}\n"
    )
    (folder / "practice.yaml").write_text(
        "name: Maya Chen\ncredentials: LPCC\nlicences: [{title: Counselor, state: Ohio}]\naddress: 12 Harbor Street\nphone: 555-0142\n"
    )
    write_drafts(Snapshot(folder, TODAY), DraftRequest("introduction"))
    assert sorted(path.stem for path in (folder / "drafts").iterdir()) == [NAME, OTHER]
    return folder


@pytest.fixture(autouse=True)
def _rendered_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages are made in this process, so that a hundred commands start no workers for it."""
    monkeypatch.setattr("composer.outputs.export.Pool", Inline)


@pytest.fixture
def folder(drafted: Path, tmp_path: Path) -> Path:
    shutil.copytree(drafted, tmp_path / "book")
    return tmp_path / "book"


def make_folder(path: Path) -> None:
    path.mkdir()


def dangle(path: Path) -> None:
    path.symlink_to("nowhere.md")


def loop(path: Path) -> None:
    path.symlink_to(path.name)


BAD: dict[str, tuple[Callable[[Path], Any], str]] = {
    "a folder": (make_folder, "there is a folder of that name"), "a pipe": (os.mkfifo, "it is not a file"),
    "bytes": (lambda path: path.write_bytes(b"---\nsubject: \xff\n---\n"), "this is not UTF-8 text"),
    "a link to nothing": (dangle, "is a link to a file that is not there"), "a link to itself": (loop, "its links lead round in a circle"),
    "no head": (lambda path: path.write_text("Dear Ann,\n"), "this draft has no head"),
    "nothing": (lambda path: path.write_bytes(b""), "this draft has no head"),
    "a broken head": (lambda path: path.write_text("---\nsubject: 'x\n---\nB\n"), "a quotation mark opens here and never closes"),
    "too long a letter": (lambda path: path.write_text(GOOD + "long " * 30_000), f"the letter is longer than {BODY_LIMIT:,} characters"),
}  # fmt: skip
NAMES = [
    "a\nb", "a\\b", "a\x1b[31mb", "x" * 240, ".hidden", "~mine", "a\u202eb", os.fsdecode(b"a\xff b"), " a", "a\u2028b", "\x7f",
]  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_named_everywhere_and_the_others_go_on(folder: Path, run: Run, kind: str) -> None:
    make, says = BAD[kind]
    make(folder / "drafts/bad.md")
    everywhere = ("-C", folder, *DAY)
    checked = run(*everywhere, "check")
    assert (checked.code, says in checked.out) == (1, True), checked
    assert "3 drafts: " in checked.out
    assert run(*everywhere, "due").code == 0
    measured = run(*everywhere, "measure")
    assert (measured.code, says in measured.err, measured.out.count("introduction  ")) == (1, True, 2), measured
    assert run(*everywhere, "draft", "introduction", "--refresh").code == 0
    marked = run(*everywhere, "ready", "bad", OTHER, NAME)
    assert (marked.code, says in marked.err) == (1, True), marked
    assert marked.out.count("ready\n") == 2
    page = TestClient(create_app(Snapshot(folder, TODAY))).get("/drafts")
    assert (page.status_code, page.text.count('href="/draft/')) == (200, 3)
    left = run(*everywhere, "export", "eml")
    assert (left.code, says in left.err) == (1, True), left
    assert sorted(path.stem for path in (folder / "outbox").glob("*.eml")) == [CALLED[NAME], CALLED[OTHER]]


@pytest.mark.parametrize("kind", [kind for kind in BAD if kind != "too long a letter"])
@pytest.mark.parametrize("how", [(), ("--refresh",), ("--force",)])
def test_what_stands_in_the_place_of_a_draft_is_left_alone_and_the_others_are_renewed(
    folder: Path, run: Run, kind: str, how: tuple[str, ...]
) -> None:
    make, says = BAD[kind]
    path = folder / f"drafts/{NAME}.md"
    path.unlink()
    make(path)
    before = path.read_bytes() if path.is_file() else path.lstat().st_mode
    practice = folder / "practice.yaml"
    practice.write_text(practice.read_text().replace("0142", "0199"))
    ran = run("-C", folder, *DAY, "draft", "introduction", *how)
    assert (ran.code, says in ran.err) == (1, True), ran
    assert "Could not be made (1)" in ran.out
    assert (path.read_bytes() if path.is_file() else path.lstat().st_mode) == before
    assert ("0199" in (folder / f"drafts/{OTHER}.md").read_text()) == bool(how)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_no_draft_may_have_is_reported_and_the_others_go_on(folder: Path, run: Run, name: str) -> None:
    (folder / "drafts" / f"{name}.md").write_text(GOOD)
    everywhere = ("-C", folder, *DAY)
    code, level = (0, "warning") if name[0] in ".~" else (1, "error")  # programs hide files of their own so
    checked = run(*everywhere, "check")
    assert f"{level}[draft-name]: no draft can have this name: its name " in checked.out
    assert checked.code == code
    assert run(*everywhere, "ready", NAME, OTHER).code == 0
    refreshed = run(*everywhere, "draft", "introduction", "--refresh")
    assert (refreshed.code, f"{level}[draft-name]" in refreshed.err) == (code, True)
    page = TestClient(create_app(Snapshot(folder, TODAY))).get("/drafts")
    assert (page.status_code, page.text.count('href="/draft/')) == (200, 2)
    assert "No draft can have this name" in page.text
    left = run(*everywhere, "export", "eml")
    assert (left.code, f"{level}[draft-name]" in left.err) == (code, True)
    assert sorted(path.stem for path in (folder / "outbox").glob("*.eml")) == [CALLED[NAME], CALLED[OTHER]]
    assert run(*everywhere, "due").code == 0


@pytest.mark.parametrize("name", ["._abena.md", ".#abena.md", "~$bena.md", ".ann.md.swp", "notes.txt", "folder"])
def test_what_other_programs_leave_for_a_while_is_passed_over(folder: Path, run: Run, name: str) -> None:
    (folder / "drafts" / name).symlink_to("nobody@nowhere")
    assert DraftStore(folder).names() == [NAME, OTHER]
    assert DraftStore(folder).misnamed() == ()


@pytest.mark.parametrize("name", [*NAMES, "x" * 300, "a/../b", "..", "", "\x00"])
def test_a_name_on_the_command_line_that_is_none_is_a_sentence(folder: Path, run: Run, name: str) -> None:
    for command in (("ready",), ("explain",), ("settle",), ("skip", "--reason", "x"), ("check",)):
        ran = run("-C", folder, *DAY, *command, f"{name}x")
        assert ran.code == 1, ran
        assert "there is no draft '" in ran.err
        assert len(ran.err) < 400


@given(st.text(max_size=30))
def test_nothing_that_the_program_makes_has_such_a_name(name: str) -> None:
    with tempfile.TemporaryDirectory() as where:
        store = DraftStore(Path(where))
        [(_, outcome)] = store.writer.put([Draft(name, "S", "B\n")], WritePolicy())
        assert (outcome == "written") == (draft_name_fault(name) == "")
        assert store.names() == ([name] if outcome == "written" else [])
        assert store.misnamed() == ()


# --- what the program keeps --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["a folder", "a pipe", "bytes", "a link to nothing", "a link to itself"])
@pytest.mark.parametrize("kept", [".outreach/base/{}.md", ".outreach/conflicts/{}.yaml"])
def test_what_is_kept_of_a_draft_and_is_damaged_stops_no_other(folder: Path, run: Run, kind: str, kept: str) -> None:
    make, says = BAD[kind]
    path = folder / kept.format(NAME)
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    make(path)
    draft = folder / f"drafts/{NAME}.md"
    draft.write_text(draft.read_text().replace("\n\n", "\n\nMine. ", 1))
    practice = folder / "practice.yaml"
    practice.write_text(practice.read_text().replace("0142", "0199"))
    everywhere = ("-C", folder, *DAY)
    ran = run(*everywhere, "draft", "introduction", "--refresh")
    assert (ran.code, says in ran.err) == (1, True), ran
    assert "Mine. " in draft.read_text()
    assert "0199" in (folder / f"drafts/{OTHER}.md").read_text()
    assert run(*everywhere, "check", OTHER).code == 0
    assert run(*everywhere, "draft", "--conflicts").code == (1 if "conflicts" in kept else 0)
    assert "Traceback" not in run(*everywhere, "settle", NAME).err
    assert run(*everywhere, "ready", NAME, OTHER).out.count("ready\n") == 2
    assert run(*everywhere, "export", "eml").out.count("outbox/") >= 2
    assert run(*everywhere, "sent", NAME, OTHER).code == 0
    assert TestClient(create_app(Snapshot(folder, TODAY))).get(f"/draft/{NAME}").status_code == 200


@pytest.mark.parametrize("kind", ["a folder", "a pipe", "bytes", "a link to itself"])
def test_what_is_kept_of_a_letter_and_is_damaged_stops_nothing(folder: Path, kind: str) -> None:
    kept = folder / ".outreach/made-with/letters/introduction.md"
    kept.unlink()
    BAD[kind][0](kept)
    store = DraftStore(folder)
    assert store.kept_letters(["letters/introduction.md", "letters/thank-you.md"]).keys() == {"letters/thank-you.md"}
    if kind in {"a folder", "bytes"}:
        store.keep_letters({"letters/introduction.md": "text"})
        assert store.kept_letters(["letters/introduction.md"]) == (
            {} if kind == "a folder" else {"letters/introduction.md": "text"}
        )


# --- folders without permission ----------------------------------------------------------------------------------------


@contextmanager
def as_nobody(folder: Path) -> Iterator[Path]:
    """The workspace where nobody has more rights than any user: root's own would pass over every mode."""
    before = os.geteuid()
    with tempfile.TemporaryDirectory() as name:
        where = Path(name) / "book"
        shutil.copytree(folder, where)
        for path in [Path(name), where, *where.rglob("*")] if before == 0 else ():
            os.chown(path, 65534, 65534)
        try:
            if before == 0:
                os.seteuid(65534)
            yield where
        finally:
            os.seteuid(before)
            for path in (where / "drafts", where / ".outreach/base", where / ".outreach/conflicts"):
                if path.exists():
                    path.chmod(0o755)


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch, drafted: Path) -> None:
    """Letters are merged beforehand, and checked without workers: Python itself may be closed to nobody."""
    made: list[Composed] = []

    def keep(*given: Any, **options: Any) -> list[Composed]:
        made.extend(compose(*given, **options))
        return made

    monkeypatch.setattr(drafting, "compose", keep)
    snapshot = Snapshot(drafted, TODAY)
    write_drafts(snapshot, DraftRequest("introduction"))
    layout_of(snapshot.library.files)  # which reads in a library that nobody may read either
    monkeypatch.setattr(drafting, "compose", lambda *_, **__: made)


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("mode", [0o000, 0o111, 0o444])
@pytest.mark.parametrize("name", ["drafts", ".outreach/base"])
def test_a_folder_that_nobody_may_look_into_is_named_and_nothing_is_called_deleted(
    drafted: Path, run: Run, mode: int, name: str
) -> None:
    with as_nobody(drafted) as where:
        (where / name).chmod(mode)
        ran = run("-C", where, *DAY, "draft", "introduction", "--refresh")
        assert ran.code == 1, ran
        assert "you are not allowed to" in ran.err
        assert "you deleted it" not in ran.out
        if name == "drafts":
            for command in (("check",), ("export",), ("due",), ("ready", NAME), ("measure",)):
                ran = run("-C", where, *DAY, *command)
                assert "Traceback" not in ran.err
                assert ran.code == (0 if command == ("due",) and mode == 0o444 else 1), (command, ran)


@pytest.mark.usefixtures("in_this_process")
def test_a_draft_that_nobody_may_read_is_named_and_the_others_go_on(drafted: Path, run: Run) -> None:
    with as_nobody(drafted) as where:
        (where / f"drafts/{NAME}.md").chmod(0)
        for command in (("check",), ("draft", "introduction", "--refresh"), ("export", "eml", "--all")):
            ran = run("-C", where, *DAY, *command)
            assert ran.code == 1, ran
            assert f"drafts/{NAME}.md: error[draft-unreadable]: could not read" in ran.out + ran.err
        assert [path.stem for path in (where / "outbox").glob("*.eml")] == [CALLED[OTHER]]


# --- private stays private ---------------------------------------------------------------------------------------------


def test_what_is_kept_of_a_private_draft_is_private(folder: Path) -> None:
    """The base, the backup and both versions of a place, whatever the mode of what stood there."""
    store = DraftStore(folder)

    def put(body: str, *, refresh: bool = False, force: bool = False) -> None:
        list(store.writer.put([Draft("ann", "S", body)], WritePolicy(refresh, force)))

    put("One. Two. Three.\n")
    draft = folder / "drafts/ann.md"
    draft.write_text(draft.read_text().replace("Two", "Mine"))
    draft.chmod(0o600)
    put("One. New. Three.\n", refresh=True)
    store.conflicts.settle("ann", new=False)
    put("One. Newer. Three. Four.\n", refresh=True)
    put("Anew.\n", force=True)
    kept = [path for path in (folder / ".outreach").rglob("ann.*") if path.parent.name != "letters"]
    assert {path.parent.name for path in kept} == {"base", "backup", "conflicts"}
    assert {path.name: oct(path.stat().st_mode & 0o777) for path in (*kept, draft) if path.stat().st_mode & 0o077} == {}
