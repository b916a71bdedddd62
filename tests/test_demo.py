"""What `make demo` runs works on a checkout as it comes: its commands are read from the Makefile, its folder is Git's."""

import re
import shutil
from pathlib import Path

from tests.conftest import Run

ROOT = Path(__file__).parents[1]
COMMAND = re.compile(r"^\t@\$\(BIN\)/outreach \$\(SAMPLE\) (.+)$", re.MULTILINE)


def test_the_first_command_of_the_readme_works_on_a_checkout(tmp_path: Path, run: Run) -> None:
    for name in ("contacts.yaml", "practice.yaml", "history.yaml"):
        shutil.copy(ROOT / name, tmp_path / name)
    for folder in ("templates", "docs", "tests", "composer"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    makefile = (ROOT / "Makefile").read_text()
    commands = COMMAND.findall(makefile[makefile.index("\ndemo:") :].partition("\n\n")[0])
    assert [command.split()[0] for command in commands] == ["draft", "check", "export"]
    for command in commands:
        done = run("-C", tmp_path, "--today", "2026-11-24", *command.split())
        assert done.code == 0, done.err
    assert len(list((tmp_path / "outbox").glob("*.eml"))) > 15
