"""People in the browser: found, looked at, noted, written to, added and changed."""

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from composer.app.guard import Guard
from composer.workspace.snapshot import Snapshot
from tests.app.conftest import PORT
from tests.app.filling import filled
from tests.conftest import TODAY, change

FORM = {"Origin": f"http://127.0.0.1:{PORT}", "Content-Type": "application/x-www-form-urlencoded"}
EDIT = "/people/abena-osei/edit"


def send(client: TestClient, to: str, fields: dict[str, str]) -> str:
    """Sends a form that is taken; returns the page that it leads to."""
    answer = client.post(to, data=fields, headers=FORM)
    assert answer.status_code == 303, answer.text
    return client.get(answer.headers["location"]).text


def noted(page: str) -> str:
    """What a page says once about what was done."""
    found = re.search(r'<div class="said".*?<p>(.*?)</p>', page, re.DOTALL)
    return found[1] if found else ""


def undo(client: TestClient, page: str) -> str:
    """Presses the button that takes back what was done; returns the page that it leads to."""
    to = re.search(r'action="([^"]+)" data-undo', page)
    assert to
    return send(client, to[1], filled(page, to[1]))


def lines(folder: Path, name: str = "contacts.yaml") -> list[str]:
    return (folder / name).read_text(encoding="utf-8").splitlines()


# --- the list -------------------------------------------------------------------------------------------------------


def test_everybody_is_listed_with_what_they_do_and_the_last_word(client: TestClient) -> None:
    page = client.get("/people").text
    assert "<h1>24 people</h1>" in page
    for words in (
        '<strong>Priya Raman</strong> <span class="where">Stillwater House</span>',
        "aftercare coordinator",
        "You talked on the phone, November 10, 2025",
        "No email.",
        "They asked not to be written to on April 2.",
        "Mail came back on November 11, and the address has not been verified since.",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("q=osei", 1),
        ("q=northbank", 3),
        ("q=discharge lakeview", 1),
        ("q=board-member", 1),
        ("q=<script>", 0),
        ("show=left-alone", 1),
        ("show=unreachable", 2),
        ("show=unnamed", 2),
        ("show=in-touch", 5),
        ("role=primary-care", 5),
        ("place=The River Street Family Medicine", 3),
        ("role=primary-care&q=finch", 1),
        ("show=nonsense", 24),
    ],
)
def test_people_are_found_by_words_and_by_links(client: TestClient, sample: Path, query: str, count: int) -> None:
    change(sample / "contacts.yaml", "    pronouns: he/him\n", "    pronouns: he/him\n    tags: [board-member]\n")
    page = client.get(f"/people?{query}").text
    assert page.count('<a class="row"') == count
    assert "<script>alert" not in page
    assert ("Nobody matches “&lt;script&gt;”." in page) == ("script" in query)


def test_each_link_says_how_many_it_shows(client: TestClient) -> None:
    page = client.get("/people?role=primary-care").text
    kinds = re.search(r'aria-label="How they stand">(.*?)</nav>', page, re.DOTALL)
    assert kinds
    for address, count in re.findall(r'<a href="(/people\?show=[^"]+)">(\d+)', kinds[1]):
        assert client.get(address.replace("&amp;", "&")).text.count('<a class="row"') == int(count)


@pytest.mark.parametrize("number", ["99", "0", "-1", "x", "9" * 30])
def test_a_page_of_people_beyond_the_end_is_the_last_one(client: TestClient, number: str) -> None:
    assert client.get(f"/people?page={number}").text.count('<a class="row"') == 24


def test_two_thousand_people_are_listed_by_fifties(client: TestClient, sample: Path) -> None:
    people = "".join(
        f"- name: Ann Number{number}\n  role: {('family doctor', 'school counselor')[number % 2]}\n"
        f"  organization: Place {number % 300}\n"
        for number in range(2_000)
    )
    (sample / "contacts.yaml").write_text(people)
    (sample / "history.yaml").write_text("")
    page = client.get("/people?page=40").text
    assert "Page 40 of 40" in page
    assert page.count('<a class="row"') == 50
    assert "Ann Number1999" in page
    assert client.get("/people?q=number199&role=school").text.count('<a class="row"') == 6
    assert "Page 6 of 6" in client.get("/organizations?page=6").text


def test_nobody_yet_leads_to_the_beginning(client: TestClient, sample: Path) -> None:
    (sample / "contacts.yaml").write_text("")
    (sample / "history.yaml").write_text("")
    page = client.get("/people").text
    assert 'Nobody is in your records yet. <a href="/start">Begin here</a>' in page


