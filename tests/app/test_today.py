"""Today: who is due and why, the letters that are written from there, and what the year looked like."""

import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from threading import Event

import pytest
from starlette.testclient import TestClient

from composer.app.application import create_app
from composer.app.background import Runs, Tell
from composer.app.guard import Guard
from composer.app.screens import today as screen
from composer.errors import ConflictError, ExternalError
from composer.lock import locked
from composer.planning.agenda import SAYS
from composer.workspace.agenda import find_due
from composer.workspace.snapshot import Snapshot
from composer.workspace.status_changes import mark_ready, mark_skipped
from composer.workspace.visits import LAST_VISIT, Visit, remember_visit
from tests.app.conftest import PORT
from tests.conftest import TODAY, Run


def opened(folder: Path, last_visit: Visit | None = None) -> TestClient:
    """A browser that the link was opened in, over a folder as it is."""
    guard = Guard(create_app(Snapshot(folder, today=TODAY), last_visit), port=PORT)
    client = TestClient(guard, base_url=f"http://127.0.0.1:{PORT}", follow_redirects=False)
    client.headers["origin"] = f"http://127.0.0.1:{PORT}"
    client.headers["sec-fetch-site"] = "none"
    assert client.get(guard.login_path).status_code == 303
    return client


@pytest.fixture
def home(sample: Path) -> TestClient:
    """The app over the sample, for which nothing is written yet."""
    return opened(sample)


def write(client: TestClient, *who: str, which: str = "ticked", box: str = "who") -> str:
    """Sends the form, waits for the letters, and returns the page that says what came of them."""
    answer = client.post("/write", data={box: list(who), "which": which})
    while answer.status_code == 303:
        address = answer.headers["location"].partition("#")[0]
        answer = client.get(address)
        while address.startswith("/writing/") and answer.status_code == 200:
            answer = client.get(address)
    return answer.text


