"""A preview of the sample: as an application for quick questions, and served to a real browser."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from composer.preview.app import create_app
from composer.preview.guard import Guard
from composer.shipped import sample_folder
from composer.workspace import Workspace
from tests.conftest import SAMPLE_FILES, TODAY

PORT = 8123


@pytest.fixture
def guard(workspace: Workspace) -> Guard:
    """The guarded application over the sample's drafts."""
    workspace.draft()
    return Guard(create_app(workspace), port=PORT)


@pytest.fixture
def stranger(guard: Guard) -> TestClient:
    """Somebody who has no cookie."""
    return TestClient(guard, base_url=f"http://127.0.0.1:{PORT}", follow_redirects=False, raise_server_exceptions=False)


@pytest.fixture
def client(stranger: TestClient, guard: Guard) -> TestClient:
    """The browser that the link was opened in."""
    assert stranger.get(guard.login_path).status_code == 303
    return stranger


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium; it can reach nothing but this machine."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        if os.environ.get("CI"):
            pytest.fail("chromium is missing; packages.txt names it")
        pytest.skip("chromium is not installed")
    rules = "--host-resolver-rules=MAP evil.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as driver:
        launched = driver.chromium.launch(
            executable_path=chromium, headless=True, chromium_sandbox=not root, args=["--disable-dev-shm-usage", rules]
        )
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A fresh window; anything its console calls an error fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(8_000)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    yield opened
    context.close()
    assert errors == []


@pytest.fixture(scope="session")
def served_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with its drafts, and one hostile draft among them."""
    folder = tmp_path_factory.mktemp("served")
    for name in SAMPLE_FILES:
        shutil.copy(sample_folder() / name, folder / name)
    Workspace(folder, today=TODAY).draft()
    hostile = (
        "---\nto: a.osei@riverstreet.example\nsubject: <script>alert(1)</script>\ncontact: abena-osei\n---\n"
        "<script>window.ran = 1</script>\n\n<img src=x onerror=alert(1)>\n\n[x](javascript:alert(1))\n\nMaya Chen\n"
    )
    (folder / "drafts/zz-hostile.md").write_text(hostile)
    return folder


@pytest.fixture
def served(served_folder: Path) -> Iterator[str]:
    """The address of a preview that runs as `outreach preview` does; each has its own one-time link."""
    command = [
        sys.executable,
        "-m",
        "composer",
        "-C",
        str(served_folder),
        "--today",
        TODAY.isoformat(),
        "preview",
        "--no-open",
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().split()[-1]
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()