def test_somebody_whose_record_cannot_be_read_is_told_of(client: TestClient, sample: Path) -> None:
    change(sample / "contacts.yaml", "email: ruth@adeyemi-counseling.example", "email: ruth")
    page = client.get("/people").text
    assert "<h1>23 people</h1>" in page
    assert "The record of one more person cannot be read, and nothing goes to them." in page
    assert "has no @" in page


# --- one person -----------------------------------------------------------------------------------------------------


def test_a_person_is_shown_with_what_is_known_and_who_said_so(client: TestClient) -> None:
    page = client.get("/people/abena-osei").text
    for words in (
        "Dr. Abena Osei, MD",
        'Medicaid patients wait months <span class="soft">phone, February 11</span>',
        "a.osei@riverstreet.example",
        "555-0110",
        '<a href="/people/tomasz-zielinski">Tomasz Zieliński, PA-C</a>',
    ):
        assert words in page


def test_letters_that_fit_stand_beside_why_the_others_do_not(client: TestClient) -> None:
    page = client.get("/people/priya-raman").text
    assert re.search(
        r"<strong>Annual update</strong>\s*<span class=\"soft\">You were last in touch on November 10, 2025\.", page
    )
    assert (
        '<strong>Introduction</strong> <span class="soft">They got this letter on May 20, 2025, and it goes to a '
        "person once.</span>" in page
    )
    assert "--release" not in page


def test_a_letter_is_written_for_one_person_and_is_there_to_read(client: TestClient, sample: Path) -> None:
    name = "priya-raman.openings"
    assert not (sample / f"drafts/{name}.md").exists()
    page = send(client, "/people/priya-raman/write", {"letter": "openings"})
    assert noted(page) == "Written. Read it before it leaves."
    assert (sample / f"drafts/{name}.md").is_file()
    assert f'<a href="/draft/{name}">' in client.get("/people/priya-raman").text


def test_a_letter_that_was_deleted_is_written_anew_when_somebody_asks_for_it(client: TestClient, sample: Path) -> None:
    path = sample / "drafts/abena-osei.introduction.md"
    path.unlink()
    page = send(client, "/people/abena-osei/write", {"letter": "introduction"})
    assert noted(page) == "Written. Read it before it leaves."
    assert path.is_file()


def test_a_letter_about_a_shared_client_needs_its_release(client: TestClient, sample: Path) -> None:
    to = "/people/abena-osei/write"
    refused = client.post(to, data={"letter": "shared-client"}, headers=FORM)
    assert refused.status_code == 422
    assert "This letter needs a signed release." in refused.text
    send(client, to, {"letter": "shared-client", "release": "2027-01-31"})
    assert "release: 2027-01-31" in (sample / "drafts/abena-osei.shared-client.md").read_text()


def test_a_letter_that_does_not_fit_is_not_written(client: TestClient, sample: Path) -> None:
    answer = client.post("/people/ellen-marsh/write", data={"letter": "introduction"}, headers=FORM)
    assert answer.status_code == 422
    assert "The letter was not written: they asked not to be written to" in answer.text
    assert not list((sample / "drafts").glob("ellen-marsh*"))


def test_who_wants_to_be_left_alone_is_shown_so_first(client: TestClient) -> None:
    page = client.get("/people/ellen-marsh").text
    assert page.index("Nothing is written to this person") < page.index("Note what happened")
    assert "They asked not to be written to on April 2." in page
    assert "Write this letter" not in page


def test_what_seems_to_speak_of_a_client_is_shown_on_their_page(client: TestClient, sample: Path) -> None:
    change(sample / "contacts.yaml", "someone who can start soon", "the 16-year-old she sent")
    assert "seems to be about a client" in client.get("/people/abena-osei").text
    assert "seems to be about a client" not in client.get("/people/tomasz-zielinski").text