def text_of(page: str) -> str:
    """The words of a page, apart by single blanks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


# --- who is due -------------------------------------------------------------------------------------------------------


def test_it_lists_who_is_due_under_the_headings_of_due_and_in_its_order(home: TestClient, sample: Path) -> None:
    page = home.get("/").text
    due = find_due(Snapshot(sample, today=TODAY)).due
    at = [page.index(f'href="/people/{one.contact}"') for one in due]
    assert all(one < next_one for one, next_one in pairwise(at))
    headings = re.findall(r'<h3>([^<]+) <span class="soft">(\d+)</span>', page)
    kinds = list(dict.fromkeys(one.kind for one in due))
    assert headings == [(SAYS[kind], str(sum(one.kind == kind for one in due))) for kind in kinds]


def test_a_line_says_who_where_which_letter_why_and_since_when(home: TestClient) -> None:
    words = text_of(home.get("/").text)
    assert "Dr. Ana Valdez-Roca, MD Northbank Psychiatry A referral is waiting for thanks. " in words
    assert "Since November 13, 11 days. Thank you" in words
    assert "They asked for your details. By November 25. Practice info" in words
    assert "Your letter of October 20 has had no answer." in words


def test_every_due_letter_that_is_not_written_has_a_ticked_box(home: TestClient, sample: Path) -> None:
    ticked = re.findall(r'name="who" value="([^"]+)" checked', home.get("/").text)
    due = find_due(Snapshot(sample, today=TODAY)).due
    assert ticked == [one.contact for one in due if one.letter and not one.draft]
    assert ticked
    assert " checked" not in home.get("/?tick=none").text


def test_a_letter_that_is_written_leads_to_its_draft_and_says_how_it_stands(with_drafts: Path) -> None:
    client = opened(with_drafts)
    assert 'href="/draft/ana-valdez-roca.thank-you"' in client.get("/").text
    (change,) = mark_skipped(Snapshot(with_drafts, today=TODAY), ["jonah-brandt.introduction"], "later")
    assert change.because == ""
    page = client.get("/").text
    assert 'name="who"' not in page
    assert re.search(r'href="/draft/ana-valdez-roca\.thank-you">.*?class="state">to read<', page)


def test_a_letter_that_left_asks_whether_it_went(with_drafts: Path, run: Run) -> None:
    assert run("-C", with_drafts, "--today", TODAY, "export", "eml", "ruth-adeyemi.introduction", "--all").code == 0
    words = text_of(opened(with_drafts).get("/").text)
    assert "It was handed over on November 24. Say whether it went : Ruth Adeyemi" in words
    assert "outreach" not in words.partition("Your letters")[0].lower().replace("– outreach", "")


def test_what_needs_no_letter_leads_to_the_person(sample: Path) -> None:
    (sample / "practice.yaml").write_text("name: Maya Chen\nemail: maya@harborstreet.example\n")  # nothing to offer
    sent = "- {date: 2026-08-01, contact: ann-lee, event: introduction sent}\n"
    (sample / "history.yaml").write_text(f"{sent}- {{date: 2026-10-01, contact: ann-lee, event: called}}\n")
    (sample / "contacts.yaml").write_text(
        "- {name: Ann Lee, role: pcp, organization: Elm House, verified: 2024-01-10}\n"
    )
    page = opened(sample).get("/").text
    assert "Look whether the facts still hold" in page
    assert '<a class="button" href="/people/ann-lee">Open' in page
    assert "1 person whose details you last looked at long ago" in text_of(page)


def test_a_page_shows_a_hundred_lines_and_all_can_be_written_at_once(sample: Path) -> None:
    named = (f"{one}{two}" for one in "abcdefghijklm" for two in "abcdefghij")
    people = "".join(f"- {{name: Ann L{name}, role: pcp, email: a@{name}.example}}\n" for name in named)
    (sample / "contacts.yaml").write_text(people)
    (sample / "history.yaml").unlink()
    client = opened(sample)
    first, second = client.get("/").text, client.get("/?page=2").text
    assert (first.count('name="who"'), second.count('name="who"')) == (100, 30)
    assert "Write all 130 letters" in first
    assert "Page 2 of 2" in second
    assert client.get("/?page=99").text.count('name="who"') == 30


# --- writing letters --------------------------------------------------------------------------------------------------


def test_the_ticked_letters_are_written_and_no_other(home: TestClient, sample: Path) -> None:
    page = write(home, "ana-valdez-roca", "ruth-adeyemi")
    assert "2 letters are written. Read each before it leaves." in page
    assert "<h1>2 of 2 letters</h1>" in page
    assert {path.name for path in (sample / "drafts").glob("*.md")} == {
        "ana-valdez-roca.thank-you.md",
        "ruth-adeyemi.introduction.md",
    }


def test_all_due_letters_are_those_that_draft_due_writes(home: TestClient, sample: Path) -> None:
    due = {one.contact for one in find_due(Snapshot(sample, today=TODAY)).due if one.letter}
    assert f"{len(due)} letters are written." in write(home, which="all")
    written = {path.name.partition(".")[0] for path in (sample / "drafts").glob("*.md")}
    assert written == due


def test_a_letter_that_somebody_deleted_is_left_alone_and_named(home: TestClient, sample: Path) -> None:
    write(home, "ruth-adeyemi", "sam-whitlock")
    (sample / "drafts/ruth-adeyemi.introduction.md").unlink()
    page = write(home, "ruth-adeyemi")
    assert (
        "No letter was written. Left alone: Ruth Adeyemi, LISW (deleted by you before, so not written again)." in page
    )
    assert not (sample / "drafts/ruth-adeyemi.introduction.md").exists()


DELETED = "It was written before, and you deleted it. Tick it to have it written again."


def line_of(page: str, contact: str) -> str:
    """The line of somebody in the list of who is due."""
    return next(line for line in page.split("<li>") if f'href="/people/{contact}"' in line)


def test_a_letter_that_somebody_deleted_says_so_and_is_not_ticked(home: TestClient, sample: Path) -> None:
    write(home, "ruth-adeyemi", "sam-whitlock")
    before = home.get("/").text
    (sample / "drafts/ruth-adeyemi.introduction.md").unlink()
    page = home.get("/").text
    line = line_of(page, "ruth-adeyemi")
    assert DELETED in text_of(line)
    assert 'type="checkbox"' in line
    assert " checked" not in line
    assert page.count(DELETED) == 1
    assert page.count(" checked") == before.count(" checked")
    assert " checked" in line_of(home.get("/?tick=all").text, "ruth-adeyemi")


def test_a_letter_that_somebody_deleted_is_written_again_by_a_tick(home: TestClient, sample: Path) -> None:
    write(home, "ruth-adeyemi")
    path = sample / "drafts/ruth-adeyemi.introduction.md"
    text = path.read_text()
    path.unlink()
    name = re.search(r'name="(\w+)" value="ruth-adeyemi"', home.get("/").text)
    assert name
    assert "One letter is written." in write(home, "ruth-adeyemi", box=name[1])
    assert path.read_text() == text
    assert DELETED not in home.get("/").text


def test_a_letter_that_came_back_meanwhile_is_not_written_over(home: TestClient, sample: Path) -> None:
    write(home, "ruth-adeyemi")
    path = sample / "drafts/ruth-adeyemi.introduction.md"
    path.write_text(path.read_text() + "\nMy own words.\n")
    mine = path.read_text()
    said = "Left alone: Ruth Adeyemi, LISW (already there, with words of your own)."
    assert said in write(home, "ruth-adeyemi", box="again")
    assert path.read_text() == mine


def test_all_letters_do_not_bring_back_one_that_was_deleted(sample: Path) -> None:
    named = [f"{one}{two}" for one in "abcdefghijk" for two in "abcdefghij"]
    people = "".join(f"- {{name: Ann L{name}, role: pcp, email: a@{name}.example}}\n" for name in named)
    (sample / "contacts.yaml").write_text(people)
    (sample / "history.yaml").unlink()
    client = opened(sample)
    write(client, "ann-laa", "ann-lkj")
    for who in ("ann-laa", "ann-lkj"):
        (sample / f"drafts/{who}.introduction.md").unlink()
    assert "Write all 108 letters" in client.get("/").text
    assert "108 letters are written." in write(client, which="all")
    assert not (sample / "drafts/ann-laa.introduction.md").exists()


def test_where_all_were_deleted_one_can_still_be_ticked(home: TestClient, sample: Path) -> None:
    write(home, which="all")
    for path in (sample / "drafts").glob("*.md"):
        path.unlink()
    page = home.get("/").text
    assert " checked" not in page
    assert "Write the ticked letters" in page
    assert ">Tick all<" in page


def test_a_letter_with_somebodys_own_words_stays_as_it_is(home: TestClient, sample: Path) -> None:
    write(home, "ruth-adeyemi")
    path = sample / "drafts/ruth-adeyemi.introduction.md"
    path.write_text(path.read_text().replace("\n\nDear", "\n\nDear dear", 1) + "\nMy own words.\n")
    mine = path.read_text()
    assert "Left alone: Ruth Adeyemi, LISW (already there, with words of your own)." in write(home, "ruth-adeyemi")
    assert path.read_text() == mine


def test_a_letter_that_is_not_due_any_more_is_not_written(home: TestClient, sample: Path) -> None:
    assert "ana-valdez-roca" in home.get("/").text
    with (sample / "history.yaml").open("a") as history:
        history.write("- {date: 2026-11-24, contact: ana-valdez-roca, event: thanked}\n")
    page = write(home, "ana-valdez-roca")
    assert "No letter was written. One letter is not due any more." in page
    assert not (sample / "drafts").exists()


def test_a_letter_that_cannot_be_worded_stops_no_other_and_says_why(home: TestClient, sample: Path) -> None:
    letters = sample / "templates/letters"
    letters.mkdir(parents=True)
    shipped = Path("templates/letters/thank-you.md").read_text()
    (letters / "thank-you.md").write_text(shipped + "\n{{ 1 / 0 }}\n")
    page = write(home, "ana-valdez-roca", "ruth-adeyemi")
    assert "One letter is written." in page
    assert "Could not be written: Dr. Ana Valdez-Roca, MD: " in page


def test_nothing_ticked_writes_nothing_and_never_everyones(home: TestClient, sample: Path) -> None:
    answer = home.post("/write", data={"which": "ticked"})
    assert answer.status_code == 422
    assert "No letter is ticked, so nothing was written." in answer.text
    assert not (sample / "drafts").exists()
    assert home.post("/write", data={"who": "ruth-adeyemi"}).status_code == 422
    assert not (sample / "drafts").exists()


def test_an_unknown_person_is_a_sentence_and_nothing_is_written(home: TestClient, sample: Path) -> None:
    assert "There is no contact &#39;nobody-here&#39;." in write(home, "ruth-adeyemi", "nobody-here")
    assert not (sample / "drafts").exists()


def test_looking_writes_nothing(home: TestClient, sample: Path) -> None:
    before = {path: path.read_bytes() for path in sample.rglob("*") if path.is_file()}
    for address in ("/", "/?tick=none", "/write", "/writing/1"):
        home.get(address)
    assert {path: path.read_bytes() for path in sample.rglob("*") if path.is_file()} == before


# --- a long run -------------------------------------------------------------------------------------------------------


class LongRun:
    """A run that ends when a test says so."""

    def __init__(self) -> None:
        self.begun, self.may_end = Event(), Event()

    def work(self, tell: Tell) -> str:
        tell(7)
        self.begun.set()
        assert self.may_end.wait(60)
        return "/drafts?show=draft"


def some_runs() -> Runs[str]:
    return Runs(busy="letters are being written already", hint="wait")


@pytest.fixture
def long_run() -> Iterator[LongRun]:
    run = LongRun()
    yield run
    run.may_end.set()


def test_a_run_says_how_far_it_is_and_leads_on_when_it_has_ended(long_run: LongRun) -> None:
    runs = some_runs()
    run = runs.start(10, long_run.work)
    assert long_run.begun.wait(60)
    assert (run.done, run.total, run.result(), runs.going()) == (7, 10, None, run)
    long_run.may_end.set()
    assert run.result(60) == "/drafts?show=draft"
    assert runs.going() is None


def test_while_a_run_goes_on_a_second_one_is_refused_and_may_follow_it(long_run: LongRun) -> None:
    runs = some_runs()
    first = runs.start(10, long_run.work)
    with pytest.raises(ConflictError, match="letters are being written already"):
        runs.start(1, lambda _: "/")
    long_run.may_end.set()
    assert first.result(60)
    assert runs.start(1, lambda _: "/other").result(60) == "/other"


def test_what_stops_a_run_is_raised_for_whoever_asks_about_it() -> None:
    def refuse(_: Tell) -> str:
        raise ExternalError("the disk is full")

    run = some_runs().start(1, refuse)
    with pytest.raises(ExternalError, match="the disk is full"):
        run.result(60)
    assert not run.is_going


def test_letters_that_take_long_have_a_page_that_says_how_far_they_are(
    home: TestClient, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock is held by another, so the letters wait for it; meanwhile the pages answer."""
    monkeypatch.setattr(screen, "_AT_ONCE", 0.0)
    with locked(sample):
        answer = home.post("/write", data={"who": ["ruth-adeyemi"], "which": "ticked"})
        assert answer.headers["location"] == "/writing/1"
        page = home.get("/writing/1").text
        assert '<progress id="far" max="1" value="0"' in page
        assert "0 of 1 are worded." in page
        assert '<noscript><meta http-equiv="refresh" content="1"></noscript>' in page
        told = home.get("/writing/1", headers={"accept": "application/json"})
        assert told.json() == {"done": 0, "total": 1, "to": ""}
        again = home.post("/write", data={"who": ["sam-whitlock"], "which": "ticked"})
        assert again.status_code == 409
        assert "Letters are being written already, so nothing more was begun." in again.text
        first = home.get("/").text
        assert '<a href="/writing/1">See how far it is</a>' in first
        assert "Write the ticked letters" not in first
        assert not (sample / "drafts").exists()
    while (answer := home.get("/writing/1")).status_code == 200:
        pass
    assert answer.headers["location"].startswith("/drafts?show=draft")
    assert [path.name for path in (sample / "drafts").glob("*.md")] == ["ruth-adeyemi.introduction.md"]


