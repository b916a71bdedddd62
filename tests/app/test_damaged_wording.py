"""Templates of the workspace's own that cannot be read: each screen and command stands, or says which file it is."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from composer.shipped import templates_folder
from tests.conftest import DAY, Run

NAME = "jonah-brandt.introduction"
SCREENS = (
    "/", "/people", "/people/jonah-brandt", "/organizations", "/practice", "/practice/offers/1", "/drafts",
    f"/draft/{NAME}", f"/draft/{NAME}/why", f"/draft/{NAME}/changes", f"/letter/{NAME}", "/export", "/letters",
    "/letters/introduction", "/letters/introduction/edit?of=parts/closing.md", "/letters/introduction/proof",
)  # fmt: skip
COMMANDS = (
    ("due",), ("contacts",), ("draft",), ("check", NAME), ("explain", NAME), ("letters",), ("letters", "check"),
    ("proof", "introduction"), ("export",), ("roles",), ("needs",), ("measure", NAME),
)  # fmt: skip
DAMAGED = {
    "an introduction with a damaged head": ("letters/introduction.md", "--\nletter: introduction\n---\nDear\n"),
    "an introduction that is a loop": ("letters/introduction.md", "{% for %}\n"),
    "a part that is a loop": ("parts/introduction-need.md", "{% for %}\n"),
    "a part that includes itself": ("parts/opt-out.md", '{% include "parts/opt-out.md" %}\n'),
    "a letter of one's own without a head": ("letters/mine.md", "Dear\n"),
    "phrases that are a list": ("phrases.yaml", "- a\n"),
    "phrases that are not YAML": ("phrases.yaml", "[: {\n"),
    "phrases without a word": ("phrases.yaml", ""),
    "phrases with one field that nobody knows": ("phrases.yaml", "mine: a\n"),
    "a general profile that is not YAML": ("roles/general.yaml", "[: {\n"),
    "a general profile without a word": ("roles/general.yaml", ""),
}


QUICK = ("an introduction that is a loop", "phrases that are not YAML")


@pytest.fixture(params=[kind if kind in QUICK else pytest.param(kind, marks=pytest.mark.slow) for kind in DAMAGED])
def damaged(request: pytest.FixtureRequest, with_drafts: Path) -> str:
    """The file that is damaged in the sample, beside a part of its own that is whole."""
    name, text = DAMAGED[request.param]
    (with_drafts / "templates/parts").mkdir(parents=True)
    closing = (templates_folder() / "parts/closing.md").read_text()
    (with_drafts / "templates/parts/closing.md").write_text(closing)
    (with_drafts / "templates" / name).parent.mkdir(exist_ok=True)
    (with_drafts / "templates" / name).write_text(text)
    return name


def test_every_screen_stands_or_says_what_is_in_the_way(damaged: str, client: TestClient) -> None:
    answers = {screen: client.get(screen) for screen in SCREENS}
    assert {screen: one.status_code for screen, one in answers.items() if one.status_code not in {200, 422}} == {}
    assert all("fault of the program" not in one.text for one in answers.values())
    for screen in ("/practice", "/letters"):
        assert answers[screen].status_code == 200


def test_a_damaged_letter_is_named_where_one_of_its_drafts_is_asked_about(client: TestClient, sample: Path) -> None:
    (sample / "templates/letters").mkdir(parents=True)
    (sample / "templates/letters/introduction.md").write_text("{% for %}\n")
    for screen in (f"/draft/{NAME}/why", "/letters/introduction", "/letters/introduction/proof"):
        answer = client.get(screen)
        assert answer.status_code == 422
        assert "The letter &#39;introduction&#39; cannot be read." in answer.text
        assert "templates/letters/introduction.md, line 1" in answer.text


def test_phrases_of_ones_own_may_leave_some_out(sample: Path, run: Run) -> None:
    """What has no form is left out, and the letter is whole without it."""
    phrases = (templates_folder() / "phrases.yaml").read_text()
    assert "  talk_offer: " in phrases
    kept = [line for line in phrases.splitlines(keepends=True) if not line.startswith("  talk_offer: ")]
    (sample / "templates").mkdir()
    (sample / "templates/phrases.yaml").write_text("".join(kept))
    assert run("-C", sample, *DAY, "draft").code == 0
    assert len(list((sample / "drafts").glob("*.md"))) == 22


def test_every_command_stands_or_says_what_is_in_the_way(damaged: str, sample: Path, run: Run) -> None:
    for command in COMMANDS:
        ran = run("-C", sample, *DAY, *command)
        assert ran.code in {0, 1}, (command, ran.err)


@pytest.mark.parametrize(
    "kind",
    [
        "phrases that are a list",
        pytest.param("phrases without a word", marks=pytest.mark.slow),
        pytest.param("a general profile without a word", marks=pytest.mark.slow),
    ],
)
def test_the_page_of_the_practice_names_the_file(kind: str, client: TestClient, sample: Path) -> None:
    name, text = DAMAGED[kind]
    own = sample / "templates" / name
    own.parent.mkdir(parents=True)
    own.write_text(text)
    page = client.get("/practice").text
    assert "No letter can be written now" in page
    assert f"templates/{name}" in page
    assert "Maya Chen, LPCC" in page
