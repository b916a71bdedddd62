"""The practice in the browser: each sentence with its readers, and forms that change only what they say."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from composer.app.application import create_app
from composer.workspace.snapshot import Snapshot
from tests.conftest import TODAY

OFFER = "/practice/offers/2"
SAID = "I take Buckeye and Molina Medicaid."


@pytest.fixture
def app(sample: Path) -> TestClient:
    """The app over the sample's records."""
    return TestClient(create_app(Snapshot(sample, TODAY)), follow_redirects=False)


@pytest.fixture
def practice(sample: Path) -> Path:
    """The file of the practice."""
    return sample / "practice.yaml"


class Inputs(HTMLParser):
    """Reads the inputs of a form."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.area = self.chosen = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input" and given.get("name"):
            self.found.setdefault(given["name"], given.get("value", ""))
        elif tag == "textarea":
            self.area = given["name"]
            self.found[self.area] = ""
        elif tag == "select":
            self.chosen = given["name"]
        elif tag == "option" and "selected" in given:
            self.found[self.chosen] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self.area = "" if tag == "textarea" else self.area

    def handle_data(self, data: str) -> None:
        if self.area:
            self.found[self.area] += data.removeprefix("\n")


def fields(page: str) -> dict[str, str]:
    """What the form of a page would send, as a browser reads it."""
    reader = Inputs()
    reader.feed(page[page.index('<form class="form') :])
    return reader.found


def opened(app: TestClient, address: str) -> dict[str, str]:
    """The form at an address as it is shown."""
    shown = app.get(address)
    assert shown.status_code == 200
    return fields(shown.text)


def sent(app: TestClient, address: str, **typed: str) -> str:
    """Opens a form, types into it, sends it; returns the page that follows."""
    answer = app.post(address, data=opened(app, address) | typed)
    assert answer.status_code == 303, answer.text
    return app.get(answer.headers["location"]).text


def undone(app: TestClient, page: str) -> None:
    """Presses the button of a page's notice."""
    word = re.search(r'name="undo" value="([^"]+)"', page)
    assert word
    assert app.post("/practice/restore", data={"undo": word[1]}).status_code == 303


def section(page: str, part: str) -> str:
    """The part of the page with one list."""
    return page[page.index(f'id="{part}"') :].partition("</section>")[0]


def item(page: str, said: str) -> str:
    """The piece of a list that is about a sentence."""
    pieces = (piece.partition("</div>")[0] for piece in page.split('<div class="sentence">'))
    return next(piece for piece in pieces if said in piece)


# --- the page ---------------------------------------------------------------------------------------------------------


def test_the_page_says_who_writes(app: TestClient) -> None:
    page = app.get("/practice").text
    for said in ("Maya Chen, LPCC", "Licensed Professional Clinical Counselor, Ohio and Kentucky", "12 Harbor Street",
                 "555-0142", "Buckeye, Molina", "within one working day", "With good wishes,"):  # fmt: skip
        assert said in page


def test_an_offer_says_whom_it_answers_today_by_name(app: TestClient, practice: Path) -> None:
    found = item(section(app.get("/practice").text, "offers"), SAID)
    assert "For 2 people today" in found
    assert "Dr. Abena Osei, MD" in found
    practice.write_text(practice.read_text().replace("needs: [medicaid]\n    roles: [primary-care, discharge-planner]",
                                                     "needs: [medicaid]\n    roles: [clergy]"))  # fmt: skip
    assert "Dr. Abena Osei, MD" not in item(section(app.get("/practice").text, "offers"), SAID)


def test_what_nobody_would_read_says_so(app: TestClient) -> None:
    said = "When I cannot take someone, they have three other names from me by the next day."
    assert "For nobody today" in item(section(app.get("/practice").text, "offers"), said)


def test_a_way_to_refer_stands_as_letters_say_it(app: TestClient) -> None:
    ways = section(app.get("/practice").text, "ways")
    assert "People can call 555-0142 themselves, and I call back within one working day." in ways
    assert "{phone}" not in ways
    assert "Patients can call 555-0142 themselves" in item(ways, "People can call 555-0142 themselves")


