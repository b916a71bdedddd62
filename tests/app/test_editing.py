"""A letter changed on its page, in a real browser: what is typed is seen, and what is said to be saved is on the disk."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from composer.drafts.approval import unapproved
from composer.drafts.draft import Draft
from composer.drafts.store import DraftStore
from tests.app.conftest import base, enter, free_port, let_in, serving, started
from tests.conftest import DAY, Run, called, change

pytestmark = pytest.mark.browser
MINE = "On Mondays I see people at eight."
SAVED = re.compile(r"^Saved \d\d:\d\d")


@dataclass(frozen=True)
class Letter:
    """One letter of a folder that an app shows."""

    folder: Path
    address: str
    name: str

    @property
    def url(self) -> str:
        return f"{self.address}/draft/{self.name}"

    @property
    def file(self) -> Path:
        return self.folder / f"drafts/{self.name}.md"

    @property
    def draft(self) -> Draft:
        draft, _ = DraftStore(self.folder).read(self.name)
        assert draft
        return draft

    def kept(self) -> list[str]:
        """The texts of this letter's backups."""
        return [path.read_text() for path in (self.folder / ".outreach/backup").glob(f"{self.name}.*")]


@dataclass(frozen=True)
class App:
    """An app whose link was opened, and its letters in turn."""

    folder: Path
    address: str
    cookies: list[Any]
    names: Iterator[str]