def test_nobody_at_an_address_is_a_sentence(client: TestClient) -> None:
    for path in ("/people/nobody", "/people/nobody/edit", "/organizations/nowhere", "/organizations/nowhere/edit"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "There is" in answer.text
    for path in ("/people/nobody/log", "/people/nobody/write", "/people/nobody/edit", "/people/nobody/verified"):
        assert client.post(path, data={"event": "met"}, headers=FORM).status_code == 404


# --- what happened --------------------------------------------------------------------------------------------------


def test_a_call_is_noted_with_one_press_and_taken_back_with_another(client: TestClient, sample: Path) -> None:
    before = lines(sample, "history.yaml")
    page = send(client, "/people/jonah-brandt/log", {"event": "called", "on": "", "mention": ""})
    assert noted(page) == "Noted for November 24: you talked on the phone."
    assert lines(sample, "history.yaml") == [*before, "- {date: 2026-11-24, contact: jonah-brandt, event: called}"]
    assert '<span class="soft">November 24</span> <span>You talked on the phone.' in page
    assert noted(undo(client, page)) == "Taken back. It is as it was before."
    assert lines(sample, "history.yaml") == before


def test_what_is_noted_may_have_a_day_and_something_to_recall(client: TestClient, sample: Path) -> None:
    fields = {"event": "met", "on": "2026-11-20", "mention": "you were starting a group"}
    page = send(client, "/people/jonah-brandt/log", fields)
    assert lines(sample, "history.yaml")[-1] == (
        "- {date: 2026-11-20, contact: jonah-brandt, event: met, mention: you were starting a group}"
    )
    assert "You were starting a group." in page


def test_somebody_may_be_put_off_until_a_day(client: TestClient, sample: Path) -> None:
    send(client, "/people/jonah-brandt/log", {"event": "snoozed", "until": "2027-01-15"})
    assert "event: snoozed, until: 2027-01-15" in lines(sample, "history.yaml")[-1]


def test_asked_to_stop_says_what_follows_and_is_so_at_once(client: TestClient) -> None:
    assert "From then on nothing goes to them" in client.get("/people/jonah-brandt").text
    page = send(client, "/people/jonah-brandt/log", {"event": "asked-to-stop"})
    assert "Nothing goes to them any more." in noted(page)
    assert "Nothing is written to this person" in page
    assert "Nothing is written to this person" not in undo(client, page)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"event": "called", "mention": "the 16-year-old you sent is better"}, "seems to be about a client"),
        ({"event": "called", "on": "2026-11-25"}, "2026-11-25 is yet to come"),
        ({"event": "called", "on": "yesterday"}, "&#39;yesterday&#39; is no day"),
        ({"event": "snoozed", "until": ""}, "needs a day"),
    ],
)
def test_what_cannot_be_noted_is_said_and_what_was_typed_stays(
    client: TestClient, sample: Path, fields: dict[str, str], says: str
) -> None:
    before = lines(sample, "history.yaml")
    answer = client.post("/people/jonah-brandt/log", data=fields, headers=FORM)
    assert answer.status_code == 422
    assert says in answer.text
    assert all(f'value="{text}"' in answer.text for text in fields.values() if text)
    assert lines(sample, "history.yaml") == before


def test_an_event_that_is_not_the_last_any_more_is_not_taken_back(client: TestClient, sample: Path) -> None:
    page = send(client, "/people/jonah-brandt/log", {"event": "called"})
    send(client, "/people/abena-osei/log", {"event": "met"})
    to = "/people/jonah-brandt/unlog"
    answer = client.post(to, data=filled(page, to), headers=FORM)
    assert answer.status_code == 409
    assert "Something else was noted since" in answer.text
    assert lines(sample, "history.yaml")[-2:] == [
        "- {date: 2026-11-24, contact: jonah-brandt, event: called}",
        "- {date: 2026-11-24, contact: abena-osei, event: met}",
    ]


def test_what_no_page_of_ours_sends_notes_nothing(client: TestClient, sample: Path) -> None:
    before = lines(sample, "history.yaml")
    for event in ("sent", "introduction sent", "nonsense", ""):
        assert client.post("/people/jonah-brandt/log", data={"event": event}, headers=FORM).status_code == 422
    assert lines(sample, "history.yaml") == before


def test_details_that_are_still_right_are_noted_so(client: TestClient, sample: Path) -> None:
    change(sample / "contacts.yaml", "    verified: 2026-02-11\n", "    verified: 2025-02-11 # by phone\n")
    before = lines(sample)
    page = client.get("/people/abena-osei").text
    assert "Name, role and address were last known to be right on February 11, 2025." in page
    page = send(client, "/people/abena-osei/verified", filled(page, "/people/abena-osei/verified"))
    assert noted(page) == "Noted: name, role and address are right today."
    assert [new for old, new in zip(before, lines(sample), strict=True) if old != new] == [
        "    verified: 2026-11-24 # by phone"
    ]
    undo(client, page)
    assert lines(sample) == before


