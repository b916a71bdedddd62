"""Choosing between two texts in the browser: what the pages show, what is done, and all that is refused."""

import errno
import re
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from filelock import FileLock
from starlette.testclient import TestClient

from composer import lock
from composer.app.application import create_app
from composer.app.guard import Guard
from composer.workspace.snapshot import Snapshot
from tests.app.conftest import NEW, PORT, YOURS, Disputed, dispute, said
from tests.disks import failing_at

HOME = f"http://127.0.0.1:{PORT}"
NAME = "abena-osei.introduction"
PAGE, CHOOSE = f"/draft/{NAME}", f"/draft/{NAME}/choose"
FORM = {"origin": HOME, "content-type": "application/x-www-form-urlencoded"}


def fields(disputed: Disputed, place: int = 1, choice: str = "new", **others: str) -> dict[str, str]:
    """What the form of a place holds."""
    opened = disputed.opened
    return {"file": opened.digest, "place": opened.places[place - 1].key, "choice": choice} | others


def state(folder: Path) -> dict[str, bytes]:
    """Every file of a workspace but its lock."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "lock"}


# --- what the pages show -------------------------------------------------------------------------------------------


def test_the_list_says_how_many_drafts_wait_and_marks_them(client: TestClient, disputed: Disputed) -> None:
    page = client.get("/drafts").text
    assert '<a href="/drafts?show=conflicts">1 to choose between two texts</a>' in page
    assert page.count("places to choose") == 1
    assert "2 places to choose" in page


def test_the_list_can_be_of_those_that_wait_alone(client: TestClient, disputed: Disputed) -> None:
    page = client.get("/drafts?show=conflicts").text
    assert "<h1>1 of 22 letters</h1>" in page
    assert page.count('class="row"') == 1
    assert '<input type="hidden" name="show" value="conflicts">' in page
    assert "<h1>0 of 22 letters</h1>" in client.get("/drafts?show=conflicts&q=grace").text
    disputed.file.unlink()
    page = client.get("/drafts?show=conflicts").text
    assert "There are none of these now." in page
    assert "to choose between two texts" not in page


def test_where_nothing_waits_nothing_is_said(client: TestClient) -> None:
    for path in ("/drafts", PAGE, f"{PAGE}?said=nonsense", f"{PAGE}?said=1"):
        page = client.get(path).text
        assert "choose" not in page
        assert "both changed" not in page
        assert 'id="said"' not in page


def test_a_draft_shows_both_versions_with_their_differences(client: TestClient, disputed: Disputed) -> None:
    page = client.get(PAGE).text
    assert page.index("You and the program both changed this") < page.index("The letter as its reader sees it")
    assert page.count("Yours, which stands now") == page.count("What the records say now") == 2
    assert '<del><span class="hidden">only in yours: </span>555-0142 before nine,</del> and the fax' in page
    assert '<ins><span class="hidden">only in the new one: </span>555-0199,</ins> and the fax' in page
    assert page.count(">Keep mine</button>") == page.count(">Take the new one</button>") == 2
    assert "outreach settle" not in page, "the page says it in its own way"


def test_hostile_text_in_both_versions_stays_text(client: TestClient, guard: Guard, sample: Path) -> None:
    nasty = "<script>alert(1)</script> \"'><img src=x onerror=alert(1)> {{ 7*7 }} &lt;b&gt; </p></form>"
    forms = client.get(PAGE).text.count("</form>")
    dispute(sample, (f"Mine {nasty}. ", f"{nasty} mine. "), (f"New {nasty}. ", f"{nasty} new. "))
    page = client.get(PAGE).text
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 4
    assert "<script>alert" not in page
    assert "<img" not in page
    assert page.count("</form>") == page.count("<form ") == forms + 2
    assert "&amp;lt;b&amp;gt;" in page


def test_where_the_new_text_has_no_place_it_is_shown_to_be_copied(client: TestClient, disputed: Disputed) -> None:
    disputed.file.write_text(disputed.file.read_text().replace(YOURS[0], ""))
    page = client.get(PAGE).text
    assert "What you had written" in page
    assert "Your words no longer stand in the draft, so the new text cannot take their place." in page
    assert f'dir="auto">{NEW[0].strip()}</p>' in page
    assert (page.count(">Keep mine</button>"), page.count(">Take the new one</button>")) == (2, 1)


def test_versions_that_say_nothing_are_shown_as_such(client: TestClient, guard: Guard, sample: Path) -> None:
    dispute(sample, ("", YOURS[1]), (NEW[0], ""))
    page = client.get(PAGE).text
    assert "Nothing: you took these words out." in page
    assert "You took these words out, so the new text has no place of its own." in page
    assert "Nothing: these words have gone." in page


def test_a_record_that_cannot_be_read_hides_no_letter(client: TestClient, disputed: Disputed) -> None:
    (disputed.folder / f".outreach/conflicts/{NAME}.yaml").write_text("conflicts: [")
    assert client.get("/drafts").status_code == 200
    assert f".outreach/conflicts/{NAME}.yaml cannot be read." in client.get(PAGE).text


# --- what is done --------------------------------------------------------------------------------------------------


def test_taking_the_new_text_changes_the_draft_and_keeps_what_was(client: TestClient, disputed: Disputed) -> None:
    before = disputed.file.read_text()
    answer = client.post(CHOOSE, data=fields(disputed), headers=FORM)
    assert disputed.file.read_text() == before.replace(YOURS[0], NEW[0])
    assert before in disputed.kept()
    assert urlsplit(answer.headers["location"]).path == PAGE
    page = said(client, answer)
    assert (
        "The new text stands in the letter now. What you had is kept as a backup in <code>.outreach/backup</code>."
        in page
    )
    assert page.count(">Keep mine</button>") == 1


def test_keeping_ones_own_changes_no_byte_of_the_draft(client: TestClient, disputed: Disputed) -> None:
    before = disputed.file.read_bytes()
    answer = client.post(CHOOSE, data=fields(disputed, choice="mine"), headers=FORM)
    assert disputed.file.read_bytes() == before
    assert any(NEW[0].strip() in text for text in disputed.kept())
    assert [place.conflict.yours for place in disputed.opened.places] == [YOURS[1]]
    assert "Your words stay. The other text is kept as a backup" in said(client, answer)


def test_a_ready_draft_that_takes_new_text_is_said_to_be_a_draft_again(client: TestClient, disputed: Disputed) -> None:
    disputed.file.write_text(disputed.file.read_text().replace("status: draft", "status: ready\napproved: abc"))
    answer = client.post(CHOOSE, data=fields(disputed), headers=FORM)
    assert "status: draft\n" in disputed.file.read_text()
    assert "its text changed on 2026-11-24" in disputed.file.read_text()
    assert "it is no longer marked ready" in said(client, answer)


@pytest.mark.parametrize("origin", [HOME, f"http://localhost:{PORT}", f"http://[::1]:{PORT}"])
def test_our_own_pages_may_ask(origin: str, client: TestClient, disputed: Disputed) -> None:
    assert client.post(CHOOSE, data=fields(disputed), headers=FORM | {"origin": origin}).status_code == 303


# --- what is refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"origin": ""}, 403), ({"origin": "null"}, 403), ({"origin": "http://evil.test"}, 403), ({"origin": f"http://127.0.0.1:{PORT}.evil.com"}, 403),
     ({"origin": f"http://127.0.0.1:{PORT + 1}"}, 403), ({"origin": f"https://127.0.0.1:{PORT}"}, 403), ({"origin": f"127.0.0.1:{PORT}"}, 403),
     ({"origin": f"http://127.0.0.1:{PORT}/"}, 403), ({"origin": f"HTTP://127.0.0.1:{PORT}"}, 403), ({"origin": f"http://localhost.:{PORT}"}, 403),
     ({"origin": f"http://evil.test@127.0.0.1:{PORT}"}, 403),
     ({"host": f"evil.test:{PORT}"}, 421), ({"host": f"127.0.0.1:{PORT}.evil.com"}, 421),
     ({"cookie": ""}, 401), ({"cookie": f"outreach-{PORT}=guess"}, 401), ({"cookie": f"outreach-{PORT + 1}=x"}, 401),
     ({"content-type": "text/plain"}, 415), ({"content-type": "application/json"}, 415), ({"content-type": ""}, 415), ({"content-type": "multipart/form-data; boundary=x"}, 415),
     ({"content-type": "text/plain; application/x-www-form-urlencoded"}, 415)],
)  # fmt: skip
def test_a_request_that_is_not_from_our_page_is_refused(
    headers: dict[str, str], status: int, client: TestClient, disputed: Disputed
) -> None:
    before = state(disputed.folder)
    answer = client.post(CHOOSE, content=urlencode(fields(disputed)), headers=FORM | headers)
    assert answer.status_code == status
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert state(disputed.folder) == before


def test_a_request_that_names_no_origin_is_refused(client: TestClient, disputed: Disputed) -> None:
    before = state(disputed.folder)
    kind = {"content-type": FORM["content-type"]}
    assert client.post(CHOOSE, content=urlencode(fields(disputed)), headers=kind).status_code == 403
    assert state(disputed.folder) == before


@pytest.mark.parametrize("said", [True, False])
def test_more_than_a_form_holds_is_refused_however_long_it_says_it_is(
    said: bool, client: TestClient, disputed: Disputed
) -> None:
    before = state(disputed.folder)
    body = urlencode(fields(disputed, more="x" * 1_100_000)).encode()
    content = body if said else iter([body[:600_000], body[600_000:]])
    assert client.post(CHOOSE, content=content, headers=FORM).status_code == 413
    assert state(disputed.folder) == before
    assert client.post(CHOOSE, content=iter([b"cho", b"ice=mine"]), headers=FORM).status_code == 422


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH"])
def test_only_a_form_is_taken_at_that_address(method: str, client: TestClient, disputed: Disputed) -> None:
    before = state(disputed.folder)
    answer = client.request(method, f"{CHOOSE}?{urlencode(fields(disputed))}", headers={"origin": HOME})
    assert answer.status_code == 405
    assert state(disputed.folder) == before
    assert method != "GET" or "There is nothing to see at this address." in answer.text


@pytest.mark.parametrize(
    "path",
    ["/", "/drafts", PAGE, f"{PAGE}/beside", f"/letter/{NAME}", "/static/app.css", "/stamp", "/login", "/draft", f"/choose/{NAME}", f"{PAGE}/CHOOSE"],
)  # fmt: skip
def test_an_address_of_no_form_takes_none(path: str, client: TestClient, disputed: Disputed) -> None:
    before = state(disputed.folder)
    answer = client.post(path, data=fields(disputed), headers=FORM)
    assert answer.status_code in {404, 405}
    assert re.search("There is nothing (to see )?at this address.", answer.text)
    assert state(disputed.folder) == before


@pytest.mark.parametrize(
    ("others", "says"),
    [({"file": "0" * 64}, "The draft has changed since you looked at it, so nothing was done."),
     ({"place": "0" * 64}, "This choice was made already, or there is newer text, so nothing was done.")],
)  # fmt: skip
def test_a_choice_about_something_else_is_met_with_both_texts_and_a_way_back(
    others: dict[str, str], says: str, client: TestClient, disputed: Disputed
) -> None:
    before = state(disputed.folder)
    answer = client.post(CHOOSE, data=fields(disputed) | others, headers=FORM)
    assert answer.status_code == 409
    assert says in answer.text
    assert f'href="{PAGE}">Look again</a>' in answer.text
    assert state(disputed.folder) == before


def test_a_choice_made_in_another_window_is_not_made_again(client: TestClient, disputed: Disputed) -> None:
    given = fields(disputed, choice="mine")
    assert client.post(CHOOSE, data=given, headers=FORM).status_code == 303
    before = state(disputed.folder)
    assert client.post(CHOOSE, data=given, headers=FORM).status_code == 409
    assert state(disputed.folder) == before


def test_new_text_that_has_no_place_is_not_taken_whatever_a_form_says(client: TestClient, disputed: Disputed) -> None:
    disputed.file.write_text(disputed.file.read_text().replace(YOURS[0], ""))
    before = state(disputed.folder)
    answer = client.post(CHOOSE, data=fields(disputed), headers=FORM)
    assert answer.status_code == 409
    assert "Nothing was done: your words no longer stand in the draft" in answer.text
    assert state(disputed.folder) == before


@pytest.mark.parametrize(
    "body",
    ["", "choice=new", "choice=both&place=a&file=b", "choice=new&choice=mine&place=a&file=b", "choice=new&place=&file=", "%FF=%00", "\xe9=1",
     "&".join(f"f{number}=1" for number in range(600)), "choice=new&place=a&file=", ";" * 1000],
)  # fmt: skip
def test_a_form_that_is_not_ours_is_a_sentence(body: str, client: TestClient, disputed: Disputed) -> None:
    before = state(disputed.folder)
    answer = client.post(CHOOSE, content=body.encode("latin-1"), headers=FORM)
    assert answer.status_code == 422
    assert "This form is not complete, so nothing was done." in answer.text
    assert state(disputed.folder) == before


@pytest.mark.parametrize(
    "name", ["nobody", "..%2F..%2Fcontacts", "a%5Cb", "%00", "grace-wang.introduction.md", "%2Fetc%2Fpasswd"]
)
def test_a_name_is_looked_up_and_never_a_path(name: str, client: TestClient, disputed: Disputed) -> None:
    before = state(disputed.folder)
    given = fields(disputed, name="grace-wang.introduction", path="/etc/passwd")
    assert client.post(f"/draft/{name}/choose", data=given, headers=FORM).status_code == 404
    assert client.post("/draft/grace-wang.introduction/choose", data=given, headers=FORM).status_code == 409
    assert state(disputed.folder) == before


def test_a_full_disk_is_a_sentence_and_both_texts_stay(client: TestClient, disputed: Disputed) -> None:
    given, before = fields(disputed), disputed.file.read_bytes()
    with failing_at("write", 1, errno.ENOSPC):
        answer = client.post(CHOOSE, data=given, headers=FORM)
    assert answer.status_code == 503
    assert "the disk is full" in answer.text
    assert "Look again" in answer.text
    assert disputed.file.read_bytes() == before
    assert len(disputed.opened.places) == 2


def test_another_run_that_writes_is_a_sentence(
    client: TestClient, disputed: Disputed, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, before = fields(disputed), disputed.file.read_bytes()
    monkeypatch.setattr(lock, "PATIENCE", 0.0)
    with FileLock(disputed.folder / ".outreach/lock"):
        answer = client.post(CHOOSE, data=given, headers=FORM)
    assert answer.status_code == 409
    assert "Another run of this program is writing in this folder." in answer.text
    assert disputed.file.read_bytes() == before
    assert client.post(CHOOSE, data=given, headers=FORM).status_code == 303


def test_a_draft_that_is_gone_is_not_found(client: TestClient, disputed: Disputed) -> None:
    given = fields(disputed)
    disputed.file.unlink()
    assert client.post(CHOOSE, data=given, headers=FORM).status_code == 404
    assert len(disputed.opened.places) == 2


def test_looking_changes_nothing(client: TestClient, disputed: Disputed) -> None:
    before = state(disputed.folder)
    for path in ("/drafts", "/drafts?show=conflicts", PAGE, f"{PAGE}?said=1", f"{PAGE}/beside", f"{CHOOSE}?choice=new"):
        client.get(path)
    assert state(disputed.folder) == before


def test_a_preview_that_was_started_anew_knows_no_old_cookie(
    client: TestClient, workspace: Snapshot, disputed: Disputed
) -> None:
    other = TestClient(Guard(create_app(workspace), port=PORT), base_url=HOME, follow_redirects=False)
    other.cookies.update(client.cookies)
    assert other.post(CHOOSE, data=fields(disputed), headers=FORM).status_code == 401