def test_a_run_that_nobody_began_is_a_sentence(home: TestClient) -> None:
    for number in ("1", "x", "%00", "9" * 50):
        answer = home.get(f"/writing/{number}")
        assert answer.status_code == 404
        assert "Nothing is being written under this address." in answer.text


# --- how things stand -------------------------------------------------------------------------------------------------


def test_letters_are_counted_by_how_they_stand_and_lead_to_their_list(with_drafts: Path) -> None:
    snapshot = Snapshot(with_drafts, today=TODAY)
    (change,) = mark_ready(snapshot, ["ruth-adeyemi.introduction"])
    assert change.because == ""
    path = with_drafts / "drafts/sam-whitlock.introduction.md"
    path.write_text(path.read_text() + "\n[[CONFIRM: the day]]\n")
    page = opened(with_drafts).get("/").text
    count = len(list((with_drafts / "drafts").glob("*.md")))
    words = text_of(page)
    assert f"{count - 1} to read 1 ready to hand over" in words
    assert "1 letter with something to fill in" in words
    for key in ("draft", "ready", "answers"):
        assert f'href="/drafts?show={key}"' in page


def test_a_change_by_hand_is_seen_at_once(with_drafts: Path) -> None:
    client = opened(with_drafts)
    assert "1 put aside" not in text_of(client.get("/").text)
    path = with_drafts / "drafts/ruth-adeyemi.introduction.md"
    path.write_text(path.read_text().replace("status: draft", "status: skipped\nreason: met her", 1))
    words = text_of(client.get("/").text)
    assert "1 put aside" in words
    assert "Ruth Adeyemi" not in words.partition("Your letters")[0]