# --- the form of a person -------------------------------------------------------------------------------------------


def test_only_what_was_typed_anew_is_written(client: TestClient, sample: Path) -> None:
    before = lines(sample)
    fields = filled(
        client.get(EDIT).text, EDIT, needs__1__source="email", needs__3__text="children who stammer", phone="555-0199"
    )
    page = send(client, EDIT, fields)
    assert noted(page) == "Saved."
    heard = "text: never hears back, say: you seldom hear back once a patient has gone, heard: 2026-02-11, source"
    after = lines(sample)
    assert [line for line in before if line not in after] == [f"      - {{need: feedback-to-referrer, {heard}: phone}}"]
    assert [line for line in after if line not in before] == [
        f"      - {{need: feedback-to-referrer, {heard}: email}}",
        "      - children who stammer",
        "    phone: 555-0199",
    ]
    undo(client, page)
    assert lines(sample) == before


def test_a_form_that_is_sent_as_it_was_changes_nothing(client: TestClient, sample: Path) -> None:
    before = (sample / "contacts.yaml").read_bytes()
    for who in ("abena-osei", "ellen-marsh", "maple-grove-treatment-center"):
        to = f"/people/{who}/edit"
        answer = client.post(to, data=filled(client.get(to).text, to), headers=FORM)
        assert answer.status_code == 303, who
        assert (sample / "contacts.yaml").read_bytes() == before, who
    assert noted(client.get(answer.headers["location"]).text) == "Nothing was different, so nothing was changed."


def test_somebody_is_added_below_the_others(client: TestClient, sample: Path) -> None:
    before = lines(sample)
    new = "/people/new"
    page = client.get(f"{new}?organization=Maple Grove").text
    fields = filled(page, new, name="Rosa Lindqvist", roles__0="discharge nurse", needs__0__text="beds close at five")
    page = send(client, new, fields)
    assert noted(page) == "Added."
    assert "Rosa Lindqvist" in page
    assert lines(sample)[: len(before)] == before
    assert [line.strip() for line in lines(sample)[len(before) :] if line.strip()] == [
        "- name: Rosa Lindqvist",
        "role: discharge nurse",
        "organization: Maple Grove",
        "needs:",
        "- beds close at five",
    ]
    assert "24 people" in undo(client, page)
    assert lines(sample) == before


def test_a_role_nobody_knows_is_said_and_saved(client: TestClient, sample: Path) -> None:
    page = send(client, EDIT, filled(client.get(EDIT).text, EDIT, roles__0="lighthouse keeper"))
    assert noted(page) == "Saved. &#39;lighthouse keeper&#39; is no role this program knows."
    assert "    role: lighthouse keeper" in lines(sample)


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(client: TestClient, sample: Path) -> None:
    before = lines(sample)
    fields = filled(
        client.get(EDIT).text, EDIT, email="nobody", needs__3__heard="2026-11-01", verified="2026-02-30", tags="a & <b>"
    )
    answer = client.post(EDIT, data=fields, headers=FORM)
    assert answer.status_code == 422
    page = answer.text
    assert "3 things are not right" in page
    for name, says in (
        ("email", "&#39;nobody&#39; has no @; write it as name@example.org."),
        ("needs.3.text", "Say what it is, or empty the whole line."),
        ("verified", "There is no such day as 2026-02-30."),
    ):
        assert f'id="f-{name}-wrong">{says}' in page
        assert f'aria-describedby="f-{name}-wrong" aria-invalid="true"' in page
    assert filled(page, EDIT) == fields | {
        f"needs.4.{part}": "" for part in ("text", "heard", "source", "say", "answer")
    }
    assert lines(sample) == before


def test_a_client_is_refused_beside_the_field(client: TestClient, sample: Path) -> None:
    before = lines(sample)
    fields = filled(
        client.get(EDIT).text, EDIT, needs__3__text="the 16-year-old she sent", notes="B.K. started on Monday"
    )
    answer = client.post(EDIT, data=fields, headers=FORM)
    assert answer.status_code == 422
    assert 'id="f-needs.3.text-wrong">&#39;16-year-old&#39; seems to be about a client' in answer.text
    assert "the 16-year-old she sent" in answer.text
    assert lines(sample) == before


