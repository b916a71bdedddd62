"""A plain install works: the wheel carries templates and sample, in an environment that knows nothing of the checkout."""

import os
import subprocess
import sys
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    built = subprocess.run(build, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_what_the_program_needs(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (
        "composer/py.typed", "composer/shipped/templates/letters/introduction.md", "composer/shipped/templates/needs.yaml",
        "composer/shipped/templates/layouts/letter.css", "composer/shipped/templates/workspace/contacts.yaml",
        "composer/shipped/sample/contacts.yaml", "composer/app/pages/draft.html", "composer/app/static/app.css",
    ):  # fmt: skip
        assert name in names
    shown = {
        path.relative_to(ROOT).as_posix()
        for one in ("pages", "static")
        for path in (ROOT / "composer/app" / one).iterdir()
    }
    assert shown <= names
    assert not [name for name in names if name.startswith(("tests/", "drafts/"))]


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean virtual environment, far from the checkout; only what is imported is compiled, when it is."""
    home = tmp_path_factory.mktemp("clean") / "venv"
    venv.create(home)
    scripts = home / ("Scripts" if sys.platform == "win32" else "bin")
    pip = [sys.executable, "-m", "pip", "--python", home]
    install = [*pip, "install", "--quiet", "--no-compile", "--disable-pip-version-check", wheel]
    subprocess.run([str(part) for part in install], check=True, capture_output=True)
    return scripts


def test_init_and_draft_work_after_a_plain_install(scripts: Path, tmp_path: Path) -> None:
    def outreach(*arguments: str) -> str:
        command = [str(scripts / "outreach"), "--today", "2026-11-24", *arguments]
        return subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True).stdout

    outreach("init", "mine")
    assert "There is nobody in contacts.yaml yet." in outreach("-C", "mine", "draft")
    outreach("init", "--sample", "sample")
    assert outreach("-C", "sample", "draft").startswith("Written (22)")
    assert "Written (18)" in outreach("-C", "sample", "export", "--all")
    assert (tmp_path / "sample/outbox/2026-11-24 Jonah Brandt – introduction.eml").read_bytes().count(
        b"\r\nX-Unsent: 1\r\n"
    ) == 1


def test_the_app_opens_after_a_plain_install_from_anywhere(scripts: Path, tmp_path: Path) -> None:
    """At first where it is told to, then without a word in the same place."""
    folder, anywhere = tmp_path / "practice", tmp_path / "anywhere"
    anywhere.mkdir()
    environment = os.environ | {"OUTREACH_SETTINGS": str(tmp_path / "settings")}

    @contextmanager
    def outreach(*arguments: str | Path) -> Iterator[tuple[str, str]]:
        """The link that it prints, and what it says first on the error stream."""
        command = [str(one) for one in (scripts / "outreach", *arguments, "--no-open")]
        with subprocess.Popen(
            command, cwd=anywhere, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            try:
                yield process.stdout.readline().split()[-1], process.stderr.readline()
            finally:
                process.terminate()
                assert process.wait(60) == 0

    subprocess.run([scripts / "outreach", "init", "--sample", folder], cwd=anywhere, check=True, capture_output=True)
    with outreach("-C", folder) as (link, _):
        assert "Outreach" in pages_behind(link)["/"]
    with outreach() as (link, said):
        assert said == f"In {folder}\n"
        shown = pages_behind(link)
    assert "Who is due" in shown["/"]
    for name in ("app.css", "app.js"):
        assert shown[f"/static/{name}"] == (ROOT / "composer/app/static" / name).read_text()


def pages_behind(link: str) -> dict[str, str]:
    """What a browser gets that opens a link."""
    with urllib.request.urlopen(link, timeout=60) as answer:
        cookie = answer.headers["set-cookie"].partition(";")[0]
    home, shown = link.partition("/login")[0], {}
    for path in ("/", "/static/app.css", "/static/app.js"):
        asked = urllib.request.Request(home + path, headers={"cookie": cookie})
        with urllib.request.urlopen(asked, timeout=60) as answer:
            shown[path] = answer.read().decode()
    return shown