def test_what_stops_every_letter_is_shown_first_and_nothing_can_be_written(home: TestClient, sample: Path) -> None:
    practice = sample / "practice.yaml"
    practice.write_text(practice.read_text().replace("name: Maya Chen", "name: [Maya", 1))
    page = home.get("/").text
    assert "No letter can be written now" in page
    assert "Write the ticked letters" not in page
    assert page.index('class="error"') < page.index('class="warning"')
    assert "<details open>" in page
    answer = home.post("/write", data={"who": ["ruth-adeyemi"], "which": "ticked"})
    assert answer.status_code == 422 or answer.headers["location"].startswith("/writing/")  # that page says it, later
    assert not (sample / "drafts").exists()


def test_an_empty_list_of_people_is_welcomed_and_led_to_the_beginning(home: TestClient, sample: Path) -> None:
    (sample / "contacts.yaml").write_text("contacts: []\n")
    assert home.get("/").headers["location"] == "/start"
    (sample / "contacts.yaml").unlink()
    assert home.get("/").headers["location"] == "/start"


def test_people_who_cannot_be_read_are_not_nobody(home: TestClient, sample: Path) -> None:
    (sample / "contacts.yaml").write_text("- {name: Ann Lee, email: no address}\n- {role: pcp}\n")
    words = text_of(home.get("/").text)
    assert "There is nobody here yet." not in words
    assert "in your records who cannot be read" in words


