"""Wording: the letters over real people, one's own copies changed, and what a change does before it is kept."""

import hashlib
import html
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from composer.shipped import templates_folder
from tests.app.conftest import PORT
from tests.conftest import change
from tests.inline import Inline

FORM = {"Origin": f"http://127.0.0.1:{PORT}"}
JSON = {**FORM, "Accept": "application/json"}
LETTER = "letters/introduction.md"
SHIPPED = (templates_folder() / LETTER).read_text(encoding="utf-8")


def digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def own(sample: Path, name: str = LETTER) -> Path:
    return sample / "templates" / name


def post(client: TestClient, verb: str, data: dict[str, str], *, headers: dict[str, str] = FORM, key: str = "") -> Any:
    return client.post(f"/letters/{key or 'introduction'}/{verb}", data=data, headers=headers)


def fields(page: str) -> dict[str, str]:
    """What the form of an editing page holds, as a browser would send it."""
    form = page.split("data-wording", 1)[1].split("</form>", 1)[0]
    inputs = re.findall(r'<input[^>]* name="(\w+)" value="([^"]*)"', form)
    areas = re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL)
    inputs += re.findall(r'<input id="\w+" name="(\w+)" type="search" list="people" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in [*inputs, *areas]}


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters are merged here; those that have to be stopped have a file of their own."""
    monkeypatch.setattr("composer.templating.merge_workers.Pool", Inline)


@pytest.fixture
def editing(client: TestClient, sample: Path) -> dict[str, str]:
    """The form of the introduction in English, which was just made one's own."""
    made = post(client, "own", {"of": LETTER})
    assert made.status_code == 303
    return fields(client.get(made.headers["location"]).text)


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def undo(client: TestClient, answer: Any) -> Any:
    """Presses the button that takes back what an answer did."""
    shown = client.get(answer.headers["location"]).text
    form = re.search(r'<form method="post" action="([^"]+)" data-undo>(.*?)</form>', shown, re.DOTALL)
    assert form, shown[:400]
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[2]))
    return client.post(form[1], data=sent, headers=FORM)


# --- reading ------------------------------------------------------------------------------------------------------


def test_the_gallery_shows_each_letter_with_whom_it_fits_and_one_as_its_reader_gets_it(client: TestClient) -> None:
    page = client.get("/letters").text
    assert page.count('<li class="card">') == 11
    for words in (
        "Introduction",
        "Where you have not written to them yet.",
        "Once to a person; the program chooses it by itself.",
        "Fits 18 people now",
        "As Dr. Abena Osei, MD would get it",
        "I take Buckeye and Molina Medicaid.",
        "Also in es.",
    ):
        assert words in page
    assert "yours</span>" not in page


def test_a_letter_shows_itself_over_anybody_and_why_it_would_not_go(client: TestClient) -> None:
    page = client.get("/letters/thank-you", params={"to": "abena-osei"}).text
    assert "It does not go to them now: No referral is waiting for thanks." in page
    assert 'src="/letters/thank-you/shown?to=abena-osei" sandbox="allow-same-origin allow-popups' in page
    shown = client.get("/letters/thank-you/shown", params={"to": "abena-osei"})
    assert "Dear Dr. Osei" in shown.text
    assert shown.headers["content-security-policy"].startswith("sandbox ")


def test_the_letter_is_the_one_that_would_be_drafted(client: TestClient, with_drafts: Path) -> None:
    body = (with_drafts / "drafts/abena-osei.introduction.md").read_text().split("\n---\n", 1)[1]
    first = body.strip().split("\n\n")[1].split(". ")[0]
    assert first in html.unescape(client.get("/letters/introduction/shown", params={"to": "abena-osei"}).text)


def test_people_are_found_by_their_words(client: TestClient) -> None:
    assert "As Ruth Adeyemi" in client.get("/letters/introduction", params={"q": "adeyemi"}).text
    several = client.get("/letters/introduction", params={"q": "north"}).text
    assert "may be one of these" in several
    assert several.count("/letters/introduction?to=") >= 2
    assert (
        "Nobody in your records is called “&lt;b&gt;”" in client.get("/letters/introduction", params={"q": "<b>"}).text
    )
    assert client.get("/letters/introduction", params={"to": "nobody-at-all"}).status_code == 404