def test_a_way_to_refer_whose_fact_is_missing_says_that_no_letter_has_it(app: TestClient, practice: Path) -> None:
    practice.write_text(practice.read_text().replace("fax: 555-0143\n", ""))
    found = item(section(app.get("/practice").text, "ways"), "The summary is safe by fax")
    assert "No letter says this" in found
    assert "For nobody today" in found


def test_somebody_who_may_not_be_written_to_reads_nothing(app: TestClient, sample: Path) -> None:
    contacts = sample / "contacts.yaml"
    assert "Dr. Abena Osei, MD" in app.get("/practice").text
    contacts.write_text(
        contacts.read_text().replace("  - id: abena-osei\n", "  - id: abena-osei\n    do_not_contact: true\n")
    )
    assert "Dr. Abena Osei, MD" not in app.get("/practice").text


def test_a_sentence_that_stands_alone_has_its_readers_too(app: TestClient, practice: Path) -> None:
    text = practice.read_text()
    begins, ends = text.index("introduction:\n"), text.index("# How people get to the practice.")
    practice.write_text(f"{text[:begins]}introduction: I am a counselor by the harbor.\n\n{text[ends:]}")
    found = item(section(app.get("/practice").text, "introductions"), "I am a counselor by the harbor.")
    assert "people today" in found


