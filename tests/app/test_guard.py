"""The guard: this browser, on this computer, with the link that was opened for it. Nobody else."""

import httpx2
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from composer.app.guard import Guard
from tests.app.conftest import PORT

FORM = {"origin": f"http://127.0.0.1:{PORT}", "content-type": "application/x-www-form-urlencoded"}
PATHS = ("/", "/draft/abena-osei.introduction", "/letter/abena-osei.introduction", "/static/app.css", "/nothing")


@pytest.mark.parametrize(
    "host",
    ["evil.test", f"evil.test:{PORT}", "127.0.0.1", "127.0.0.1:80", f"127.0.0.1:{PORT}.evil.test", f"127.0.0.1:{PORT}0", f"LOCALHOST:{PORT}", f"localhost.:{PORT}",
     f"[::1]:{PORT}0", "", f"127.0.0.1:{PORT}@evil.test", f"0.0.0.0:{PORT}"],
)  # fmt: skip
def test_a_name_that_is_not_ours_gets_nothing(host: str, client: TestClient) -> None:
    """Not even with the cookie: a name can be made to point here (DNS rebinding)."""
    assert client.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", [f"127.0.0.1:{PORT}", f"localhost:{PORT}", f"[::1]:{PORT}"])
def test_our_own_names_are_answered(host: str, client: TestClient) -> None:
    cookie = "; ".join(f"{key}={value}" for key, value in client.cookies.items())
    assert client.get("/", headers={"host": host, "cookie": cookie}).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_without_the_cookie_nothing_is_shown(path: str, stranger: TestClient) -> None:
    answer = stranger.get(path)
    assert answer.status_code == 401
    assert "Osei" not in answer.text


def test_the_link_works_once(guard: Guard, client: TestClient) -> None:
    assert client.get("/").status_code == 200
    second = TestClient(guard, base_url=f"http://127.0.0.1:{PORT}", follow_redirects=False)
    assert second.get("/login?token=").status_code == 401
    refused = second.get(guard.login_path)
    assert refused.status_code == 401
    assert "Start `outreach` again: it opens what is running, with a fresh link." in refused.text


def test_the_browser_that_has_opened_it_may_open_it_again(guard: Guard, client: TestClient) -> None:
    for path in (guard.login_path, "/login?token=wrong", "/login"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_fresh_link_is_used_up_by_a_browser_that_needs_none(guard: Guard, client: TestClient) -> None:
    link = another_start(client, guard.start_key.key).text.split()[1]
    assert client.get(link).status_code == 303
    client.cookies.clear()
    assert client.get(link).status_code == 401


@pytest.mark.parametrize("site", ["cross-site", "same-site", None])
def test_who_comes_from_elsewhere_goes_on_by_a_step_of_our_own(
    site: str | None, guard: Guard, stranger: TestClient
) -> None:
    """A browser keeps our cookie from a page that another one, or a file, has led to; it has it at the next step."""
    stranger.headers.pop("sec-fetch-site")
    answer = stranger.get(guard.login_path, headers={"sec-fetch-site": site} if site else {})
    assert answer.status_code == 200
    assert 'http-equiv="refresh" content="0;url=/"' in answer.text
    assert '<a href="/">Open your letters</a>' in answer.text
    assert stranger.get("/").status_code == 200


def another_start(client: TestClient, key: str, **headers: str) -> httpx2.Response:
    return client.post(
        "/another-start",
        headers=[
            (b"x-outreach-key", key.encode()),
            *((name.encode(), value.encode()) for name, value in headers.items()),
        ],
    )


def test_a_second_start_gets_a_fresh_link_that_works_once(guard: Guard, stranger: TestClient) -> None:
    answer = another_start(stranger, guard.start_key.key)
    seal, link = answer.text.split()
    assert (answer.status_code, seal) == (200, guard.start_key.seal)
    assert link != guard.login_path
    assert "set-cookie" not in answer.headers
    assert stranger.get(link).status_code == 303
    stranger.cookies.clear()
    assert stranger.get(link).status_code == 401
    assert stranger.get(guard.login_path).status_code == 303  # the first one is still good


def test_only_so_many_links_wait_to_be_used(guard: Guard, stranger: TestClient) -> None:
    links = [another_start(stranger, guard.start_key.key).text.split()[1] for _ in range(20)]
    good = []
    for link in [guard.login_path, *links]:
        good += [link] if stranger.get(link).status_code == 303 else []
        stranger.cookies.clear()
    assert good == links[-8:]


@pytest.mark.parametrize("key", ["", "x", "é", "a" * 43])
def test_a_wrong_key_gets_what_a_stranger_gets(key: str, guard: Guard, stranger: TestClient) -> None:
    assert another_start(stranger, key).status_code == 403
    assert another_start(stranger, key, origin=f"http://127.0.0.1:{PORT}").status_code == 401
    assert stranger.get("/another-start", headers={"x-outreach-key": guard.start_key.key}).status_code == 401


def test_the_right_key_under_a_wrong_name_gets_nothing(guard: Guard, stranger: TestClient) -> None:
    assert another_start(stranger, guard.start_key.key, host=f"evil.test:{PORT}").status_code == 421


def test_a_wrong_token_does_not_use_the_link_up(guard: Guard, stranger: TestClient) -> None:
    assert stranger.get("/login?token=wrong").status_code == 401
    assert stranger.get("/login").status_code == 401
    assert stranger.get(guard.login_path).status_code == 303


def test_the_cookie_is_for_this_port_and_out_of_reach_of_scripts(guard: Guard, stranger: TestClient) -> None:
    cookie = stranger.get(guard.login_path).headers["set-cookie"]
    assert cookie.startswith(f"outreach-{PORT}=")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 403),
        ("null", 403),
        ("http://evil.test", 403),
        (f"http://127.0.0.1:{PORT + 1}", 403),
        (f"http://127.0.0.1:{PORT}", 405),
    ],
)
@pytest.mark.parametrize("path", PATHS)
def test_nothing_but_a_form_of_ours_gets_through(
    path: str, method: str, origin: str | None, status: int, guard: Guard, client: TestClient
) -> None:
    """Another page's request is refused as such; our own is told what is wrong with it."""
    asked: list[str] = []
    guard._app = noting(asked)
    headers = {"origin": origin} if origin else {}
    answer = client.request(method, path, headers=headers)
    assert answer.status_code == (415 if (method, status) == ("POST", 405) else status)
    assert answer.text.endswith(".")
    assert asked == []