def test_a_letter_shows_the_wording_of_all_its_parts(client: TestClient) -> None:
    page = html.unescape(client.get("/letters/introduction").text)
    assert SHIPPED.split("\n---\n", 1)[1] in page
    assert page.index("Said in this letter") < page.index("Introduction word") < page.index("Said in other letters")
    assert "{# They asked for something that the practice has" in page
    assert "Also in Annual update" in page


def test_there_is_no_letter_of_any_other_name(client: TestClient) -> None:
    for path in ("/letters/introducton", "/letters/introducton/proof", "/letters/..%2f..%2fetc/edit"):
        answer = client.get(path)
        assert answer.status_code == 404, path
    assert "did you mean &#39;introduction&#39;" in client.get("/letters/introducton").text.replace("Did", "did")


def test_the_proof_shows_all_of_a_letter_in_few(client: TestClient) -> None:
    page = client.get("/letters/introduction/proof").text
    count = int(re.search(r"These (\d+) letters show all that the 18 letters say", page)[1])  # type: ignore[index]
    assert 2 <= count < 18
    assert page.count('<li class="card">') == count
    assert "if shape == &#39;answer&#39;" in page


def test_a_proof_of_a_letter_for_nobody_says_so(client: TestClient, sample: Path) -> None:
    (sample / "history.yaml").write_text("")
    assert "This letter goes to nobody today" in client.get("/letters/practice-info/proof").text


# --- a copy, and back ---------------------------------------------------------------------------------------------


def test_a_copy_is_ones_own_and_undo_takes_it_away(client: TestClient, sample: Path) -> None:
    made = post(client, "own", {"of": LETTER})
    assert own(sample).read_text() == SHIPPED
    assert ">yours</span>" in client.get("/letters").text
    undone = undo(client, made)
    assert undone.status_code == 303
    assert not own(sample).exists()
    again = undo(client, undone)
    assert own(sample).read_text() == SHIPPED
    assert again.status_code == 303


def test_a_copy_of_a_copy_is_refused_and_nothing_is_lost(client: TestClient, sample: Path) -> None:
    post(client, "own", {"of": LETTER})
    change(own(sample), "title: Introduction", "title: Hello")
    answer = post(client, "own", {"of": LETTER})
    assert answer.status_code == 409
    assert "title: Hello" in own(sample).read_text()


def test_a_letter_of_another_name_is_made_with_its_title(client: TestClient, sample: Path) -> None:
    made = post(client, "own", {"of": "letters/openings.md", "title": "Winter hours"}, key="openings")
    text = own(sample, "letters/winter-hours.md").read_text()
    assert "letter: winter-hours\ntitle: Winter hours\n" in text
    assert "Remove this letter" in client.get(made.headers["location"]).text
    assert "Winter hours" in client.get("/letters").text
    gone = post(
        client,
        "back",
        {"of": "letters/winter-hours.md", "file": digest_of(own(sample, "letters/winter-hours.md"))},
        key="winter-hours",
    )
    assert gone.headers["location"].startswith("/letters?")
    undo(client, gone)
    assert own(sample, "letters/winter-hours.md").read_text() == text


def test_no_copy_takes_the_place_of_another_letter(client: TestClient, sample: Path) -> None:
    answer = post(client, "own", {"of": "letters/follow-up.md", "title": "Openings"}, key="follow-up")
    assert answer.status_code == 409
    assert "The program has a &#39;openings&#39; of its own." in answer.text
    assert not (sample / "templates").exists()


def test_going_back_keeps_ones_own_wording(client: TestClient, sample: Path, editing: dict[str, str]) -> None:
    change(own(sample), "{{ salutation }},", "{{ salutation }}, hello.")
    mine = own(sample).read_text()
    page = client.get("/letters/introduction/edit").text
    gone = post(client, "back", {"of": LETTER, "file": fields(page)["file"]})
    assert not own(sample).exists()
    assert mine in [path.read_text() for path in (sample / ".outreach/backup").glob("templates.letters.introduction.*")]
    undo(client, gone)
    assert own(sample).read_text() == mine


