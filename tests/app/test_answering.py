"""Answering in the browser what a check asks: what the pages show, what is done, and all that is refused."""

import errno
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from filelock import FileLock
from starlette.testclient import TestClient

from composer.app.guard import Guard
from composer.drafts.store import DraftStore
from composer.lock import locked
from composer.workspace import snapshot as snapshots
from composer.workspace.answers import open_questions
from composer.workspace.snapshot import Snapshot
from tests.app.conftest import PORT, said
from tests.app.test_choices import FORM, HOME, state
from tests.asking import NAMED, RIGHT, WHO, Asking, ask
from tests.conftest import TODAY, change
from tests.disks import failing_at

NAME = "ana-valdez-roca.thank-you"
PAGE, ANSWER = f"/draft/{NAME}", f"/draft/{NAME}/answer"


@pytest.fixture
def asking(guard: Guard, sample: Path) -> Asking:
    """The sample with three questions in one draft."""
    return ask(sample)


def fields(asking: Asking, number: int = 1, choice: str = "colleague", **others: str) -> dict[str, str]:
    """What the form of a question holds."""
    question = open_questions(Snapshot(asking.folder, TODAY), NAME)[number - 1]
    return {"file": DraftStore(asking.folder).file(NAME).digest, "question": question.key, "choice": choice} | others


# --- what the pages show -------------------------------------------------------------------------------------------


def test_the_list_says_how_much_a_draft_asks_beside_what_is_to_mend(client: TestClient, asking: Asking) -> None:
    assert '<span class="tag ask">3 to answer</span>' in client.get("/drafts").text
    assert "tag stop" not in client.get("/drafts").text
    change(asking.file, "I hope ", "They danced a gavotte. I hope ")
    page = client.get("/drafts").text
    assert page.index('<span class="tag ask">3 to answer</span>') < page.index(
        '<span class="tag stop">1 to mend</span>'
    )


def test_where_nothing_is_asked_nothing_is_said(client: TestClient) -> None:
    for path in ("/drafts", PAGE, f"{PAGE}?said=nonsense", f"{PAGE}?said=1"):
        page = client.get(path).text
        assert "tag ask" not in page
        assert "to ask you about" not in page
        assert 'id="said"' not in page


def test_a_draft_shows_each_sentence_with_what_a_stranger_would_learn(client: TestClient, asking: Asking) -> None:
    page = client.get(PAGE).text
    assert "3 sentences to ask you about" in page
    assert page.count('<form class="answer"') == 3
    for sentence in (WHO, RIGHT.replace("'", "&#39;"), NAMED):
        assert f'dir="auto">{sentence}</p>' in page
    assert "<span>A stranger could take this for somebody who came to you.</span>" in page
    assert "<span>A stranger could think that somebody gets something for a referral.</span>" in page
    assert page.count("<strong>Who is it about?</strong>") == 2
    assert page.count("<strong>Is it right as it stands?</strong>") == 1
    assert page.count(">A colleague <kbd") == page.count(">Nobody in particular <kbd") == 2
    assert page.count(">It is right <kbd") == 1
    assert page.count(">Take it out <kbd") == 3
    assert "outreach answer" not in page, "the page says it in its own way"
    assert "Nothing to mend" not in page


def test_a_letter_that_has_left_shows_what_was_asked_and_takes_no_answer(client: TestClient, asking: Asking) -> None:
    given = fields(asking)
    change(asking.file, "status: draft", "status: handed-over\nhanded-over: 2026-11-20")
    assert "tag ask" not in client.get("/drafts").text
    page = client.get(PAGE).text
    assert '<form class="answer"' not in page
    assert page.count('<li class="ask">') == 3
    before = state(asking.folder)
    answer = client.post(ANSWER, data=fields(asking) | {"question": given["question"]}, headers=FORM)
    assert answer.status_code == 409
    assert "Nothing was changed: it was handed over;" in answer.text
    assert state(asking.folder) == before


def test_hostile_sentences_stay_text(client: TestClient, guard: Guard, sample: Path) -> None:
    nasty = "The hamper <script>alert(1)</script> \"'><img src=x onerror=alert(1)> {{ 7*7 }} </form> is heavy."
    forms = client.get(PAGE).text.count("</form>")
    ask(sample, nasty)
    page = client.get(PAGE).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "<img" not in page
    assert page.count("</form>") == page.count("<form ") == forms + 1