def noting(asked: list[str]) -> ASGIApp:
    """An application that notes what reaches it."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        body = await Request(scope, receive).body()
        asked.append(f"{scope['method']} {scope['path']} {len(body)}")
        await PlainTextResponse("done")(scope, receive, send)

    return app


@pytest.mark.parametrize("path", ["/", "/people/new", "/draft/abena-osei.introduction", "/login"])
def test_a_form_of_ours_reaches_the_application_at_any_address(path: str, guard: Guard, client: TestClient) -> None:
    """It knows itself what it takes, up to a megabyte."""
    asked: list[str] = []
    guard._app = noting(asked)
    for size, status in ((3, 200), (1024 * 1024, 200), (1024 * 1024 + 1, 413)):
        assert client.post(path, content=b"a" * size, headers=FORM).status_code == status
    assert asked == [f"POST {path} 3", f"POST {path} {1024 * 1024}"]


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/json", "multipart/form-data; boundary=x", "", "application/x-www-form-urlencodedx"],
)
def test_no_other_kind_of_body_is_taken(kind: str, guard: Guard, client: TestClient) -> None:
    """Each of these, or none, a page elsewhere could send without asking."""
    asked: list[str] = []
    guard._app = noting(asked)
    assert client.post("/", content=b"a=b", headers=FORM | {"content-type": kind}).status_code == 415
    assert asked == []


def test_a_form_without_the_cookie_is_refused(guard: Guard, stranger: TestClient) -> None:
    asked: list[str] = []
    guard._app = noting(asked)
    assert stranger.post("/", content=b"a=b", headers=FORM).status_code == 401
    assert asked == []


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_its_safe_headers(path: str, client: TestClient) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "access-control-allow-origin" not in headers


def test_a_refusal_has_them_too(stranger: TestClient) -> None:
    assert "default-src 'none'" in stranger.get("/").headers["content-security-policy"]


def test_a_letter_is_shown_in_a_sandbox(client: TestClient) -> None:
    policy = client.get("/letter/abena-osei.introduction").headers["content-security-policy"]
    assert policy.startswith(
        "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; default-src 'none';"
    )
    assert "allow-scripts" not in policy
    assert "script-src" not in policy


@pytest.mark.parametrize("path", ["/draft/..%2F..%2Fetc%2Fpasswd", "/draft/../../etc/passwd", "/static/..%2Fapp.py", "/static/app.py", "/letter/%2Fetc%2Fpasswd",
                                  "/draft/a%5Cb", "/draft/none", "/static/", "/draft/%00"])  # fmt: skip
def test_no_address_reaches_a_file_by_its_path(path: str, client: TestClient) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "root:" not in answer.text
