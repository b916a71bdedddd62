"""The first run: an empty folder becomes a practice, two people and a first letter, in forms."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from composer.app.application import create_app
from composer.workspace.snapshot import Snapshot
from tests.conftest import TODAY

PRACTICE = {
    "name": "Ana Ruiz", "credentials": "LCSW", "title": "Licensed Clinical Social Worker", "state": "Oregon",
    "practice": "Ruiz Counseling", "address": "1 Main Street\r\nSalem, OR 97301", "phone": "555-0150",
    "email": "ana@ruiz.example",
}  # fmt: skip
OFFERS = {
    "offer-1": "I see people after a suicide loss within two weeks.", "needs-1": "suicide loss, grief",
    "call_back": "the same day", "way": "call",
}  # fmt: skip
PEOPLE = {
    "name-1": "Rev. Tom Hale", "role-1": "pastor", "organization-1": "First Church", "email-1": "tom@first.example",
    "told-1": "families ask after a suicide", "heard-1": "2026-11-02", "source-1": "phone",
    "name-2": "Dr. Kim Wu", "role-2": "pediatrician", "email-2": "kim@wu.example",
}  # fmt: skip


@pytest.fixture
def fresh(tmp_path: Path) -> TestClient:
    """The app over an empty folder."""
    return TestClient(create_app(Snapshot(tmp_path, TODAY)))


@pytest.mark.parametrize("path", ["/", "/drafts", "/draft/nobody", "/letter/nobody"])
def test_an_empty_folder_leads_to_the_first_question(path: str, fresh: TestClient) -> None:
    assert fresh.get(path).url.path == "/start/practice"


def test_three_forms_end_with_a_letter_in_the_persons_own_words(fresh: TestClient, tmp_path: Path) -> None:
    assert fresh.post("/start/practice", data=PRACTICE).url.path == "/start/offers"
    assert fresh.post("/start/offers", data=OFFERS).url.path == "/start/people"
    letter = fresh.post("/start/people", data=PEOPLE)
    assert letter.url.path == "/draft/tom-hale.introduction"
    assert "Here is the first of 2 letters." in letter.text
    draft = (tmp_path / "drafts/tom-hale.introduction.md").read_text()
    assert "Earlier in November you told me that families ask after a suicide." in draft
    assert "I see people after a suicide loss within two weeks." in draft
    assert "555-0150" in draft
    assert "I call back the same day." in draft
    assert (tmp_path / "history.yaml").exists()


def test_the_mail_program_is_asked_once_and_kept_in_words(fresh: TestClient, tmp_path: Path) -> None:
    page = fresh.get("/start/practice").text
    assert '<label for="mail">The program you write mail in</label>' in page
    assert '<option value="Apple Mail">Apple Mail</option>' in page
    assert fresh.post("/start/practice", data={**PRACTICE, "mail": "Apple Mail"}).url.path == "/start/offers"
    text = (tmp_path / "practice.yaml").read_text()
    assert "\nmail: Apple Mail\n" in text
    assert '<option value="Apple Mail" selected>' in fresh.get("/start/practice").text


def test_whoever_does_not_say_a_mail_program_may_go_on(fresh: TestClient, tmp_path: Path) -> None:
    fresh.post("/start/practice", data={**PRACTICE, "mail": ""})
    assert Snapshot(tmp_path, TODAY).records.practice.mail == ""


def test_the_files_keep_the_examples_that_explain_them(fresh: TestClient, tmp_path: Path) -> None:
    fresh.post("/start/practice", data=PRACTICE)
    text = (tmp_path / "practice.yaml").read_text()
    first, rest = text.split("\n", 1)
    assert first == "#\tyaml-language-server: $schema=.outreach/schema/practice.json"
    assert rest.startswith("## Who writes.")
    assert "name: Ana Ruiz\n# credentials: LPCC\ncredentials: LCSW\n" in text


def test_a_name_that_is_missing_is_asked_for_and_nothing_typed_is_lost(fresh: TestClient, tmp_path: Path) -> None:
    answer = fresh.post("/start/practice", data={**PRACTICE, "name": " "})
    assert answer.status_code == 422
    assert "Your name is missing." in answer.text
    assert 'value="Ruiz Counseling"' in answer.text
    assert not (tmp_path / "practice.yaml").exists()


def test_of_two_people_one_is_not_added_where_the_other_cannot_be(fresh: TestClient, tmp_path: Path) -> None:
    fresh.post("/start/practice", data=PRACTICE)
    fresh.post("/start/offers", data=OFFERS)
    answer = fresh.post("/start/people", data={**PEOPLE, "email-2": "kim@"})
    assert answer.status_code == 422
    assert "has no domain" in answer.text
    assert 'value="Rev. Tom Hale"' in answer.text
    assert "Tom Hale" not in (tmp_path / "contacts.yaml").read_text()
    for _ in range(2):
        fresh.post("/start/people", data=PEOPLE)
    assert (tmp_path / "contacts.yaml").read_text().count("Tom Hale") == 1


def test_an_offer_says_whom_it_helps(fresh: TestClient) -> None:
    fresh.post("/start/practice", data=PRACTICE)
    answer = fresh.post("/start/offers", data={**OFFERS, "needs-1": ""})
    assert answer.status_code == 422
    assert "say what it answers" in answer.text.lower()


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"until-1": "2026-11-23"}, "this day is past"),
        ({"from-1": "2027-02-01", "until-1": "2027-01-31"}, "the last day is before the first"),
    ],
)
def test_an_offer_that_no_letter_would_say_is_refused_and_nothing_typed_is_lost(
    days: dict[str, str], said: str, fresh: TestClient, tmp_path: Path
) -> None:
    fresh.post("/start/practice", data=PRACTICE)
    before = (tmp_path / "practice.yaml").read_bytes()
    answer = fresh.post("/start/offers", data={**OFFERS, **days})
    assert answer.status_code == 422
    assert said in answer.text
    assert "so no letter would say it" in answer.text
    assert "I see people after a suicide loss within two weeks.</textarea>" in answer.text
    assert all(f'value="{day}"' in answer.text for day in days.values())
    assert (tmp_path / "practice.yaml").read_bytes() == before


def test_a_client_is_not_kept_even_on_the_first_day(fresh: TestClient, tmp_path: Path) -> None:
    fresh.post("/start/practice", data=PRACTICE)
    fresh.post("/start/offers", data=OFFERS)
    told = {**PEOPLE, "told-1": "her patient Anna Kowalski is suicidal and starts with me on Tuesday"}
    answer = fresh.post("/start/people", data=told)
    assert answer.status_code == 422
    assert "seems to be about a client" in answer.text
    assert "Kowalski" not in (tmp_path / "contacts.yaml").read_text()


def test_going_back_shows_what_was_told_already(fresh: TestClient) -> None:
    fresh.post("/start/practice", data=PRACTICE)
    assert 'value="Ana Ruiz"' in fresh.get("/start/practice").text
    assert fresh.get("/").url.path == "/start/offers"
    fresh.post("/start/offers", data=OFFERS)
    assert fresh.get("/").url.path == "/start/people"


def test_the_same_step_sent_twice_is_done_once(fresh: TestClient, tmp_path: Path) -> None:
    fresh.post("/start/practice", data=PRACTICE)
    fresh.post("/start/offers", data=OFFERS)
    fresh.post("/start/offers", data=OFFERS)
    text = (tmp_path / "practice.yaml").read_text()
    assert text.count("I see people after a suicide loss within two weeks.") == 1
    assert text.count("{People} can call {phone} themselves") == 2  # ours, and the example


def test_whoever_says_not_when_they_call_back_can_be_called_all_the_same(fresh: TestClient, tmp_path: Path) -> None:
    fresh.post("/start/practice", data=PRACTICE)
    fresh.post("/start/offers", data={**OFFERS, "call_back": ""})
    fresh.post("/start/people", data=PEOPLE)
    draft = (tmp_path / "drafts/tom-hale.introduction.md").read_text()
    assert "can call 555-0150 themselves." in draft


def test_a_month_is_enough(fresh: TestClient, tmp_path: Path) -> None:
    fresh.post("/start/practice", data=PRACTICE)
    fresh.post("/start/offers", data=OFFERS)
    fresh.post("/start/people", data={**PEOPLE, "heard-1": "September 2026"})
    assert "In September you told me" in (tmp_path / "drafts/tom-hale.introduction.md").read_text()


def test_a_made_up_practice_can_be_looked_at_first(fresh: TestClient, tmp_path: Path) -> None:
    fresh.post("/start/sample", data={})
    assert "Maya Chen" in (tmp_path / "practice.yaml").read_text()
    assert (tmp_path / "drafts/abena-osei.introduction.md").exists()


def test_a_folder_with_people_in_it_is_never_asked_again(fresh: TestClient) -> None:
    fresh.post("/start/sample", data={})
    assert fresh.get("/start").url.path == "/"


def everything(folder: Path) -> dict[str, bytes]:
    """What a folder holds, file by file."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_made_up_practice_is_not_put_beside_a_practice_from_another_tab(fresh: TestClient, tmp_path: Path) -> None:
    assert "Look around with a made-up practice" in fresh.get("/start/practice").text
    fresh.post("/start/practice", data=PRACTICE)
    fresh.post("/start/offers", data=OFFERS)
    fresh.post("/start/people", data=PEOPLE)
    before = everything(tmp_path)
    answer = fresh.post("/start/sample", data={})
    assert answer.status_code == 409
    assert "There are records in this folder already" in answer.text
    assert "made up" not in answer.text.replace("made-up", "")
    assert everything(tmp_path) == before


@pytest.mark.parametrize("name", ["practice.yaml", "contacts.yaml", "history.yaml", "do-not-contact.yaml"])
def test_the_made_up_practice_is_put_beside_no_record_at_all(name: str, fresh: TestClient, tmp_path: Path) -> None:
    (tmp_path / name).write_text("")
    assert fresh.post("/start/sample", data={}).status_code == 409
    assert "Look around with" not in fresh.get("/start/practice").text
    assert everything(tmp_path).keys() - {".outreach/lock"} == {name}
