"""The guard: this browser, on this computer, with the link that was opened for it. Nobody else."""

import pytest
from starlette.testclient import TestClient

from composer.app.guard import Guard
from tests.app.conftest import PORT

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
    assert second.get(guard.login_path).status_code == 401


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
    [(None, 403), ("http://evil.test", 403), (f"http://127.0.0.1:{PORT + 1}", 403), (f"http://127.0.0.1:{PORT}", 405)],
)
def test_nothing_but_reading_is_answered_at_most_addresses(
    method: str, origin: str | None, status: int, client: TestClient
) -> None:
    """Another page's request is refused as such; our own is told that there is nothing to change there."""
    headers = {"origin": origin} if origin else {}
    assert client.request(method, "/", headers=headers).status_code == status


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_its_safe_headers(path: str, client: TestClient) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == ("same-origin" if path.startswith("/draft/") else "no-referrer")
    assert headers["cache-control"] == "no-store"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "access-control-allow-origin" not in headers


def test_a_refusal_has_them_too(stranger: TestClient) -> None:
    assert "default-src 'none'" in stranger.get("/").headers["content-security-policy"]


def test_a_letter_is_shown_in_a_sandbox(client: TestClient) -> None:
    policy = client.get("/letter/abena-osei.introduction").headers["content-security-policy"]
    assert policy.startswith("sandbox allow-popups allow-popups-to-escape-sandbox;")
    assert "allow-scripts" not in policy
    assert "script-src" not in policy


@pytest.mark.parametrize("path", ["/draft/..%2F..%2Fetc%2Fpasswd", "/draft/../../etc/passwd", "/static/..%2Fapp.py", "/static/app.py", "/letter/%2Fetc%2Fpasswd",
                                  "/draft/a%5Cb", "/draft/none", "/static/", "/draft/%00"])  # fmt: skip
def test_no_address_reaches_a_file_by_its_path(path: str, client: TestClient) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "root:" not in answer.text