@pytest.fixture(scope="module")
def app(browser: Any, drafted: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = shutil.copytree(drafted, tmp_path_factory.mktemp("editing") / "sample")
    names = [name for name in DraftStore(folder).names() if name != "harold-finch.introduction"]  # has no address
    with serving(folder) as link:
        context = browser.new_context()
        let_in(context, link)
        yield App(folder, base(link), context.cookies(), cycle(names))
        context.close()


@pytest.fixture
def letter(app: App, drafted: Path) -> Letter:
    """A letter that waits to be read, as it was made."""
    letter = Letter(app.folder, app.address, next(app.names))
    shutil.copy(drafted / f"drafts/{letter.name}.md", letter.file)
    for path in (app.folder / ".outreach/backup").glob(f"{letter.name}.*"):
        path.unlink()
    return letter


@pytest.fixture
def opened(app: App, letter: Letter) -> Callable[..., Any]:
    """Opens its page in a window. There it saves by itself, or only after `go_on` where it is to hold still."""

    def show(window: Any, *, still: bool = False) -> Any:
        window.context.add_cookies(app.cookies)
        window.goto(letter.url)
        if still:
            window.evaluate(HOLD)
        return window

    return show


HOLD = (
    "() => { window.later = []; window.real = window.setTimeout; window.setTimeout = (act) => { later.push(act); }; }"
)
GO_ON = "() => { window.setTimeout = window.real; later.splice(0).forEach((act) => act()); }"


def go_on(page: Any) -> None:
    """Lets the time pass that a page has waited for."""
    page.evaluate(GO_ON)


def write(page: Any, words: str = MINE) -> None:
    """Types a paragraph at the end of the letter."""
    page.locator("#body").focus()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(f"\n{words}\n")


def status(page: Any) -> Any:
    return page.locator("[data-status]")


def body_of(page: Any) -> str:
    text: str = page.locator("#body").input_value()
    return text


# --- seen and saved -------------------------------------------------------------------------------------------------


def test_what_is_typed_is_seen_as_it_is_typed(page: Any, letter: Letter, opened: Callable[..., Any]) -> None:
    """In the mail, in its plain text and in the inbox line; nothing of it is on the disk yet."""
    before = letter.file.read_bytes()
    opened(page, still=True)
    write(page, "There are **two evenings** left.")
    page.frame_locator("iframe").locator("strong", has_text="two evenings").wait_for()
    expect(page.locator("[data-text]")).to_contain_text("There are two evenings left.")
    page.get_by_label("Subject").fill("Two evenings, and who has room")
    expect(page.locator("[data-subject]")).to_have_text("Two evenings, and who has room")
    expect(status(page)).to_have_text("Not saved yet")
    assert letter.file.read_bytes() == before
    go_on(page)
    expect(status(page)).to_have_text(SAVED)
    assert (letter.draft.subject, letter.draft.body) == (
        "Two evenings, and who has room",
        body_of(page).strip("\n") + "\n",
    )
    assert letter.kept() == [before.decode()], "the letter as it was found is kept"


def test_what_is_typed_looks_as_the_letter_does(page: Any, letter: Letter, opened: Callable[..., Any]) -> None:
    """Its reader will see the styles of the layout, and so does who writes; no script runs in the frame."""
    opened(page)
    frame = page.frame_locator("iframe")
    style = (
        "it => ['font-family', 'font-size', 'line-height', 'margin'].map((name) => [name, getComputedStyle(it)[name]])"
    )
    looks = frame.locator("p").first.evaluate(style)
    write(page, "<img src=x onerror='window.ran = 1'><script>window.ran = 1</script> [x](javascript:window.ran=1)")
    typed = frame.locator("p", has_text="onerror")
    for name, value in looks:  # each look at what is typed makes its paragraphs anew
        expect(typed).to_have_css(name, value)
        expect(frame.locator("p").first).to_have_css(name, value)
    assert [one.evaluate("window.ran") for one in page.frames] == [None, None]


def test_each_key_is_seen_at_once(page: Any, letter: Letter, opened: Callable[..., Any]) -> None:
    opened(page)
    page.locator("#body").fill("")
    page.locator("#body").press_sequentially("Hello Ann, **so** soon")
    page.frame_locator("iframe").locator("strong", has_text="so").wait_for()
    expect(page.locator("[data-text]")).to_have_text(re.compile(r"^Hello Ann, so soon\s*$"))
    expect(status(page)).to_have_text(SAVED)
    assert letter.draft.body == "Hello Ann, **so** soon\n"


def test_saved_is_said_only_once_the_file_has_it(page: Any, letter: Letter, opened: Callable[..., Any]) -> None:
    """The answer is held: by then the file has the words, and until then the page says no such thing."""
    opened(page)
    held: list[tuple[bool, str]] = []

    def hold(route: Any) -> None:
        said = status(page).inner_text()
        answer = route.fetch()
        held.append((MINE in letter.file.read_text(), said))
        route.fulfill(response=answer)

    page.route("**/text", hold)
    write(page)
    expect(status(page)).to_have_text(SAVED)
    assert held == [(True, "Saving …")]


def test_whenever_saved_is_shown_the_file_holds_what_the_page_held(
    page: Any, letter: Letter, opened: Callable[..., Any]
) -> None:
    """While somebody goes on typing: every time the word appears, the file is looked at."""
    opened(page)
    looked: list[bool] = []

    def look(words: str) -> None:
        looked.append(letter.draft.body.strip("\n").startswith(words.strip("\n")))

    page.expose_function("look_at_the_file", look)
    page.evaluate(
        """() => {
            const status = document.querySelector("[data-status]");
            let sent = "";
            const real = window.fetch;
            window.fetch = (address, given) => {
                if (String(address).endsWith("/text")) sent = given.body.get("body");
                return real(address, given);
            };
            new MutationObserver(() => { if (status.textContent.startsWith("Saved")) window.look_at_the_file(sent); })
                .observe(status, { childList: true });
        }"""
    )
    page.locator("#body").focus()
    page.keyboard.press("Control+End")
    for number in range(4):
        page.keyboard.type(f"Word {number}. ")
        expect(status(page)).to_have_text(SAVED)
    assert len(looked) >= 4
    assert all(looked)
    assert letter.draft.body == body_of(page).strip("\n") + "\n"


def test_what_the_disk_refuses_is_said_not_to_be_saved(window: Any, letter: Letter, opened: Callable[..., Any]) -> None:
    page = opened(window)
    before = letter.file.read_bytes()
    letter.file.chmod(0o400)
    write(page)
    expect(status(page)).to_have_text(re.compile("^Not saved: .* is read-only, so nothing was changed"))
    assert MINE in body_of(page)
    assert letter.file.read_bytes() == before
    letter.file.chmod(0o600)
    page.get_by_role("button", name="Save now").click()
    expect(status(page)).to_have_text(SAVED)
    assert MINE in letter.file.read_text()


def test_words_typed_just_before_leaving_are_saved(page: Any, letter: Letter, opened: Callable[..., Any]) -> None:
    opened(page, still=True)
    page.on("dialog", lambda dialog: dialog.accept())
    write(page)
    page.get_by_role("link", name=re.compile("Next|Previous")).first.click()
    page.wait_for_url(lambda url: url != letter.url)
    for _ in range(50):
        if MINE in letter.file.read_text():
            break
        page.context.request.get(letter.url)
    assert MINE in letter.file.read_text()


def test_coming_back_shows_what_the_file_says_now(page: Any, letter: Letter, opened: Callable[..., Any]) -> None:
    """Browsers fill the fields of a page that they go back to with what was in them."""
    opened(page)
    write(page)
    expect(status(page)).to_have_text(SAVED)
    page.goto(f"{letter.address}/drafts")
    change(letter.file, MINE, "On Fridays, too.")
    page.go_back()
    expect(page.locator("#body")).to_have_value(re.compile("On Fridays, too"))
    write(page, "And more.")
    expect(status(page)).to_have_text(SAVED)
    assert letter.draft.body.rstrip().endswith("And more.")


def test_the_toolbar_makes_words_bold(page: Any, letter: Letter, opened: Callable[..., Any]) -> None:
    """With the mouse, and with the keyboard alone."""
    opened(page)
    page.locator("#body").fill("Two evenings are free.")
    select = "([from, to]) => document.querySelector('#body').setSelectionRange(from, to)"
    page.evaluate(select, [0, 3])
    page.get_by_role("button", name="Bold").click()
    assert body_of(page) == "**Two** evenings are free."
    page.evaluate(select, [8, 16])
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Bold")).to_be_focused()
    page.keyboard.press("Enter")
    assert body_of(page) == "**Two** **evenings** are free."
    page.frame_locator("iframe").locator("strong", has_text="evenings").wait_for()
    expect(status(page)).to_have_text(SAVED)
    assert letter.draft.body == "**Two** **evenings** are free.\n"


# --- two versions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("choice", ["Keep mine", "Take the other"])
def test_a_change_elsewhere_while_somebody_types_shows_both(
    choice: str, window: Any, letter: Letter, opened: Callable[..., Any]
) -> None:
    page = opened(window, still=True)
    write(page)
    change(letter.file, letter.draft.subject, "Another subject")
    theirs = letter.file.read_text()
    go_on(page)
    page.get_by_role("heading", name="This letter was changed elsewhere while you wrote").wait_for()
    expect(status(page)).to_have_text("Not saved: choose which version stands.")
    versions = page.locator("[data-two-versions] .version")
    expect(versions.nth(0)).to_contain_text(MINE)
    expect(versions.nth(1)).to_contain_text("Another subject")
    assert letter.file.read_text() == theirs
    mine = body_of(page)
    page.get_by_role("button", name=choice).click()
    page.get_by_role("heading", name="This letter was changed elsewhere").wait_for(state="detached")
    if choice == "Keep mine":
        assert letter.draft.body == mine.strip("\n") + "\n"
        assert letter.draft.subject != "Another subject"
        assert theirs in letter.kept()
    else:
        assert letter.file.read_text() == theirs
        assert any(MINE in text for text in letter.kept())
        expect(page.get_by_label("Subject")).to_have_value("Another subject")
        assert MINE not in body_of(page)
    expect(page.locator("#body")).to_be_editable()
    write(page, "And on we go.")
    expect(status(page)).to_have_text(SAVED)
    assert "And on we go." in letter.file.read_text()
    page.reload()
    assert "And on we go." in body_of(page)
    expect(status(page)).to_have_text("")


def test_a_change_elsewhere_while_nobody_types_is_shown(page: Any, letter: Letter, opened: Callable[..., Any]) -> None:
    opened(page)
    write(page)
    expect(status(page)).to_have_text(SAVED)
    change(letter.file, MINE, "From another window.")
    page.frame_locator("iframe").get_by_text("From another window.").wait_for()
    expect(page.locator("#body")).to_have_value(re.compile("From another window"))
    write(page, "Seen.")
    expect(status(page)).to_have_text(SAVED)
    assert letter.draft.body.rstrip().endswith("From another window.\n\nSeen.")


def test_the_two_versions_are_accessible_and_nothing_runs_off_the_side(
    window: Any, letter: Letter, opened: Callable[..., Any]
) -> None:
    page = opened(window, still=True)
    write(page)
    change(letter.file, "\n---\n", "\n---\nA line of theirs.\n\n")
    go_on(page)
    page.get_by_role("heading", name="This letter was changed elsewhere").wait_for()
    for scheme, width in (("light", 360), ("dark", 1280)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(page)
        assert found.violations_count == 0, (scheme, width, found.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        for button in page.locator(".version button").all():
            assert button.bounding_box()["height"] >= 44, width


# --- a word on what the screen shows --------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["mouse", "key"])
def test_approving_saves_what_was_typed_first_and_approves_exactly_that(
    how: str, page: Any, letter: Letter, opened: Callable[..., Any], run: Run
) -> None:
    opened(page, still=True)
    shown = body_of(page).rstrip("\n").replace("\n\nIf you’d", f" {MINE}\n\nIf you’d")
    page.locator("#body").fill(shown.replace("With good wishes", "With warm wishes"))
    shown = body_of(page)
    if how == "mouse":
        page.get_by_role("button", name="Approve and next").click()
    else:
        page.keyboard.press("Escape")
        page.keyboard.press("a")
    page.locator("#said").get_by_text("Approved:").wait_for()
    assert page.url.partition("?")[0] != letter.url
    assert letter.draft.body == f"{shown}\n"
    assert (letter.draft.status, unapproved(letter.draft)) == ("ready", "")
    left = run("-C", letter.folder, *DAY, "export", "eml", letter.name)
    assert left.code == 0, left
    message = letter.folder / f"outbox/{called(letter.folder)[letter.name]}.eml"
    part = message_from_bytes(message.read_bytes(), policy=default).get_body(("plain",))
    assert part is not None
    assert "With warm wishes" in part.get_content()


def test_what_cannot_be_saved_is_not_approved(window: Any, letter: Letter, opened: Callable[..., Any]) -> None:
    """Somebody else changed it: the word waits until one of the two stands."""
    page = opened(window, still=True)
    write(page)
    change(letter.file, "\n---\n", "\n---\nA line of theirs.\n\n")
    theirs = letter.file.read_text()
    page.get_by_role("button", name="Approve and next").click()
    page.get_by_role("heading", name="This letter was changed elsewhere").wait_for()
    assert letter.file.read_text() == theirs
    page.get_by_role("button", name="Approve and next").click()
    page.keyboard.press("Escape")
    assert page.url == letter.url
    assert letter.file.read_text() == theirs


def test_putting_aside_saves_what_was_typed_first(page: Any, letter: Letter, opened: Callable[..., Any]) -> None:
    opened(page, still=True)
    write(page)
    page.get_by_label("Not this one, because").fill("I will call her")
    page.get_by_role("button", name="Put aside").click()
    page.locator("#said").get_by_text("Put aside:").wait_for()
    assert (letter.draft.status, letter.draft.reason) == ("skipped", "I will call her")
    assert MINE in letter.draft.body


# --- the program ends -----------------------------------------------------------------------------------------------


@pytest.fixture
def own(drafted: Path, tmp_path: Path) -> Letter:
    """A letter in a folder of its own, on a port that an app comes back to."""
    folder = shutil.copytree(drafted, tmp_path / "sample")
    return Letter(folder, f"http://127.0.0.1:{free_port()}", "abena-osei.introduction")


def _killed_while_typing(page: Any, own: Letter) -> None:
    port = int(own.address.rpartition(":")[2])
    with started(own.folder, port) as (process, link):
        enter(page, link, f"/draft/{own.name}")
        write(page, "Before.")
        expect(status(page)).to_have_text(SAVED)
        process.kill()
        process.wait(60)
        write(page)
        said = "Not saved: the program does not answer. Your text is still here; start it again, then save."
        expect(status(page)).to_have_text(said)
        assert MINE in body_of(page)
        assert "Before." in own.file.read_text()
        assert MINE not in own.file.read_text()


def test_words_stay_when_the_program_is_killed_and_are_saved_once_it_runs_again(window: Any, own: Letter) -> None:
    _killed_while_typing(window, own)
    with started(own.folder, int(own.address.rpartition(":")[2])) as (_, link):
        window.get_by_role("button", name="Save now").click()
        expect(status(window)).to_have_text(re.compile("^Not saved: .* link"))
        let_in(window.context, link)
        window.get_by_role("button", name="Save now").click()
        expect(status(window)).to_have_text(SAVED)
        assert own.draft.body == body_of(window).strip("\n") + "\n"
        assert MINE in own.draft.body


@pytest.mark.parametrize("elsewhere", [pytest.param(False, marks=pytest.mark.slow), True])
def test_words_come_back_when_the_letter_is_opened_again(elsewhere: bool, window: Any, own: Letter) -> None:
    """Where the file was changed meanwhile, they do not stand in its place unasked."""
    window.on("dialog", lambda dialog: dialog.accept())
    _killed_while_typing(window, own)
    window.goto("about:blank")
    if elsewhere:
        change(own.file, "Before.", "Changed meanwhile.")
    theirs = own.file.read_text()
    with started(own.folder, int(own.address.rpartition(":")[2])) as (_, link):
        enter(window, link, f"/draft/{own.name}")
        expect(window.locator("#body")).to_have_value(re.compile(re.escape(MINE)))
        if elsewhere:
            window.get_by_role("heading", name="This letter was changed elsewhere").wait_for()
            assert own.file.read_text() == theirs
            window.get_by_role("button", name="Take the other").click()
            window.get_by_role("heading", name="This letter was changed elsewhere").wait_for(state="detached")
            assert any(MINE in text for text in own.kept())
            assert own.file.read_text() == theirs
        else:
            expect(status(window)).to_have_text(SAVED)
            assert own.draft.body.rstrip().endswith(f"Before.\n\n{MINE}")
        window.reload()
        expect(status(window)).to_have_text("")
        assert body_of(window).strip("\n") + "\n" == own.draft.body


# --- by keyboard, and without scripts -------------------------------------------------------------------------------


def test_a_letter_is_read_changed_approved_and_reopened_by_keyboard(
    page: Any, letter: Letter, opened: Callable[..., Any]
) -> None:
    opened(page)
    page.keyboard.press("e")
    expect(page.locator("#body")).to_be_focused()
    page.keyboard.press("Control+Home")
    page.keyboard.type("asue?jk/123 ")
    assert body_of(page).startswith("asue?jk/123 "), "keys are words while somebody types"
    for _ in range(12):
        page.keyboard.press("Backspace")
    page.keyboard.press("Escape")
    expect(page.locator("#body")).not_to_be_focused()
    page.keyboard.press("s")
    expect(page.locator("#reason")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.locator("#said").get_by_text("Approved:").wait_for()
    assert str(letter.draft.status) == "ready"
    page.wait_for_load_state()
    page.keyboard.press("u")
    page.locator("#said").get_by_text("It is a draft again.").wait_for()
    assert str(letter.draft.status) == "draft"
    page.wait_for_load_state()
    page.keyboard.press("Escape")
    page.wait_for_url("**/drafts")


def test_the_keys_are_shown_and_can_be_switched_off_for_good(
    page: Any, letter: Letter, opened: Callable[..., Any]
) -> None:
    opened(page)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    assert Axe().run(page).violations_count == 0
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert page.url == letter.url, "Esc has closed the dialog, not the letter"
    page.keyboard.press("?")
    page.get_by_label("Use these keys").uncheck()
    page.get_by_role("button", name="Close").click()
    for _ in range(2):
        for key in ("e", "s", "?", "a"):
            page.keyboard.press(key)
        expect(page.locator("#body")).not_to_be_focused()
        expect(dialog).to_be_hidden()
        page.reload()
    assert str(letter.draft.status) == "draft"
    page.get_by_role("button", name="Keys").click()
    assert not page.get_by_label("Use these keys").is_checked()
    page.get_by_label("Use these keys").check()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("e")
    expect(page.locator("#body")).to_be_focused()


def test_without_scripts_a_letter_is_changed_approved_reopened_and_put_aside(
    scriptless: Any, letter: Letter, opened: Callable[..., Any]
) -> None:
    page = opened(scriptless)
    expect(page.locator("markdown-toolbar")).to_be_hidden()
    words = body_of(page).replace("With good wishes", "With warm wishes")
    page.locator("#body").fill(words)
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator("#said").get_by_text("Saved.").wait_for()
    assert letter.draft.body == words.strip("\n") + "\n"
    page.frame_locator("iframe").get_by_text("With warm wishes").wait_for()
    page.get_by_role("button", name="Approve and next").click()
    page.locator("#said").get_by_text("Approved:").wait_for()
    assert (letter.draft.status, unapproved(letter.draft)) == ("ready", "")
    page.get_by_role("button", name="Undo").click()
    page.locator("#said").get_by_text("It is a draft again.").wait_for()
    assert str(letter.draft.status) == "draft"
    page.get_by_label("Not this one, because").fill("I will call")
    page.get_by_role("button", name="Put aside").click()
    page.get_by_text("Put aside: I will call.").wait_for()
    assert str(letter.draft.status) == "skipped"
    page.get_by_role("button", name="Make it a draft again").click()
    page.locator("#said").get_by_text("It is a draft again.").wait_for()
    assert (letter.draft.status, letter.draft.body) == ("draft", words.strip("\n") + "\n")


@pytest.mark.parametrize("choice", ["Keep mine", "Take the other"])
def test_without_scripts_two_versions_are_shown_and_one_is_chosen(
    choice: str, scriptless: Any, letter: Letter, opened: Callable[..., Any]
) -> None:
    page = opened(scriptless)
    page.locator("#body").fill(MINE)
    change(letter.file, "\n---\n", "\n---\nA line of theirs.\n\n")
    theirs = letter.file.read_text()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("heading", name="This letter was changed elsewhere while you wrote").wait_for()
    assert letter.file.read_text() == theirs
    page.get_by_role("button", name=choice).click()
    if choice == "Keep mine":
        page.locator("#said").get_by_text("Your version stands.").wait_for()
        assert (letter.draft.body, letter.kept()) == (f"{MINE}\n", [theirs])
    else:
        page.locator("#said").get_by_text("The other version stands.").wait_for()
        assert letter.file.read_text() == theirs
        assert [MINE in text for text in letter.kept()] == [True]
