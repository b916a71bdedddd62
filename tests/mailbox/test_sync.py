"""`outreach sync` from the mailbox itself: what went and what came is noted, and nothing there is changed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from composer.mailbox.account import Account
from composer.mailbox.passwords import Secret
from composer.mailbox.reading import open_reader
from composer.workspace.snapshot import Snapshot
from composer.workspace.sync_mailbox import sync_mailbox
from composer.workspace.sync_report import SyncReport
from tests.conftest import TODAY
from tests.mailbox.conftest import PASSWORD, Dovecot
from tests.received.conftest import Office
from tests.received.posted import mail

pytestmark = pytest.mark.usefixtures("settings")

REPLY = mail("Thank you.\n", date="Mon, 23 Nov 2026 16:40:00 -0500", message_id="<r1@x.example>")
SENT = "mailbox Sent {{\n auto = create\n special_use = \\Sent\n }}\n"


def sync(folder: Path, account: Account, *, since: date | None = None, dry_run: bool = False) -> SyncReport:
    with open_reader(account, Secret(PASSWORD)) as mailbox:
        return sync_mailbox(Snapshot(folder, TODAY), mailbox, since=since, dry_run=dry_run)


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    from tests.mailbox.conftest import start, stop

    one = start(folders=SENT)
    yield one
    stop(one)


def deliver(server: Dovecot, account: Account, **folders: list[bytes]) -> None:
    client = server.login(account)
    for folder, messages in folders.items():
        for one in messages:
            assert client.append(folder, None, None, one.replace(b"\n", b"\r\n"))[0] == "OK"
    client.logout()


def test_what_went_and_what_came_is_noted_from_the_mailbox(server: Dovecot, office: Office) -> None:
    account = server.account()
    deliver(server, account, Sent=[office.went()], INBOX=[REPLY])
    report = sync(office.folder, account)
    assert len(report.noted) == 2
