"""The whole story in a real browser: from an empty folder to thanks that are due. By mouse, by keyboard, without scripts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.app.conftest import serving

pytestmark = pytest.mark.browser
PRACTICE = {
    "Your name": "Ana Ruiz",
    "Letters behind it": "LCSW",
    "Your licence, by its exact title": "Licensed Clinical Social Worker",
    "Where it holds": "Oregon",
    "Name of the practice": "Ruiz Counseling",
    "Postal address": "1 Main Street\nSalem, OR 97301",
    "Phone": "555-0150",
    "Email": "ana@ruiz.example",
}
TOM, KIM = "drafts/tom-hale.introduction.md", "drafts/kim-wu.introduction.md"
MOST_TABS = 250
_SAVED = re.compile(r"^Saved \d")


class Mouse:
    """Somebody with a mouse."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def press(self, role: str, name: str) -> None:
        """Presses a button or a link."""
        self.page.get_by_role(role, name=name, exact=True).first.click()

    def write(self, label: str, text: str, nth: int = 0) -> None:
        """Writes into a field, in place of what was in it."""
        self.page.get_by_label(label, exact=True).nth(nth).fill(text)

    def follow(self, name: str) -> None:
        """Follows the first link whose words hold a name."""
        self.page.get_by_role("link", name=name).first.click()

    def unfold(self, words: str) -> None:
        """Opens what is folded away under some words."""
        self.page.get_by_text(words, exact=True).click()

    def approve(self) -> None:
        """Says that the letter may leave."""
        self.press("button", "Approve and next")


class Keyboard(Mouse):
    """Somebody who never touches the mouse: each field and button is reached with the Tab key."""

    def press(self, role: str, name: str) -> None:
        self._reach(self.page.get_by_role(role, name=name, exact=True).first)
        self.page.keyboard.press("Enter")

    def unfold(self, words: str) -> None:
        self._reach(self.page.locator("summary", has_text=words))
        self.page.keyboard.press("Enter")

    def follow(self, name: str) -> None:
        self._reach(self.page.get_by_role("link", name=name).first)
        self.page.keyboard.press("Enter")

    def write(self, label: str, text: str, nth: int = 0) -> None:
        self._reach(self.page.get_by_label(label, exact=True).nth(nth))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def approve(self) -> None:
        self._leave_fields()
        self.page.keyboard.press("a")

    def _leave_fields(self) -> None:
        self.page.wait_for_load_state()
        if self.page.evaluate("document.activeElement.matches('input, textarea')"):
            self.page.keyboard.press("Escape")

    def _reach(self, wanted: Any) -> None:
        wanted.wait_for()
        for _ in range(MOST_TABS):
            if wanted.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"{wanted} is not reached with the Tab key")