def test_a_subject_cannot_be_taken_out(client: TestClient, asking: Asking) -> None:
    change(asking.file, "subject: With thanks", "subject: No hamper")
    page = client.get(PAGE).text
    assert "It is the subject. If it is not right, write another one in the file." in page
    assert page.count(">Take it out <kbd") == 3
    answer = client.post(ANSWER, data=fields(asking, 1, "out"), headers=FORM)
    assert answer.status_code == 404
    assert "The subject cannot be taken out: a letter needs one." in answer.text


def test_a_record_of_choices_that_cannot_be_read_hinders_no_answer(client: TestClient, asking: Asking) -> None:
    (asking.folder / ".outreach/conflicts").mkdir(parents=True, exist_ok=True)
    (asking.folder / f".outreach/conflicts/{NAME}.yaml").write_text("conflicts: [")
    assert f'name="file" value="{fields(asking)["file"]}"' in client.get(PAGE).text
    assert client.post(ANSWER, data=fields(asking), headers=FORM).status_code == 303


# --- what is done --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "choice", "kept"), [(1, "colleague", WHO), (3, "nobody", NAMED), (2, "fine", f'"{RIGHT}"')]
)
def test_an_answer_is_kept_in_the_head(number: int, choice: str, kept: str, client: TestClient, asking: Asking) -> None:
    before = asking.file.read_text()
    answer = client.post(ANSWER, data=fields(asking, number, choice), headers=FORM)
    assert asking.file.read_text() == before.replace("\n---\nDear", f"\nanswers:\n  {kept}: {choice}\n---\nDear")
    assert urlsplit(answer.headers["location"]).path == PAGE
    page = said(client, answer)
    assert "You will not be asked about this sentence again." in page
    assert "2 sentences to ask you about" in page


def test_taking_it_out_keeps_a_backup(client: TestClient, asking: Asking) -> None:
    before = asking.file.read_text()
    answer = client.post(ANSWER, data=fields(asking, 2, "out"), headers=FORM)
    assert asking.file.read_text() == before.replace(f"{RIGHT} ", "")
    assert asking.kept() == [before]
    done = "The sentence is out of the letter. What you had is kept as a backup in <code>.outreach/backup</code>."
    assert done in said(client, answer)


@pytest.mark.parametrize("choice", ["colleague", "out"])
def test_a_ready_draft_is_said_to_be_a_draft_again(choice: str, client: TestClient, asking: Asking) -> None:
    change(asking.file, "status: draft", "status: ready\napproved: abc")
    answer = client.post(ANSWER, data=fields(asking, choice=choice), headers=FORM)
    assert "status: draft\n" in asking.file.read_text()
    assert "it is no longer marked ready" in said(client, answer)


@pytest.mark.parametrize("origin", [HOME, f"http://localhost:{PORT}", f"http://[::1]:{PORT}"])
def test_our_own_pages_may_answer(origin: str, client: TestClient, asking: Asking) -> None:
    assert client.post(ANSWER, data=fields(asking), headers=FORM | {"origin": origin}).status_code == 303


# --- what is refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"origin": ""}, 403), ({"origin": "null"}, 403), ({"origin": "http://evil.test"}, 403), ({"origin": f"http://127.0.0.1:{PORT + 1}"}, 403),
     ({"origin": f"https://127.0.0.1:{PORT}"}, 403), ({"host": f"evil.test:{PORT}"}, 421), ({"cookie": ""}, 401),
     ({"cookie": f"outreach-{PORT}=guess"}, 401), ({"content-type": "text/plain"}, 415), ({"content-type": "application/json"}, 415)],
)  # fmt: skip
def test_an_answer_that_is_not_from_our_page_is_refused(
    headers: dict[str, str], status: int, client: TestClient, asking: Asking
) -> None:
    before = state(asking.folder)
    answer = client.post(ANSWER, content=urlencode(fields(asking)), headers=FORM | headers)
    assert answer.status_code == status
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert state(asking.folder) == before


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH"])
def test_only_a_form_answers(method: str, client: TestClient, asking: Asking) -> None:
    before = state(asking.folder)
    answer = client.request(method, f"{ANSWER}?{urlencode(fields(asking))}", headers={"origin": HOME})
    assert answer.status_code == 405
    assert state(asking.folder) == before


