"""A plain install works: the wheel carries templates and sample, in an environment that knows nothing of the checkout."""

import subprocess
import sys
import venv
import zipfile
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
    assert not [name for name in names if name.startswith(("tests/", "drafts/"))]


def test_init_and_draft_work_after_a_plain_install(wheel: Path, tmp_path: Path) -> None:
    """In a clean virtual environment, far from the checkout; only what is imported is compiled, when it is."""
    home = tmp_path / "venv"
    venv.create(home)
    scripts = home / ("Scripts" if sys.platform == "win32" else "bin")
    pip = [sys.executable, "-m", "pip", "--python", home]
    install = [*pip, "install", "--quiet", "--no-compile", "--disable-pip-version-check", wheel]
    subprocess.run([str(part) for part in install], check=True, capture_output=True)

    def outreach(*arguments: str) -> str:
        command = [str(scripts / "outreach"), "--today", "2026-11-24", *arguments]
        return subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True).stdout

    outreach("init", "mine")
    assert "There is nobody in contacts.yaml yet." in outreach("-C", "mine", "draft")
    outreach("init", "--sample", "sample")
    assert outreach("-C", "sample", "draft").startswith("Written (22)")
    assert "Written (18)" in outreach("-C", "sample", "export", "--all")
    assert (tmp_path / "sample/outbox/jonah-brandt.introduction.eml").read_bytes().startswith(b"X-Unsent: 1\r\n")
