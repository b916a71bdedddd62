"""A run that is killed at each of its steps: afterwards one run ends what is left, and every letter is there once."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import imapclient
import pytest

from composer.drafts.head import read_head
from composer.mailbox import connection
from composer.mailbox.account import Account
from composer.mailbox.accounts import save_account
from composer.mailbox.connection import Mailbox, open_mailbox
from composer.mailbox.passwords import Secret
from composer.workspace.pushing import PushRequest, PushRun, push_drafts
from composer.workspace.snapshot import Snapshot
from tests.conftest import DAY, TODAY
from tests.inline import read_once
from tests.mailbox.conftest import PASSWORD, Dovecot
from tests.outputs.conftest import NAME, OTHER

pytestmark = pytest.mark.usefixtures("inline")

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
STEPS = ((os, "open"), (os, "write"), (os, "replace"), (os, "rename"), (os, "unlink"), (os, "fsync"))


class Game:
    """One workspace, put back before each run, with a mailbox of its own each time."""

    def __init__(self, server: Dovecot, folder: Path, scratch: Path) -> None:
        self.server, self.folder, self.before = server, folder, scratch / "before"
        shutil.copytree(folder, self.before)
        self.workspace = read_once(Snapshot(folder, today=TODAY))
        self.kills = self.twice = self.lost = self.arrived_first = 0

    def put_back(self) -> Account:
        for name in ("drafts", ".outreach"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
            shutil.copytree(self.before / name, self.folder / name)
        return self.server.account()

    def signed_in(self, account: Account) -> AbstractContextManager[Mailbox]:
        return open_mailbox(account, Secret(PASSWORD))

    def push(self, mailbox: Mailbox) -> PushRun:
        return push_drafts(self.workspace.reread_drafts(), PushRequest(), mailbox, now=NOW)

    def killed_at(self, step: int) -> bool:
        """Runs until that step and kills; then once more to the end. Whether the step was reached."""
        account = self.put_back()
        reached = self.kill(account, step)
        self.end(account)
        return reached

    def kill(self, account: Account, step: int) -> bool:
        """Runs and kills; whether the step was reached."""
        child = fork()
        if child == 0:
            with contextlib.suppress(BaseException), killing(step), self.signed_in(account) as mailbox:
                self.push(mailbox)
            os._exit(0)
        _, how = os.waitpid(child, 0)
        reached = os.WIFSIGNALED(how)
        self.kills += reached
        self.arrived_first += reached and bool(self.server.files(account))
        return reached

    def end(self, account: Account) -> None:
        """Runs to the end, and looks at what lies there."""
        with self.signed_in(account) as mailbox:
            run, after = self.push(mailbox), self.push(mailbox)
        assert run.trouble is None
        assert after.done == [], "and nothing is left to do"
        ids = [line for data in self.server.messages(account) for line in data.splitlines() if b"Message-ID:" in line]
        self.twice += len(ids) - len(set(ids))
        self.lost += 2 - len(set(ids))
        heads = {
            name: read_head((self.folder / f"drafts/{name}.md").read_text(), name).status for name in (NAME, OTHER)
        }
        assert set(heads.values()) == {"handed-over"}, heads
        assert not list((self.folder / ".outreach/pushing").glob("*.json"))


def fork() -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # threads of the test runner are none of the child's
        return os.fork()


@contextmanager
def killing(step: int) -> Iterator[None]:
    """Kills this process before its nth step: a call that changes the disk, or a word to the server."""
    count = 0

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            nonlocal count
            count += 1
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **named)

        return call

    def around(real: Callable[..., Any]) -> Callable[..., Any]:
        """Just before a message goes, and just after the server has it."""
        return counted(lambda *arguments, **named: (real(*arguments, **named), counted(lambda: None)())[0])

    with contextlib.ExitStack() as stack:
        for owner, name in STEPS:
            stack.enter_context(patch.object(owner, name, counted(getattr(owner, name))))
        client = imapclient.IMAPClient
        stack.enter_context(patch.object(client, "append", around(client.append)))
        stack.enter_context(patch.object(client, "search", around(client.search)))
        yield


@pytest.fixture
def game(dovecot: Dovecot, ready: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Game:
    """With the certificates of the system read once: that takes as long as a push."""
    context = connection._context(dovecot.account())
    monkeypatch.setattr(connection, "_context", lambda _: context)
    return Game(dovecot, ready, tmp_path)


def told(game: Game, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"\n{game.kills} kills while 2 letters were pushed, {game.arrived_first} of them with one in the mailbox: "
              f"{game.twice} there twice, {game.lost} lost")  # fmt: skip
    assert (game.twice, game.lost) == (0, 0)


def test_a_run_that_is_killed_at_every_step(game: Game, capsys: pytest.CaptureFixture[str]) -> None:
    step = 1
    while game.killed_at(step):
        step += 1
    told(game, capsys)
    assert game.kills >= 40
    assert game.arrived_first > 20


@pytest.mark.slow
@pytest.mark.parametrize("first", range(1, 6))
def test_runs_that_are_killed_one_after_the_other(first: int, game: Game, capsys: pytest.CaptureFixture[str]) -> None:
    """Each a step later than the one before it, until one gets through."""
    account, step = game.put_back(), first
    while game.kill(account, step):
        step += 1
    game.end(account)
    told(game, capsys)
    assert game.kills > 5


@pytest.mark.parametrize("kills", [pytest.param(2, id="some"), pytest.param(30, id="many", marks=pytest.mark.slow)])
def test_the_command_itself_is_killed_at_any_moment(
    kills: int, game: Game, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OUTREACH_SETTINGS", str(tmp_path / "settings"))
    choose = random.Random(7)
    command = [sys.executable, "-m", "composer", "-C", str(game.folder), *DAY, "push"]
    for turn in range(kills):
        account = game.put_back()
        save_account(account)
        wait_for = [game.folder / ".outreach/pushing", game.folder / ".outreach/pushed"][turn % 2]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
            while run.poll() is None and not wait_for.exists():
                pass
            with contextlib.suppress(subprocess.TimeoutExpired):
                run.wait(choose.uniform(0, 0.05))
            run.send_signal(signal.SIGKILL)
        killed = run.returncode == -signal.SIGKILL
        game.kills, game.arrived_first = (
            game.kills + killed,
            game.arrived_first + (killed and bool(game.server.files(account))),
        )
        subprocess.run(command, check=True, capture_output=True)
        found = len(game.server.files(account))
        game.twice, game.lost = game.twice + max(0, found - 2), game.lost + max(0, 2 - found)
    told(game, capsys)
    assert game.kills