def test_where_nothing_is_due_it_says_what_comes_next(sample: Path) -> None:
    (sample / "contacts.yaml").write_text("- {name: Ann Lee, role: pcp, email: ann@elm.example}\n")
    (sample / "history.yaml").write_text("- {date: 2026-11-20, contact: ann-lee, event: introduction sent}\n")
    words = text_of(opened(sample).get("/").text)
    assert "Nothing is due today. Next comes: Follow up, once: Ann Lee, on December 4." in words
    (sample / "history.yaml").write_text("- {date: 2026-11-20, contact: ann-lee, event: asked to stop}\n")
    words = text_of(opened(sample).get("/").text)
    assert "Nothing is due today. Nothing comes due within a year, either." in words


# --- what is new ------------------------------------------------------------------------------------------------------


def test_what_is_new_since_the_last_visit_is_told(with_drafts: Path) -> None:
    at = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    remember_visit(Snapshot(with_drafts, today=TODAY), at)
    visit = remember_visit(Snapshot(with_drafts, today=TODAY), at)
    for path in (*with_drafts.glob("drafts/*"), *with_drafts.glob(".outreach/base/*")):
        os.utime(path, (at.timestamp() - 60, at.timestamp() - 60))
    os.utime(with_drafts / "drafts/sam-whitlock.introduction.md", (at.timestamp() + 60, at.timestamp() + 60))
    with (with_drafts / "history.yaml").open("a") as history:
        history.write("- {date: 2026-11-23, contact: ruth-adeyemi, event: called}\n")
    words = text_of(opened(with_drafts, visit).get("/").text)
    assert "Since you were last here (November 20, " in words
    assert "Letters: 1 changed. Noted: Ruth Adeyemi, LISW (called)." in words


