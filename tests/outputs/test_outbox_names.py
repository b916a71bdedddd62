"""What files in the outbox are called: safe everywhere, whose they are is never lost, and each letter lies there once."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.drafts.outbox_names import INDEX, OutboxNames, is_called, name_for_people
from composer.outputs.export import ExportRequest
from composer.outputs.gate import Gate
from composer.workspace.drafting import DraftRequest, write_drafts
from composer.workspace.exporting import export_drafts, plan_export
from composer.workspace.snapshot import Snapshot
from tests.conftest import DAY, TODAY, Run, change
from tests.disks import posix
from tests.outputs.conftest import CALLED, NAME, OTHER, hand_over

pytestmark = pytest.mark.usefixtures("inline")
DAY_OF = date(2026, 11, 23)
LATER = ("--today", "2026-11-26")


def messages(folder: Path) -> list[str]:
    """The names of all messages in an outbox."""
    return sorted(path.name for path in (folder / "outbox").glob("*.eml"))


# --- the name itself ------------------------------------------------------------------------------------------------


@given(st.text(max_size=400), st.text(max_size=100))
def test_a_name_is_safe_on_every_system(who: str, what: str) -> None:
    name = name_for_people(DAY_OF, who, what)
    assert name.startswith("2026-11-23 ")
    assert not set(name) & set('\\/:*?"<>|.')
    assert not any(unicodedata.category(one)[0] == "C" or (one.isspace() and one != " ") for one in name)
    assert name == unicodedata.normalize("NFC", name)
    for form in ("NFC", "NFD"):
        assert len(unicodedata.normalize(form, f"{name} (99).html").encode()) < 230


@pytest.mark.parametrize(
    ("who", "what", "name"),
    [
        ("Dr. Abena Osei", "Introduction", "2026-11-23 Dr Abena Osei – introduction"),
        ("CON", "TED talk", "2026-11-23 CON – TED talk"),
        ("../../etc/passwd", "a:b", "2026-11-23 etc passwd – a b"),
        ("Ann\u202egpj.exe\u200b", "x\ny\t", "2026-11-23 Anngpj exe – x y"),
        ("Zoe\u0308 O'Neill-Ruiz", "Thank-you", "2026-11-23 Zoë O'Neill-Ruiz – thank-you"),
        ("Олена Шевченко", "Знайомство", "2026-11-23 Олена Шевченко – знайомство"),
        ("👩‍⚕️" * 60, "i", None),
    ],
)
def test_a_name_says_the_day_the_person_and_the_letter(who: str, what: str, name: str | None) -> None:
    made = name_for_people(DAY_OF, who, what)
    assert name is None or made == name
    assert is_called(unicodedata.normalize("NFD", made), f"{who}, MD") or name is None


@given(st.lists(st.sampled_from(["Ann Lee", "ANN LEE", "Zoë", "Zoe\u0308", "ZOË", "ﬁ", "fi"]), max_size=9))
def test_no_two_letters_get_names_that_some_system_takes_for_one(people: list[str]) -> None:
    names = OutboxNames(Path("nowhere"))
    got = []
    for number, who in enumerate(people):
        stem = names.free(f"draft-{number}", name_for_people(DAY_OF, who, "introduction"))
        names.reserve(f"draft-{number}", stem)
        got.append(unicodedata.normalize("NFKC", unicodedata.normalize("NFD", stem).casefold()))
    assert len(set(got)) == len(people)


# --- two of one name ------------------------------------------------------------------------------------------------


@pytest.fixture
def namesakes(ready: Path) -> Path:
    """Two people of one name, and a letter to each."""
    change(ready / "contacts.yaml", "Dr. Jonah Brandt", "Dr. Abena OSEI\n  id: other")
    change(ready / f"drafts/{OTHER}.md", "status: ready", "status: skipped\nreason: she has moved")
    write_drafts(Snapshot(ready, TODAY), DraftRequest("introduction", ["other"]))
    return ready


def test_two_people_of_one_name_get_a_file_each_and_keep_it(namesakes: Path, run: Run) -> None:
    planned = [one.path for one in plan_export(Snapshot(namesakes, TODAY), ExportRequest(everything=True)) if one.path]
    out = hand_over(run, namesakes, "--all")
    two = ["2026-11-24 Dr Abena Osei – introduction (2).eml", "2026-11-24 Dr Abena Osei – introduction.eml"]
    assert messages(namesakes) == two
    assert sorted(planned) == [f"outbox/{name}" for name in two]
    assert all(f"outbox/{name}" in out for name in two)
    letters = {name: (namesakes / "outbox" / name).read_bytes() for name in two}
    hand_over(run, namesakes, "--again", "other.introduction")
    hand_over(run, namesakes, "--again")
    assert {name: (namesakes / "outbox" / name).read_bytes() for name in messages(namesakes)} == letters
    run("-C", namesakes, *DAY, "reopen", "other.introduction")
    assert messages(namesakes) == two[1:]


# --- what an earlier version wrote ----------------------------------------------------------------------------------


@pytest.fixture
def before(ready: Path, run: Run) -> Path:
    """A message of an earlier version: it has its draft's name, and nothing says whose it is."""
    hand_over(run, ready)
    for name in (NAME, OTHER):
        (ready / f"outbox/{CALLED[name]}.eml").rename(ready / f"outbox/{name}.eml")
    (ready / "outbox" / INDEX).unlink()
    return ready


