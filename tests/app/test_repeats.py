"""The same form twice, as a double click sends it: everything is done once, and the answer is the first one's."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from starlette.testclient import TestClient

from composer.app.repeats import Repeats
from composer.drafts.store import DraftStore
from composer.errors import ConflictError
from composer.records.history import parse_history
from tests.app.conftest import said
from tests.app.test_handover import ORIGIN
from tests.conftest import change

LETTER = "/draft/abena-osei.introduction"
_FORM = re.compile(r'<form [^>]*action="([^"]+)"[^>]*>(.*?)</form>', re.DOTALL)
_FIELD = re.compile(r'<(?:input|button)[^>]* name="([^"]+)"(?: [^>]*)? value="([^"]*)"')


def form_of(page: str, action: str, having: str = "") -> dict[str, str]:
    """The hidden fields and the first button of a form on a page."""
    (inside, *_) = (found[2] for found in _FORM.finditer(page) if found[1] == action and having in found[2])
    return dict(_FIELD.findall(inside))


def post(client: TestClient, path: str, form: dict[str, str]) -> Any:
    """Sends a form as the page does that it stands on."""
    return client.post(path, data=form, headers=ORIGIN)


def events(folder: Path) -> int:
    text = (folder / "history.yaml").read_text()
    return len(parse_history(text, "history.yaml").events)


def test_what_happened_is_noted_once_however_often_it_is_clicked(client: TestClient, sample: Path) -> None:
    before = events(sample)
    form = form_of(client.get("/people/priya-raman").text, "/people/priya-raman/log")
    assert form["once"]
    for _ in range(3):
        answer = post(client, "/people/priya-raman/log", form)
        assert "Noted for" in said(client, answer)
    assert events(sample) == before + 1
    again = form_of(client.get("/people/priya-raman").text, "/people/priya-raman/log")
    assert post(client, "/people/priya-raman/log", again).status_code == 303
    assert events(sample) == before + 2, "a page that is shown anew asks anew"


@pytest.mark.parametrize(("word", "status"), [("ready", "ready"), ("skip", "skipped")])
def test_a_word_on_a_letter_that_is_said_twice_is_done_and_said_so(
    word: str, status: str, client: TestClient, sample: Path
) -> None:
    form = form_of(client.get(f"{LETTER}/beside").text, f"{LETTER}/{word}") | {"reason": "I will call her"}
    first, second = (post(client, f"{LETTER}/{word}", form) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert said(client, second).count("Undo") == said(client, first).count("Undo") > 0
    draft, _ = DraftStore(sample).read("abena-osei.introduction")
    assert draft
    assert draft.status == status


def test_an_offer_is_added_once(client: TestClient, sample: Path) -> None:
    form = form_of(client.get("/practice/offers/new").text, "/practice/offers/new")
    form |= {"text": "I see people on Saturdays.", "needs": "weekends"}
    assert {post(client, "/practice/offers/new", form).status_code for _ in range(2)} == {303}
    assert (sample / "practice.yaml").read_text().count("I see people on Saturdays.") == 1


def test_what_was_changed_in_between_is_no_repeat(client: TestClient, sample: Path) -> None:
    """The same words, saved from a page that a browser went back to: they are what somebody wants now."""
    page = client.get(LETTER).text
    form = form_of(page, f"{LETTER}/text") | {"subject": "A subject", "body": "Dear Dr. Osei,\n\nMine.\n\nMaya Chen\n"}
    file = sample / f"drafts/{LETTER.rpartition('/')[2]}.md"
    before = file.read_text()
    assert post(client, f"{LETTER}/text", form).status_code == 303
    mine = file.read_text()
    assert "Mine." in mine
    file.with_suffix(".new").write_text(before)
    file.with_suffix(".new").replace(file)
    assert post(client, f"{LETTER}/text", form).status_code == 303
    assert file.read_text() == mine


def test_a_form_that_was_refused_may_come_again(client: TestClient, sample: Path) -> None:
    form = form_of(client.get("/people/priya-raman").text, "/people/priya-raman/log")
    change(sample / "contacts.yaml", "contacts:", "contacts: [")
    assert post(client, "/people/priya-raman/log", form).status_code != 303
    change(sample / "contacts.yaml", "contacts: [", "contacts:")
    assert post(client, "/people/priya-raman/log", form).status_code == 303


def test_whoever_comes_while_it_is_being_done_gets_its_answer() -> None:
    repeats: Repeats[str] = Repeats(lambda: "as it is")
    begun, may_end, done = Event(), Event(), []

    def work() -> str:
        begun.set()
        assert may_end.wait(60)
        done.append("once")
        return f"answer {len(done)}"

    with ThreadPoolExecutor(2) as both:
        first = both.submit(repeats.do, "/x", b"a", work)
        assert begun.wait(60)
        second = both.submit(repeats.do, "/x", b"a", work)
        may_end.set()
        assert (first.result(60), second.result(60)) == ("answer 1", "answer 1")
    assert repeats.do("/x", b"b", work) == "answer 2"


def test_what_stops_the_first_stops_whoever_waits_for_it() -> None:
    repeats: Repeats[str] = Repeats(lambda: "as it is")

    def refuse() -> str:
        raise ConflictError("another run is writing")

    for _ in range(2):
        with pytest.raises(ConflictError):
            repeats.do("/x", b"a", refuse)
    assert repeats.do("/x", b"a", lambda: "done") == "done"


def test_every_form_of_a_page_can_be_told_from_another_showing_of_it() -> None:
    pages = Path(__file__).parents[2] / "composer/app/pages"
    forms = [
        form
        for page in pages.glob("*.html")
        for form in re.findall(r'<form [^\n]*?method="post"[^\n]*', page.read_text())
    ]
    assert len(forms) > 30
    assert [form for form in forms if "{{ once() }}" not in form] == []