def test_going_back_from_a_wording_that_changed_elsewhere_is_refused(
    client: TestClient, sample: Path, editing: dict[str, str]
) -> None:
    change(own(sample), "{{ salutation }},", "{{ salutation }}, hello.")
    assert post(client, "back", {"of": LETTER, "file": editing["file"]}).status_code == 409
    assert "hello." in own(sample).read_text()


@pytest.mark.parametrize(
    "name", ["../contacts.yaml", "letters/../../contacts.yaml", "roles/clergy.yaml", "/etc/passwd", "letters/none.md"]
)
def test_no_form_reaches_another_file(name: str, client: TestClient, sample: Path, editing: dict[str, str]) -> None:
    before = everything(sample)
    for verb in ("look", "impact", "text"):
        assert post(client, verb, {**editing, "of": name}).status_code == 404, verb
    for version in ("", "0" * 12, "../../contacts"):
        answer = post(client, "undo", {"of": name, "version": version, "file": ""})
        assert answer.status_code in {303, 404}, version
    assert everything(sample) == before


# --- while it is typed --------------------------------------------------------------------------------------------


def test_what_is_typed_is_seen_at_once_and_written_nowhere(
    client: TestClient, sample: Path, editing: dict[str, str]
) -> None:
    before = everything(sample)
    typed = {
        **editing,
        "to": "abena-osei",
        "who": "",
        "body": editing["body"].replace("{{ salutation }},", "Good day,"),
    }
    seen = post(client, "look", typed, headers=JSON).json()
    assert "Good day," in seen["html"]
    assert "Good day," in seen["text"]
    assert (seen["problems"], seen["to"]) == ([], "Dr. Abena Osei, MD")
    page = post(client, "look", typed).text
    assert "Good day,\n" in fields(page)["body"]
    assert "Good day," in page.split("data-plain", 1)[1]
    assert everything(sample) == before


def test_a_subject_is_typed_into_a_field_of_its_own(client: TestClient, sample: Path, editing: dict[str, str]) -> None:
    assert "subject:" not in editing["settings"]
    seen = post(
        client, "look", {**editing, "to": "abena-osei", "who": "", "subject": "Hello: from # me"}, headers=JSON
    ).json()
    assert seen["subject"] == "Hello: from # me"
    saved = post(client, "text", {**editing, "subject": "Hello: from # me"})
    assert saved.status_code == 303
    assert own(sample).read_text() == SHIPPED.replace(
        next(line for line in SHIPPED.split("\n") if line.startswith("subject:")), 'subject: "Hello: from # me"'
    )


def test_somebody_else_is_shown_by_name(client: TestClient, editing: dict[str, str]) -> None:
    assert post(client, "look", {**editing, "who": "Ruth Adeyemi"}, headers=JSON).json()["contact"] == "ruth-adeyemi"
    several = post(client, "look", {**editing, "who": "north"}, headers=JSON).json()
    assert several["asked"] == "north"
    assert several["html"]


def test_what_is_wrong_is_said_beside_its_field_with_its_line(
    client: TestClient, sample: Path, editing: dict[str, str]
) -> None:
    typed = {**editing, "body": "{{ salutation }},\n\nHello {{ reader.peple }}.\n"}
    (problem,) = post(client, "look", typed, headers=JSON).json()["problems"]
    assert (problem["field"], problem["line"], problem["place"]) == ("body", 3, "Text, line 3")
    assert problem["text"] == "There is no field 'reader.peple'."
    assert problem["words"] == "Hello {{ reader.peple }}."
    page = post(client, "look", typed).text
    assert "<strong>Text, line 3:</strong> There is no field &#39;reader.peple&#39;. Did you mean" in page
    assert "It cannot be written as it is." in page
    (settings,) = post(
        client, "look", {**editing, "settings": editing["settings"].replace("once: ever", "once: often")}, headers=JSON
    ).json()["problems"]
    assert settings["field"] == "settings"
    assert settings["words"] == "once: often"
    broken = {**editing, "settings": editing["settings"].replace("once: ever", "once: [ever")}
    (settings, *_) = post(client, "look", broken, headers=JSON).json()["problems"]
    assert settings["field"] == "settings"
    subject = post(client, "look", {**editing, "subject": "{{ nothing_here }}"}, headers=JSON).json()["problems"]
    assert [one["field"] for one in subject] == ["subject"]


NASTY = "</textarea><script>alert(1)</script><img src=x onerror=alert(1)>\"'"


