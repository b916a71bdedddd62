"""Everyone at a glance, and picked out by what they are or what is missing."""

import json
from pathlib import Path

import pytest

from tests.conftest import DAY, Run

CONTACTS = """\
organizations:
- {name: Elm House}
contacts:
- {name: Zoë Núñez, role: nurse, organization: Elm House, email: zoe@elm.example, tags: [Board], verified: 2026-10-01}
- {name: Ann Lee, role: pastor, organization: Elm House, status: retired, verified: 2026-10-01, phone: 555-0101}
- {name: Bo Ray, role: pcp, organization: Oak Clinic, needs: [{text: grief groups, heard: 2024-01-03, source: phone}]}
- {name: Cy Fox, role: family doctor, do_not_contact: true, email: cy@fox.example}
"""


@pytest.fixture
def listed(tmp_path: Path, run: Run) -> "Listed":
    (tmp_path / "practice.yaml").write_text("name: Maya Chen\n")
    (tmp_path / "contacts.yaml").write_text(CONTACTS)
    return Listed(tmp_path, run)


class Listed:
    """Asks for a list of the people above."""

    def __init__(self, folder: Path, run: Run) -> None:
        self.folder, self._run = folder, run

    def __call__(self, *words: str) -> list[str]:
        told = json.loads(self._run("-C", self.folder, *DAY, "contacts", *words, "--json").out)
        return [row["id"] for row in told["contacts"]]

    def said(self, *words: str) -> str:
        ran = self._run("-C", self.folder, *DAY, "contacts", *words)
        return ran.out + ran.err


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ((), ["zoe-nunez", "ann-lee", "bo-ray", "cy-fox"]),
        (("ELM", "nunez"), ["zoe-nunez"]),
        (("núñez zoe",), ["zoe-nunez"]),
        (("elm", "ray"), []),
        (("--role", "primary care"), ["bo-ray", "cy-fox"]),
        (("--role", "nurse"), ["zoe-nunez"]),
        (("--at", "The Elm House"), ["zoe-nunez", "ann-lee"]),
        (("--tag", "board"), ["zoe-nunez"]),
        (("--status", "retired"), ["ann-lee"]),
        (("--missing", "email"), ["ann-lee", "bo-ray"]),
        (("--missing", "email", "--missing", "organization"), ["ann-lee", "bo-ray", "cy-fox"]),
        (("--stale",), ["bo-ray"]),
        (("--left-alone",), ["cy-fox"]),
        (("--alone",), ["zoe-nunez", "bo-ray"]),
        (("--replaced",), ["ann-lee"]),
        (("--sort", "name"), ["ann-lee", "bo-ray", "cy-fox", "zoe-nunez"]),
        (("list", "elm", "--sort", "name"), ["ann-lee", "zoe-nunez"]),
        (("list", "list"), []),
    ],
)
def test_people_are_picked_out(listed: Listed, words: tuple[str, ...], ids: list[str]) -> None:
    assert listed(*words) == ids


def test_who_came_after_somebody_is_named(listed: Listed) -> None:
    assert "now there: Zoë Núñez" in listed.said("--replaced")


def test_an_empty_list_says_what_to_do(listed: Listed) -> None:
    assert "Nobody matches 'xyzzy'." in listed.said("xyzzy")
    assert "Fewer letters find more." in listed.said("xyzzy")
    assert "Did you mean `outreach contacts list`?" in listed.said("lst", "zoe")
    assert "Leave out one of the options" in listed.said("zoe", "--left-alone")
    (listed.folder / "contacts.yaml").write_text("contacts: []\n")
    assert "There is nobody in contacts.yaml yet." in listed.said()
    assert "`outreach contacts add` asks you" in listed.said("osei")


def test_help_is_of_the_group_and_of_each_command(listed: Listed) -> None:
    assert "Commands:" in listed.said("--help")
    assert "--missing" in listed.said("list", "--help")


def test_one_person_is_shown_with_all_that_is_known(listed: "Listed") -> None:
    (listed.folder / "history.yaml").write_text(
        "- {date: 2026-03-01, contact: zoe-nunez, event: met, mention: at the fair}\n"
    )
    said = listed.said("show", "nunez")
    for words in (
        "Zoë Núñez (zoe-nunez)",
        "email: zoe@elm.example",
        "2026-03-01  met: at the fair",
        "Ann Lee (ann-lee)",
    ):
        assert words in said
    assert "Letters that fit now: " in said
    assert "Nothing goes to them: " in listed.said("show", "cy-fox")


def test_one_person_as_data(listed: "Listed", run: Run) -> None:
    told = json.loads(run("-C", listed.folder, *DAY, "contacts", "show", "zoe-nunez", "--json").out)
    assert (told["id"], told["fields"]["tags"], told["colleagues"]) == ("zoe-nunez", ["Board"], ["ann-lee"])
    assert {letter["verdict"] for letter in told["letters"]} <= {"now", "later", "never"}


def test_nobody_by_a_name_is_said(listed: "Listed") -> None:
    assert "there is no contact 'qqqq'" in listed.said("show", "qqqq")