def test_a_file_of_an_earlier_version_is_known(before: Path, run: Run) -> None:
    (before / "do-not-contact.yaml").write_text("- contact: abena-osei\n")
    assert f"outbox/{NAME}.eml still lies there" in run("-C", before, *DAY, "check").out
    assert f"outbox/{NAME}.eml still lies there" in run("-C", before, *DAY, "due").err
    assert "its message went from outbox/" in run("-C", before, *DAY, "reopen", NAME).err
    assert messages(before) == [f"{OTHER}.eml"]


def test_a_file_of_an_earlier_version_gets_its_new_name_when_it_leaves_again(before: Path, run: Run) -> None:
    change(before / f"outbox/{OTHER}.eml", "Dear", "Dearest")
    ran = run("-C", before, *LATER, "export", "eml", "--again")
    assert messages(before) == sorted(f"{CALLED[name]}.eml" for name in (NAME, OTHER))
    [kept] = (before / ".outreach/backup").glob("*.eml")
    assert b"Dearest" in kept.read_bytes()
    assert f"{OTHER}: what lay in its place was not as the program wrote it" in ran.err


# --- another display name -------------------------------------------------------------------------------------------


def rename(folder: Path, to: str = "Dr. Abena Mensah") -> None:
    """Writes another display name into a draft, whoever approved it before."""
    path = folder / f"drafts/{NAME}.md"
    change(path, "Dr. Abena Osei <", f"{to} <")
    path.write_text(re.sub("^approved: .*\n", "", path.read_text(), flags=re.MULTILINE))


def test_a_person_who_is_called_something_else_now_has_one_file(ready: Path, run: Run) -> None:
    hand_over(run, ready, NAME)
    rename(ready)
    assert run("-C", ready, *LATER, "export", "eml", NAME, "--again", "--all").code == 0
    assert messages(ready) == ["2026-11-24 Dr Abena Mensah – introduction.eml"]
    assert not (ready / ".outreach/backup").exists()


def test_what_a_person_changed_is_kept_where_the_name_is_another_one_now(ready: Path, run: Run) -> None:
    hand_over(run, ready, NAME)
    (ready / f"outbox/{CALLED[NAME]}.eml").write_text("mine")
    run("-C", ready, *DAY, "reopen", NAME)
    assert messages(ready) == [f"{CALLED[NAME]}.eml"]
    rename(ready)
    run("-C", ready, *LATER, "ready", NAME)
    said = run("-C", ready, *LATER, "export", "eml", NAME).err
    assert messages(ready) == ["2026-11-26 Dr Abena Mensah – introduction.eml"]
    assert "it is kept in .outreach/backup/" in said
    assert [path.read_text() for path in (ready / ".outreach/backup").glob("*.eml")] == ["mine"]


class PulledError(Exception):
    """The plug."""


STEPS = ["drafts.outbox_names.OutboxNames.save", "outputs.outbox.Outbox._write", "drafts.departures.Departures.settle",
         "drafts.departures.Departures.note", "drafts.outbox_names.OutboxNames.drop"]  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("after", [False, True])
def test_the_plug_pulled_at_any_step_leaves_a_letter_and_the_next_run_one(
    ready: Path, run: Run, step: str, *, after: bool
) -> None:
    hand_over(run, ready, NAME)
    rename(ready)
    room, _, method = step.rpartition(".")
    module, _, owner = room.rpartition(".")
    real: Callable[..., object] = getattr(getattr(__import__(f"composer.{module}", fromlist=[owner]), owner), method)

    def pulled(*words: object, **more: object) -> object:
        if after:
            real(*words, **more)
        raise PulledError

    with patch(f"composer.{step}", pulled), pytest.raises(PulledError):
        list(export_drafts(Snapshot(ready, TODAY), ExportRequest(names=[NAME], again=True, everything=True)))
    lying = messages(ready)
    assert lying, "a letter that was handed over is always there"
    (ready / "do-not-contact.yaml").write_text("- contact: abena-osei\n")
    due = run("-C", ready, *DAY, "due").err
    assert all(f"outbox/{name} still lies there" in due for name in lying)
    (ready / "do-not-contact.yaml").unlink()
    run("-C", ready, *LATER, "export", "eml", NAME, "--again", "--all")
    assert messages(ready) == ["2026-11-24 Dr Abena Mensah – introduction.eml"]