def test_markup_in_a_wording_stays_text(client: TestClient, editing: dict[str, str]) -> None:
    typed = {**editing, "to": "abena-osei", "who": "", "body": f"{{{{ salutation }}}},\n\n{NASTY}\n", "subject": NASTY}
    for verb in ("look", "impact"):
        page = post(client, verb, typed).text
        assert "<script>alert" not in page, verb
        assert "<img" not in page, verb
    assert fields(post(client, "look", typed).text)["body"] == typed["body"]
    assert "<script>" not in post(client, "look", typed, headers=JSON).json()["html"]
    post(client, "text", typed)
    for path in (
        "/letters",
        "/letters/introduction",
        "/letters/introduction/edit",
        "/letters/introduction/shown?to=abena-osei",
    ):
        page = client.get(path).text
        assert "<script>alert" not in page, path
        assert "<img" not in page, path


# --- what it changes, and keeping it ------------------------------------------------------------------------------


def test_a_change_says_first_how_many_letters_it_changes_and_writes_nothing(
    client: TestClient, with_drafts: Path, editing: dict[str, str]
) -> None:
    before = everything(with_drafts)
    body = editing["body"].replace("{% include 'parts/closing.md' %}", "Do call.\n\n{% include 'parts/closing.md' %}")
    page = post(client, "impact", {**editing, "body": body}).text
    assert "<h1>This changes 17 letters in " in page
    assert "17 letters were looked at: all that would be written today." in page
    assert '<ins><span class="hidden">only then: </span>Do call.</ins>' in page
    assert "Letters that are already written keep their words." in page
    assert everything(with_drafts) == before
    again = post(client, "look", {**editing, "body": body}).text
    assert fields(again)["body"] == body


def test_a_change_of_a_part_counts_all_letters_that_it_stands_in(client: TestClient, sample: Path) -> None:
    made = post(client, "own", {"of": "parts/closing.md"})
    typed = fields(client.get(made.headers["location"]).text)
    page = post(client, "impact", {**typed, "body": "So long,\n{{ practice.signature | lines }}\n"}).text
    count = int(re.search(r"This changes (\d+) letters in 1 way", page)[1])  # type: ignore[index]
    assert count > 18


def test_a_change_of_whom_it_fits_is_counted(client: TestClient, editing: dict[str, str]) -> None:
    page = post(
        client, "impact", {**editing, "settings": editing["settings"].replace("when: [new]", "when: [gone]")}
    ).text
    assert "This changes no words" in page
    assert "It would no longer fit 18 people whom it fits now." in page


def test_a_large_book_is_looked_at_in_part_and_says_so(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, editing: dict[str, str]
) -> None:
    monkeypatch.setattr("composer.workspace.template_impact.template_impact.__kwdefaults__", {"most": 5})
    page = post(client, "impact", {**editing, "body": f"Hello.\n\n{editing['body']}"}).text
    assert "This changes 5 letters in " in page
    assert "5 letters were looked at, taken from all over your 17." in page


def test_keeping_writes_the_file_and_undo_puts_the_one_before_back(
    client: TestClient, with_drafts: Path, editing: dict[str, str]
) -> None:
    drafts = everything(with_drafts / "drafts")
    saved = post(client, "text", {**editing, "body": f"Hello.\n\n{editing['body']}"})
    assert own(with_drafts).read_text() == SHIPPED.replace("\n---\n", "\n---\nHello.\n\n", 1)
    assert everything(with_drafts / "drafts") == drafts
    page = client.get(saved.headers["location"]).text
    assert "Saved. Letters that are already written keep their words; new ones get these." in page
    assert "Tried on 24 people: nothing to mend." in page
    undo(client, saved)
    assert own(with_drafts).read_text() == SHIPPED


def test_after_saving_what_is_wrong_for_somebody_is_said(client: TestClient, editing: dict[str, str]) -> None:
    saved = post(client, "text", {**editing, "body": "{{ salutation }},\n\nWhy? Why? {{ practice.nothing }}\n"})
    page = client.get(saved.headers["location"]).text
    assert "Tried on 24 people: what is to mend stands below." in page
    assert "There is no field &#39;practice.nothing&#39; (for " in page