def test_nobody_is_added_without_a_name_unless_it_is_a_place(client: TestClient, sample: Path) -> None:
    before, new = lines(sample), "/people/new"
    empty = filled(client.get(new).text, new)
    for fields in (empty, empty | {"roles.0": "nurse"}):
        answer = client.post(new, data=fields, headers=FORM)
        assert answer.status_code == 422
        assert "A name belongs here; for a place where you know nobody yet" in answer.text
    assert lines(sample) == before
    page = send(client, new, empty | {"organization": "Elm House", "unknown_person": "true", "roles.0": "shelter"})
    assert "somebody at Elm House" in page
    assert [line.strip() for line in lines(sample)[-3:]] == [
        "- role: shelter",
        "organization: Elm House",
        "unknown_person: true",
    ]


def test_a_second_person_of_one_name_is_asked_about(client: TestClient) -> None:
    new = "/people/new"
    page = send(client, new, filled(client.get(new).text, new, name="Ruth Adeyemi, LISW"))
    assert "Somebody of this name was there already: are they two people?" in noted(page)
    assert client.get("/people/ruth-adeyemi-2").status_code == 200


def test_a_new_name_leaves_letters_and_history_with_the_person(client: TestClient, sample: Path) -> None:
    to = "/people/priya-raman/edit"
    page = send(client, to, filled(client.get(to).text, to, name="Priya Raman-Shah"))
    assert "Priya Raman-Shah" in page
    assert "You talked on the phone." in page
    assert "    id: priya-raman" in lines(sample)


def test_a_file_that_was_changed_meanwhile_is_shown_with_what_was_typed(client: TestClient, sample: Path) -> None:
    fields = filled(client.get(EDIT).text, EDIT, phone="555-0199", email="abena@riverstreet.example")
    change(sample / "contacts.yaml", "role: primary care physician", "role: family doctor")
    change(sample / "contacts.yaml", "email: a.osei@riverstreet.example", "email: osei@riverstreet.example")
    before = lines(sample)
    answer = client.post(EDIT, data=fields, headers=FORM)
    assert answer.status_code == 409
    assert "This was changed elsewhere while you were typing" in answer.text
    assert answer.text.count("This was changed elsewhere, too. What stands here is yours.") == 1
    assert lines(sample) == before
    again = filled(answer.text, EDIT)
    assert (again["roles.0"], again["phone"]) == ("family doctor", "555-0199")
    send(client, EDIT, again)
    after = lines(sample)
    assert "    role: family doctor" in after
    assert "    email: abena@riverstreet.example" in after
    assert "    phone: 555-0199" in after


def test_a_form_of_nobody_is_refused(client: TestClient, sample: Path) -> None:
    before = lines(sample)
    for was in ("[]", "{", '{"name": 1}', "[" * 5_000):
        answer = client.post(EDIT, data={"name": "x", "was": was, "file": "y"}, headers=FORM)
        assert answer.status_code == 422
    assert lines(sample) == before


# --- left alone -----------------------------------------------------------------------------------------------------


def test_the_form_does_not_lose_a_wish_to_be_left_alone(client: TestClient, sample: Path) -> None:
    to = "/people/ellen-marsh/edit"
    page = client.get(to).text
    assert page.index("Nothing is written to them") < page.index("Who they are")
    send(client, to, filled(page, to, phone="555-0188"))
    assert "    do_not_contact: {since: 2026-04-02, reason: asked by phone}" in lines(sample)
    unticked = filled(client.get(to).text, to, left_alone__asked=None)
    answer = client.post(to, data=unticked, headers=FORM)
    assert answer.status_code == 422
    assert "until then nothing is written to them" in answer.text
    assert "    do_not_contact: {since: 2026-04-02, reason: asked by phone}" in lines(sample)


def test_a_wish_is_taken_out_when_they_have_said_so(client: TestClient, sample: Path) -> None:
    to = "/people/ellen-marsh/edit"
    fields = filled(client.get(to).text, to, left_alone__asked=None, left_alone__lifted="true")
    page = send(client, to, fields)
    assert "do_not_contact" not in "".join(lines(sample))
    assert "Nothing is written to this person" not in page
    assert "Nothing is written to this person" in undo(client, page)


def test_a_wish_is_noted_in_the_form(client: TestClient, sample: Path) -> None:
    page = send(
        client, EDIT, filled(client.get(EDIT).text, EDIT, left_alone__asked="true", left_alone__reason="by phone")
    )
    assert "Nothing is written to this person" in page
    assert "do_not_contact" in "".join(lines(sample))
    assert Snapshot(sample, TODAY).records.contacts.by_id["abena-osei"].do_not_contact