# --- a list that is damaged, lost or not ours -----------------------------------------------------------------------


@posix
def test_a_file_whose_accents_another_system_wrote_apart_is_known(ready: Path, run: Run) -> None:
    rename(ready, "Zoë Osei")
    hand_over(run, ready, "--all", NAME)
    [name] = messages(ready)
    (ready / "outbox" / name).rename(ready / "outbox" / unicodedata.normalize("NFD", name))
    assert "its message went from outbox/" in run("-C", ready, *DAY, "reopen", NAME).err
    assert messages(ready) == []


def test_without_the_list_whoever_is_to_get_nothing_is_known_by_their_name(ready: Path, run: Run) -> None:
    hand_over(run, ready)
    (ready / "outbox" / INDEX).unlink()
    (ready / "do-not-contact.yaml").write_text("- contact: abena-osei\n")
    said = run("-C", ready, *DAY, "due").err
    assert f"outbox/{CALLED[NAME]}.eml still lies there: delete it" in said
    assert CALLED[OTHER] not in said


def test_without_the_list_a_letter_that_leaves_again_still_lies_there_once(ready: Path, run: Run) -> None:
    hand_over(run, ready)
    (ready / "outbox" / INDEX).unlink()
    (ready / f"outbox/{CALLED[OTHER]}.eml").write_text("mine")
    hand_over(run, ready, "--again")
    assert messages(ready) == sorted(f"{CALLED[name]}.eml" for name in (NAME, OTHER))
    assert [path.read_text() for path in (ready / ".outreach/backup").glob("*.eml")] == ["mine"]


def test_a_list_that_somebody_wrote_leads_nowhere_else(ready: Path, run: Run) -> None:
    hand_over(run, ready, NAME)
    (ready / "victim.eml").write_text("mine")
    with (ready / "outbox" / INDEX).open("a") as file:
        file.write(f"{NAME}\t../victim\n{NAME}\t..\n{NAME}\t\n{NAME}\n\t\n{NAME}\t{ready}/victim\n")
    assert run("-C", ready, *DAY, "export", "eml", NAME, "--again").code == 0
    assert run("-C", ready, *DAY, "reopen", NAME).code == 0
    assert (ready / "victim.eml").read_text() == "mine"
    assert messages(ready) == []
    assert not (ready / "outbox" / INDEX).exists()


@posix
@pytest.mark.parametrize("place", [INDEX, f"{CALLED[NAME]}.eml"])
def test_a_link_in_its_place_is_not_written_through(ready: Path, run: Run, tmp_path: Path, place: str) -> None:
    (tmp_path / "victim").write_text("theirs")
    (ready / "outbox").mkdir()
    (ready / "outbox" / place).symlink_to(tmp_path / "victim")
    assert "there is a link in its place" in run("-C", ready, *DAY, "export", "eml", NAME).err
    assert (tmp_path / "victim").read_text() == "theirs"
    assert "status: ready" in (ready / f"drafts/{NAME}.md").read_text()


# --- a name written otherwise ---------------------------------------------------------------------------------------


def test_a_letter_that_goes_to_another_place_gets_its_name_as_it_is_written_today(ready: Path) -> None:
    letter = ready / "templates/letters/introduction.md"
    letter.parent.mkdir(parents=True, exist_ok=True)
    shipped = Snapshot(ready, TODAY).library.files["letters/introduction.md"].text
    letter.write_text(re.sub("(?m)^title: .*", "title: First Letter", shipped), encoding="utf-8")
    list(export_drafts(Snapshot(ready, TODAY), ExportRequest(names=[NAME])))
    (before,) = messages(ready)
    assert before.endswith("– first Letter.eml")
    letter.write_text(re.sub("(?m)^title: .*", "title: First letter", shipped), encoding="utf-8")
    list(export_drafts(Snapshot(ready, TODAY), ExportRequest("html", names=[NAME], again=True)))
    assert [path.name for path in (ready / "outbox").glob("*.html")] == [before.replace("Letter.eml", "letter.html")]


def test_names_that_cannot_be_read_are_not_asked_for_a_draft_that_only_waits(
    ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Gate, "against", lambda *_: "it waits")
    (ready / "outbox").mkdir()
    (ready / "outbox" / INDEX).write_bytes(b"\xff\n")
    (found,) = export_drafts(Snapshot(ready, TODAY), ExportRequest(names=[NAME]))
    assert found.because == "it waits"