def test_a_wording_that_no_letter_could_be_written_with_is_not_saved(
    client: TestClient, sample: Path, editing: dict[str, str]
) -> None:
    before = own(sample).read_text()
    for field, old, new, says in (
        ("body", "{% endif %}", "", "nexpected end of template"),
        ("body", "{{ salutation }}", "{{ salutation | shout }}", "There is no filter 'shout'"),
        ("settings", "letter: introduction", "letter: another", "This would be another letter"),
        ("settings", "purpose: commercial", "purpose: selling", "purpose"),
    ):
        typed = {**editing, field: editing[field].replace(old, new)}
        answer = post(client, "text", typed)
        assert answer.status_code == 422, says
        assert says in html.unescape(answer.text)
        assert "What you have typed is still here." in answer.text
        assert fields(answer.text)[field] == typed[field]
        assert own(sample).read_text() == before


def test_two_versions_are_shown_and_either_may_stand(client: TestClient, sample: Path, editing: dict[str, str]) -> None:
    typed = {**editing, "body": f"Mine.\n\n{editing['body']}"}
    change(own(sample), "\n---\n", "\n---\nTheirs.\n\n")
    theirs = own(sample).read_text()
    asked = post(client, "text", typed)
    assert asked.status_code == 409
    assert "This wording was changed elsewhere while you wrote" in asked.text
    assert "Theirs." in asked.text
    assert own(sample).read_text() == theirs
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', asked.text))
    post(client, "text", {**typed, "file": sent["file"], "choice": "theirs"})
    kept = [path.read_text() for path in (sample / ".outreach/backup").glob("templates.*")]
    assert any("Mine." in text for text in kept)
    assert own(sample).read_text() == theirs
    post(client, "text", {**typed, "file": sent["file"], "choice": "mine"})
    assert "Mine." in own(sample).read_text()
    assert theirs in [path.read_text() for path in (sample / ".outreach/backup").glob("templates.*")]


def test_undo_does_not_write_over_what_came_after(client: TestClient, sample: Path, editing: dict[str, str]) -> None:
    saved = post(client, "text", {**editing, "body": f"Hello.\n\n{editing['body']}"})
    change(own(sample), "Hello.", "Good day.")
    assert undo(client, saved).status_code == 409
    assert "Good day." in own(sample).read_text()


def test_the_programs_wording_is_read_only(client: TestClient, sample: Path) -> None:
    answer = client.get("/letters/introduction/edit")
    assert answer.status_code == 409
    assert "make it your own first" in answer.text.replace("Make", "make")
    typed = {"of": LETTER, "file": "x", "subject": "a", "settings": "b", "body": "c", "to": "", "who": ""}
    for verb in ("look", "impact", "text"):
        assert post(client, verb, typed).status_code == 409, verb
    assert not (sample / "templates").exists()
    assert (templates_folder() / LETTER).read_text() == SHIPPED


def test_a_read_only_file_stays(client: TestClient, sample: Path, editing: dict[str, str]) -> None:
    own(sample).chmod(0o444)
    answer = post(client, "text", {**editing, "body": "Hello.\n"})
    assert answer.status_code == 422
    assert "is read-only, so nothing was changed" in answer.text
    assert own(sample).read_text() == SHIPPED


def test_a_letter_whose_head_is_broken_can_be_mended_here(
    client: TestClient, sample: Path, editing: dict[str, str]
) -> None:
    own(sample).write_text(SHIPPED.replace("letter: introduction", "letter: [introduction"))
    page = client.get("/letters").text
    assert "Something here cannot be used as it is" in page
    assert "/letters/introduction/edit?of=letters%2Fintroduction.md" in page
    typed = fields(client.get("/letters/introduction/edit?of=letters%2Fintroduction.md").text)
    saved = post(client, "text", {**typed, "body": SHIPPED})
    assert saved.status_code == 303
    assert own(sample).read_text() == SHIPPED


def test_reading_changes_no_file(client: TestClient, sample: Path, editing: dict[str, str]) -> None:
    before = everything(sample)
    for path in ("/letters", "/letters/introduction", "/letters/introduction/shown?to=abena-osei", "/letters/introduction/proof",
                 "/letters/introduction/edit?tried=1", "/letters/introduction/blank"):  # fmt: skip
        assert client.get(path).status_code == 200, path
    assert everything(sample) == before