@dataclass
class Story:
    """One way through, over one folder."""

    hand: Mouse
    folder: Path
    scripts: bool

    @property
    def page(self) -> Any:
        return self.hand.page

    def text(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def save(self) -> None:
        """Saves the letter that is open; with scripts that happens by itself."""
        if self.scripts:
            self.page.locator("[data-status]", has_text=_SAVED).wait_for()
        else:
            self.hand.press("button", "Save")
            self.page.get_by_text("Saved.").wait_for()


def tell_of_the_practice(story: Story) -> None:
    for label, text in PRACTICE.items():
        story.hand.write(label, text)
    story.hand.press("button", "Go on")
    story.page.get_by_role("heading", name="What you have").wait_for()
    story.hand.write("The sentence", "I see people after a suicide loss within two weeks.")
    story.hand.write("The needs it answers", "suicide loss, grief")
    story.hand.write("How soon you call back", "the same day")
    story.hand.press("button", "Go on")
    story.page.get_by_role("heading", name="Whom you write to").wait_for()


def tell_of_two_people(story: Story) -> None:
    for nth, (name, role, place, email, told) in enumerate(
        (
            ("Tom Hale", "pastor", "First Church", "tom@first.example", "families ask after a suicide"),
            ("Dr. Kim Wu", "pediatrician", "Wu Pediatrics", "kim@wu.example", "parents in grief"),
        )
    ):
        story.hand.write("Name", name, nth)
        story.hand.write("What this person does", role, nth)
        story.hand.write("Where", place, nth)
        story.hand.write("Email", email, nth)
        story.hand.write("What this person has told you they need", told, nth)
        story.hand.write("When", "October 2026", nth)
        story.hand.write("How you know", "phone", nth)
    story.hand.press("button", "Write the first letter")
    story.page.get_by_text("Here is the first of 2 letters.").wait_for()


def answer_and_remember(story: Story, question: str, words: str, key: str) -> None:
    story.hand.write(question, words)
    story.hand.press("button", "Put it in")
    story.page.locator("#body").filter(has_text=f"Dear {words},").wait_for()
    assert f"address_as: {words}" in story.text("contacts.yaml"), key


def edit(story: Story) -> None:
    body = story.page.locator("#body").input_value()
    story.hand.write("Text", body.replace("With good", "I will stop by on Friday.\n\nWith good"))
    story.save()
    assert "I will stop by on Friday." in story.text(TOM)


def settle_with_another_editor(story: Story) -> None:
    """The file is changed by another program while the page is open; both versions are shown, and one is chosen."""
    body = story.page.locator("#body").input_value()
    path = story.folder / TOM
    path.write_text(path.read_text().replace("With good wishes", "It was written elsewhere.\n\nWith good wishes"))
    story.hand.write("Text", body.replace("on Friday", "on Monday"))
    if not story.scripts:
        story.hand.press("button", "Save")
    story.page.get_by_role("heading", name="This letter was changed elsewhere while you wrote").wait_for()
    story.hand.press("button", "Keep mine")
    story.page.get_by_text("Your version stands.").wait_for()
    assert "I will stop by on Monday." in story.text(TOM)
    assert "written elsewhere" not in story.text(TOM)
    kept = [one.read_text() for one in (story.folder / ".outreach/backup").glob("*.md")]
    assert any("It was written elsewhere." in text for text in kept)


def approve_both(story: Story) -> None:
    story.hand.approve()
    story.page.get_by_text("Approved: Tom Hale.").wait_for()
    story.page.get_by_role("heading", name="Dr. Kim Wu").wait_for()
    answer_and_remember(story, "Dr. and which family name, of Kim Wu?", "Dr. Wu", "kim")
    story.hand.approve()
    story.page.get_by_text("That was the last letter to read.").wait_for()
    assert all("status: ready" in story.text(name) for name in (TOM, KIM))


def hand_over_and_send(story: Story) -> None:
    story.hand.press("button", "Hand over these 2 letters")
    story.page.get_by_role("button", name="I sent").first.wait_for()
    assert len(list((story.folder / "outbox").glob("*.eml"))) == 2
    story.page.get_by_label("Sent on").fill("2026-11-02")  # thanks for a first referral wait two weeks after a letter
    story.hand.press("button", "I sent these")
    story.page.locator("#said").wait_for()
    assert all("status: sent" in story.text(name) for name in (TOM, KIM))
    assert story.text("history.yaml").count("event: sent, letter: introduction") == 2


def log_a_referral(story: Story) -> None:
    story.hand.press("link", "People")
    story.hand.follow("Tom Hale")
    story.hand.unfold("Another day, or something to recall")
    story.page.get_by_label("The day", exact=True).fill("2026-11-05")  # thanks for an only referral wait two weeks
    story.hand.press("button", "They sent somebody")
    story.page.locator("#said").wait_for()
    assert "contact: tom-hale, event: referral-received" in story.text("history.yaml").replace(" received", "-received")
    story.hand.press("link", "Today")
    story.page.get_by_role("heading", name="Thank for a referral").wait_for()
    assert story.page.get_by_role("link", name="Tom Hale").first.is_visible()


@pytest.fixture(params=["mouse", "keyboard", "no scripts"])
def way(request: pytest.FixtureRequest, browser: Any) -> Iterator[tuple[str, Any]]:
    """A window for one way to work."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900},
        reduced_motion="reduce",
        java_script_enabled=request.param != "no scripts",
    )
    context.set_default_timeout(60_000)
    yield request.param, context.new_page()
    context.close()


def test_from_an_empty_folder_to_thanks_that_are_due(way: tuple[str, Any], tmp_path: Path) -> None:
    name, page = way
    folder = tmp_path / "practice"
    folder.mkdir()
    story = Story((Keyboard if name == "keyboard" else Mouse)(page), folder, scripts=name != "no scripts")
    with serving(folder) as link:
        page.goto(link)
        tell_of_the_practice(story)
        tell_of_two_people(story)
        answer_and_remember(story, "How do you address Tom Hale?", "Pastor Hale", "tom")
        edit(story)
        settle_with_another_editor(story)
        approve_both(story)
        hand_over_and_send(story)
        log_a_referral(story)
        before = page.locator("main").inner_text()
    with serving(folder) as link:
        page.goto(link)
        page.get_by_role("heading", name="Thank for a referral").wait_for()
        assert "Tom Hale" in before
        assert page.get_by_role("link", name="Tom Hale").first.is_visible()