def test_nothing_is_told_where_nothing_is_new_or_no_visit_is_known(with_drafts: Path) -> None:
    later = datetime.now(UTC).replace(year=2999)
    remember_visit(Snapshot(with_drafts, today=TODAY), later)
    visit = remember_visit(Snapshot(with_drafts, today=TODAY), later)
    assert visit is not None
    for known in (visit, None):
        assert "Since you were last here" not in opened(with_drafts, known).get("/").text


def test_opening_a_page_is_no_visit(home: TestClient, sample: Path) -> None:
    home.get("/")
    assert not (sample / LAST_VISIT).exists()


# --- the year ---------------------------------------------------------------------------------------------------------


def test_the_pictures_and_the_table_have_the_same_numbers(home: TestClient) -> None:
    page = home.get("/").text
    pictures = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    drawn = [sum(map(int, re.findall(r'class="value"[^>]*>(\d+)<', picture))) for picture in pictures]
    rows = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', page, re.DOTALL)
    table = [[int(count) for count in re.findall(r">(\d+)<", cells)] for _, cells in rows]
    assert [month for month, _ in rows][::11] == ["December 2025", "November 2026"]
    assert drawn == [sum(column) for column in zip(*table, strict=True)]
    assert drawn == [2, 0, 1, 1]


def test_a_picture_is_described_in_words_and_has_no_style_of_its_own(home: TestClient) -> None:
    page = home.get("/").text
    assert '<desc id="referrals-desc">1 in these twelve months; most in October 2026, 1.</desc>' in page
    assert "None in these twelve months." in page
    assert " style=" not in page
    assert "<style" not in page


def test_each_place_names_who_is_known_there_and_where_all_hangs_on_one(home: TestClient) -> None:
    words = text_of(home.get("/").text)
    assert (
        "Northbank Psychiatry One person only Everything here hangs on Dr. Ana Valdez-Roca, MD. "
        "1 referral to you in twelve months Dr. Ana Valdez-Roca, MD Psychiatrist. Last in touch March 4, 2025." in words
    )


def test_who_was_due_longest_ago_is_named_first(home: TestClient) -> None:
    words = text_of(home.get("/").text)
    assert "4 people were due before today. Carol Whitfield Check in 3 years Dr. Samuel Ortiz, MD" in words


def test_what_records_hold_is_text_and_never_markup(home: TestClient, sample: Path) -> None:
    bad = "<script>alert(1)</script>"
    (sample / "contacts.yaml").write_text(
        json.dumps([{"name": f"Ann {bad}", "role": bad, "organization": f"Elm {bad}", "email": "a@elm.example"}])
    )
    page = home.get("/").text
    assert bad not in page
    assert "&lt;script&gt;" in page