def test_words_that_say_a_wish_are_not_taken_out_by_the_way(client: TestClient, sample: Path) -> None:
    change(
        sample / "contacts.yaml",
        "    pronouns: he/him\n    role: college",
        "    pronouns: he/him\n    notes: asked me not to write any more\n    role: college",
    )
    to = "/people/jonah-brandt/edit"
    before = lines(sample)
    page = client.get(to).text
    assert "Nothing is written to them" in page
    answer = client.post(to, data=filled(page, to, notes="likes tea"), headers=FORM)
    assert answer.status_code == 422
    assert "This would take out that they asked not to be written to." in answer.text
    assert "likes tea" in answer.text
    assert lines(sample) == before


# --- places ---------------------------------------------------------------------------------------------------------


def test_places_say_who_is_known_and_where_all_hangs_on_one(client: TestClient) -> None:
    page = client.get("/organizations").text
    assert "<h1>15 places</h1>" in page
    assert "Everything hangs on Priya Raman." in page
    assert "Dr. Abena Osei, MD, Tomasz Zieliński, PA-C, Nadia Petrov" in page
    assert client.get("/organizations?show=one-person").text.count('<a class="row"') == 9
    assert client.get("/organizations?q=priya").text.count('<a class="row"') == 1


def test_one_place_shows_itself_and_its_people(client: TestClient) -> None:
    page = client.get("/organizations/river street family medicine").text
    assert page.count('<a class="row"') == 3
    assert "555-0110" in page
    assert 'href="/people/new?organization=River%20Street%20Family%20Medicine"' in page


def test_a_place_is_changed_and_only_it(client: TestClient, sample: Path) -> None:
    before, to = lines(sample), "/organizations/Maple%20Grove/edit"
    page = send(client, to, filled(client.get(to).text, to, phone="555-0132"))
    assert [new for old, new in zip(before, lines(sample), strict=True) if old != new] == ["    phone: 555-0132"]
    undo(client, page)
    assert lines(sample) == before


def test_whoever_is_at_a_place_goes_along_with_its_new_name(client: TestClient, sample: Path) -> None:
    before, to = lines(sample), "/organizations/Maple%20Grove/edit"
    page = send(client, to, filled(client.get(to).text, to, name="Maple/Grove & Sons"))
    assert "somebody at Maple/Grove &amp; Sons" in page
    changed = [new for old, new in zip(before, lines(sample), strict=False) if old != new]
    assert sum("Maple/Grove & Sons" in line for line in changed) == 2
    assert "somebody at Maple Grove" in undo(client, page)
    assert lines(sample) == before


def test_a_place_that_only_its_people_name_gets_a_record(client: TestClient, sample: Path) -> None:
    to = "/organizations/Whitfield%20%26%20Lane/edit"
    page = send(client, to, filled(client.get(to).text, to, phone="555-0150"))
    assert "555-0150" in page
    assert "  - name: Whitfield & Lane" in lines(sample)


def test_a_place_is_added_once(client: TestClient, sample: Path) -> None:
    new = "/organizations/new"
    page = send(client, new, filled(client.get(new).text, new, name="Elm House", phone="555-0151"))
    assert noted(page) == "Added."
    assert "Nobody yet." in page
    answer = client.post(new, data=filled(client.get(new).text, new, name="The Elm House"), headers=FORM)
    assert answer.status_code == 409
    assert "has a record already" in answer.text
    empty = client.post(new, data=filled(client.get(new).text, new), headers=FORM)
    assert empty.status_code == 422
    assert lines(sample).count("  - name: Elm House") == 1


def test_a_place_that_asked_to_be_left_alone_says_so_first_and_for_everyone(client: TestClient) -> None:
    to = "/organizations/Maple%20Grove/edit"
    page = send(client, to, filled(client.get(to).text, to, left_alone__asked="true", left_alone__since="2026-11-01"))
    assert "This place asked not to be written to since November 1. That holds for everyone there." in page
    assert "Nothing is written to this person" in client.get("/people/maple-grove-treatment-center").text


def test_looking_changes_nothing(client: TestClient, guard: Guard, sample: Path) -> None:
    before = {path: path.read_bytes() for path in sample.rglob("*") if path.is_file()}
    for path in ("/people", "/people/abena-osei", EDIT, "/people/new", "/organizations", "/organizations/new"):
        assert client.get(path).status_code == 200
    assert {path: path.read_bytes() for path in sample.rglob("*") if path.is_file()} == before