def test_only_so_many_people_are_looked_at_and_the_page_says_so(
    app: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("composer.workspace.practice_view.MOST_READERS", 3)
    assert "Only the first 3 people of your records" in app.get("/practice").text


# --- dates ------------------------------------------------------------------------------------------------------------


def test_what_runs_out_stands_on_top_with_a_way_to_change_it(app: TestClient, practice: Path) -> None:
    text = practice.read_text().replace("until: 2027-02-28", "until: 2026-12-10", 1)
    text = text.replace("until: 2027-03-31", "until: 2026-11-01", 1)
    practice.write_text(text.replace("state: Ohio}", "state: Ohio, expires: 2026-12-24}"))
    top = app.get("/practice").text.partition("Who writes")[0]
    said = re.sub(r"\s+", " ", top)
    assert "two openings on Tuesday evenings. <strong>Runs out on December 10. </strong>" in said
    assert "from January. <strong>Ran out on November 1. No letter says it any more. </strong>" in said
    assert "Licensed Professional Clinical Counselor, Ohio. <strong>Expires on December 24. </strong>" in said
    for address in ('href="/practice/offers/1"', 'href="/practice/offers/5"', 'href="/practice/edit#licences"'):
        assert address in top


def test_what_holds_for_long_is_not_said_to_run_out(app: TestClient) -> None:
    assert "Dates that run out" not in app.get("/practice").text


# --- forms ------------------------------------------------------------------------------------------------------------


def test_a_changed_offer_changes_only_its_own_lines(app: TestClient, practice: Path) -> None:
    before = practice.read_bytes().splitlines(keepends=True)
    page = sent(app, OFFER, text="I take Buckeye, Molina and CareSource Medicaid.", until="2027-06-30")
    after = practice.read_bytes().splitlines(keepends=True)
    at = next(number for number, line in enumerate(before) if SAID.encode() in line)
    assert before[:at] == after[:at]
    assert after[at] == b"  - text: I take Buckeye, Molina and CareSource Medicaid.\n"
    assert after[at + 1 : at + 3] == before[at + 1 : at + 3]
    assert after[at + 3] == b"    until: 2027-06-30\n"
    assert after[at + 4 :] == before[at + 3 :]
    undone(app, page)
    assert practice.read_bytes().splitlines(keepends=True) == before


@pytest.mark.parametrize(
    ("part", "typed"),
    [
        ("offers", {"text": "I see couples on Saturdays.", "needs": "couples"}),
        ("updates", {"text": "I have moved to 14 Harbor Street.", "date": "2026-11-20"}),
        ("talks", {"problem": "Many wait.", "topic": "how to wait", "takeaways.0": "one thing", "needs": "grief"}),
        ("handouts", {"name": "page for schools", "text": "I have one page for schools."}),
        ("ways", {"text": "{People} can write to me."}),
        ("introductions", {"text": "I am a counselor in Fairhaven."}),
        ("limits", {"text": "I do not see children."}),
        ("facts", {"name": "parking", "text": "in the yard"}),
    ],
)
def test_each_list_takes_something_new_and_lets_it_go_again(
    part: str, typed: dict[str, str], app: TestClient, practice: Path
) -> None:
    before = practice.read_text()
    page = sent(app, f"/practice/{part}/new", **typed)
    assert "Added." in page
    said = "People can write to me." if part == "ways" else typed.get("problem") or typed["text"]
    number = section(page, part).count('class="sentence"')
    assert said in section(page, part)
    added = practice.read_text()
    assert all(line in added.splitlines() for line in before.splitlines())
    address = f"/practice/{part}/{number}"
    gone = app.post(f"{address}/remove", data={"file": opened(app, address)["file"]})
    assert "Taken out." in app.get(gone.headers["location"]).text
    assert practice.read_text() == before


def test_a_record_that_is_taken_out_can_be_put_back(app: TestClient, practice: Path) -> None:
    before = practice.read_text()
    gone = app.post(f"{OFFER}/remove", data={"file": opened(app, OFFER)["file"]})
    page = app.get(gone.headers["location"]).text
    assert SAID not in practice.read_text()
    undone(app, page)
    assert practice.read_text() == before


def test_who_writes_is_changed_in_its_lines(app: TestClient, practice: Path) -> None:
    before = practice.read_text()
    page = sent(
        app, "/practice/edit", phone="555-0199", **{"licences.0.expires": "2028-01-31", "panels.2": "CareSource"}
    )
    after = practice.read_text()
    changed = {"phone: 555-0142": "phone: 555-0199", "panels: [Buckeye, Molina]": "panels: [Buckeye, Molina, CareSource]",
               "state: Ohio}": "state: Ohio, expires: 2028-01-31}"}  # fmt: skip
    for old, new in changed.items():
        before = before.replace(old, new, 1)
    assert after == before
    assert "People can call 555-0199" in page


def test_the_mail_program_is_chosen_from_a_list_and_may_be_taken_out(app: TestClient, practice: Path) -> None:
    assert "Claws Mail or Sylpheed</option>" in app.get("/practice/edit").text
    sent(app, "/practice/edit", mail="Claws Mail or Sylpheed")
    assert "\nmail: Claws Mail or Sylpheed\n" in practice.read_text()
    assert opened(app, "/practice/edit")["mail"] == "Claws Mail or Sylpheed"
    sent(app, "/practice/edit", mail="")
    assert "mail:" not in practice.read_text().replace("email:", "")


def test_a_mail_program_in_other_words_stays_as_it_was_written(app: TestClient, practice: Path) -> None:
    practice.write_text(f"{practice.read_text()}\nmail: gmail.com\n")
    assert opened(app, "/practice/edit")["mail"] == "gmail.com"
    sent(app, "/practice/edit", phone="555-0199")
    assert "mail: gmail.com" in practice.read_text()


def test_a_fact_may_get_another_name(app: TestClient, practice: Path) -> None:
    sent(app, "/practice/facts/3", name="price")
    assert '  price: "$140 for fifty minutes"\n' in practice.read_text()
    assert "  fee:" not in practice.read_text()


def test_a_sentence_may_be_said_in_spanish(app: TestClient, practice: Path) -> None:
    sent(app, OFFER, **{"translations.es": "Acepto Buckeye y Molina."})
    assert "    translations:\n      es: Acepto Buckeye y Molina.\n" in practice.read_text()


def test_what_is_wrong_stands_beside_its_field_with_what_was_typed(app: TestClient, practice: Path) -> None:
    before = practice.read_bytes()
    typed = opened(app, OFFER) | {"until": "2027-02-31", "text": "I take everything."}
    answer = app.post(OFFER, data=typed)
    assert answer.status_code == 422
    assert '<p class="wrong" id="f-until-wrong">There is no such day as 2027-02-31.</p>' in answer.text
    assert fields(answer.text) == typed
    assert practice.read_bytes() == before


def test_a_slot_that_nothing_fills_is_said_beside_the_sentence(app: TestClient) -> None:
    answer = app.post("/practice/ways/2", data=opened(app, "/practice/ways/2") | {"text": "Call {fon}."})
    assert answer.status_code == 422
    assert re.search(r'id="f-text-wrong">[^<]*{fon}', answer.text)


def test_what_is_missing_is_asked_for_at_its_field(app: TestClient) -> None:
    answer = app.post("/practice/offers/new", data=opened(app, "/practice/offers/new") | {"text": "I see couples."})
    assert answer.status_code == 422
    assert 'id="f-needs-wrong"' in answer.text
    assert fields(answer.text)["text"] == "I see couples."


def test_nothing_about_a_client_is_kept(app: TestClient, practice: Path) -> None:
    before = practice.read_bytes()
    told = opened(app, OFFER) | {"text": "My client Bob (DOB 3/4/1980) is doing well."}
    answer = app.post(OFFER, data=told)
    assert answer.status_code == 422
    assert "seems to be about a client" in answer.text
    assert practice.read_bytes() == before


def test_a_form_sent_after_a_change_elsewhere_keeps_what_was_typed(app: TestClient, practice: Path) -> None:
    typed = opened(app, OFFER) | {"text": "I take Medicaid."}
    practice.write_text(practice.read_text().replace("555-0142", "555-0177"))
    now = practice.read_bytes()
    answer = app.post(OFFER, data=typed)
    assert answer.status_code == 409
    assert "changed elsewhere" in answer.text
    again = fields(answer.text)
    assert again["text"] == "I take Medicaid."
    assert practice.read_bytes() == now
    assert app.post(OFFER, data=again).status_code == 303
    assert "  - text: I take Medicaid.\n" in practice.read_text()


def test_a_record_that_moved_in_its_list_meanwhile_is_found_again(app: TestClient, practice: Path) -> None:
    typed = opened(app, OFFER) | {"text": "I take Medicaid."}
    app.post("/practice/offers/1/remove", data={"file": opened(app, "/practice/offers/1")["file"]})
    answer = app.post(OFFER, data=typed)
    assert answer.status_code == 409
    assert 'action="/practice/offers/1"' in answer.text
    assert app.post("/practice/offers/1", data=fields(answer.text)).status_code == 303
    text = practice.read_text()
    assert "I take Medicaid." in text
    assert SAID not in text
    assert "On Thursdays until eight I see people in Spanish." in text


def test_a_record_that_is_gone_takes_nothing_else_with_it(app: TestClient, practice: Path) -> None:
    typed = opened(app, OFFER) | {"text": "I take Medicaid."}
    app.post(f"{OFFER}/remove", data={"file": typed["file"]})
    now = practice.read_bytes()
    answer = app.post(OFFER, data=typed)
    assert answer.status_code == 409
    assert 'action="/practice/offers/new"' in answer.text
    assert fields(answer.text)["text"] == "I take Medicaid."
    assert practice.read_bytes() == now


def test_taking_out_what_was_changed_meanwhile_does_nothing(app: TestClient, practice: Path) -> None:
    file = opened(app, OFFER)["file"]
    practice.write_text(practice.read_text().replace("555-0142", "555-0177"))
    now = practice.read_bytes()
    assert app.post(f"{OFFER}/remove", data={"file": file}).status_code == 409
    assert practice.read_bytes() == now


def test_a_form_that_changes_nothing_says_so(app: TestClient, practice: Path) -> None:
    before = practice.read_bytes()
    for address in ("/practice/edit", OFFER, "/practice/talks/1", "/practice/ways/1", "/practice/facts/1"):
        assert "Nothing was different" in sent(app, address)
    assert practice.read_bytes() == before


@pytest.mark.parametrize(
    "path", ["/practice/offers/99", "/practice/offers/0", "/practice/nothing/1", "/practice/offers/x"]
)
def test_an_address_that_nothing_has_says_so(path: str, app: TestClient) -> None:
    assert app.get(path).status_code == 404


def test_a_practice_that_cannot_be_read_says_what_to_mend(app: TestClient, practice: Path) -> None:
    practice.write_text(practice.read_text().replace("until: 2027-02-28", "until: soon", 1))
    page = app.get("/practice").text
    assert "Your practice cannot be read" in page
    assert "2026-03-09" in page