@pytest.mark.parametrize(
    ("others", "says"),
    [({"file": "0" * 64}, "The draft has changed since you looked at it, so nothing was done."),
     ({"question": "0" * 64}, "This was answered already, or the sentence has changed, so nothing was done.")],
)  # fmt: skip
def test_an_answer_to_something_else_is_met_with_a_way_back(
    others: dict[str, str], says: str, client: TestClient, asking: Asking
) -> None:
    before = state(asking.folder)
    answer = client.post(ANSWER, data=fields(asking) | others, headers=FORM)
    assert answer.status_code == 409
    assert says in answer.text
    assert f'href="{PAGE}">Look again</a>' in answer.text
    assert state(asking.folder) == before


def test_an_answer_given_in_another_window_is_not_given_again(client: TestClient, asking: Asking) -> None:
    given = fields(asking)
    assert client.post(ANSWER, data=given, headers=FORM).status_code == 303
    before = state(asking.folder)
    assert client.post(ANSWER, data=given, headers=FORM).status_code == 409
    assert state(asking.folder) == before


def test_an_answer_to_another_kind_of_question_is_refused(client: TestClient, asking: Asking) -> None:
    before = state(asking.folder)
    answer = client.post(ANSWER, data=fields(asking, 2, "colleague"), headers=FORM)
    assert answer.status_code == 404
    assert "&#39;colleague&#39; does not answer this question: is it right as it stands?" in answer.text
    assert state(asking.folder) == before


@pytest.mark.parametrize(
    "body",
    ["", "choice=fine", "choice=mine&question=a&file=b", "choice=out&choice=fine&question=a&file=b", "choice=out&question=&file=",
     "choice=out&question=a&question=b&file=c", "%FF=%00", "\xe9=1", "&".join(f"f{number}=1" for number in range(600)), ";" * 1000],
)  # fmt: skip
def test_a_form_that_is_not_ours_is_a_sentence(body: str, client: TestClient, asking: Asking) -> None:
    before = state(asking.folder)
    answer = client.post(ANSWER, content=body.encode("latin-1"), headers=FORM)
    assert answer.status_code == 422
    assert "This form is not complete, so nothing was done." in answer.text
    assert state(asking.folder) == before


@pytest.mark.parametrize("name", ["nobody", "..%2F..%2Fcontacts", "a%5Cb", "%00", f"{NAME}.md", "%2Fetc%2Fpasswd"])
def test_a_name_is_looked_up_and_never_a_path(name: str, client: TestClient, asking: Asking) -> None:
    before = state(asking.folder)
    given = fields(asking, name=NAME, path="/etc/passwd", sentence="Dear Dr. Valdez-Roca,")
    assert client.post(f"/draft/{name}/answer", data=given, headers=FORM).status_code == 404
    assert client.post("/draft/grace-wang.introduction/answer", data=given, headers=FORM).status_code == 409
    assert state(asking.folder) == before


def test_a_full_disk_is_a_sentence_and_the_question_stays(client: TestClient, asking: Asking) -> None:
    before = asking.file.read_bytes()
    for choice in ("colleague", "out"):
        given = fields(asking, choice=choice)
        with failing_at("write", 1, errno.ENOSPC):
            answer = client.post(ANSWER, data=given, headers=FORM)
        assert answer.status_code == 503
        assert "the disk is full" in answer.text
        assert asking.file.read_bytes() == before


def test_another_run_that_writes_is_a_sentence(
    client: TestClient, asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, before = fields(asking), asking.file.read_bytes()
    monkeypatch.setattr(snapshots, "locked", lambda path: locked(path, patience=0))
    with FileLock(asking.folder / ".outreach/lock"):
        answer = client.post(ANSWER, data=given, headers=FORM)
    assert answer.status_code == 409
    assert "Another run of this program is writing in this folder." in answer.text
    assert asking.file.read_bytes() == before


def test_looking_answers_nothing(client: TestClient, asking: Asking) -> None:
    before = state(asking.folder)
    for path in ("/drafts", PAGE, f"{PAGE}?said=1", f"{PAGE}/beside", f"{ANSWER}?choice=out"):
        client.get(path)
    assert state(asking.folder) == before
