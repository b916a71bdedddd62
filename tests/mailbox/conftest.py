"""A real mail server on this machine alone: Dovecot, with its certificate, and a mailbox of its own for each test."""

import imaplib
import itertools
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

import pytest

from composer.mailbox.account import Account
from composer.workspace.drafting import DraftRequest, write_drafts
from composer.workspace.snapshot import Snapshot
from composer.workspace.status_changes import mark_ready
from tests.conftest import DAY, TODAY, Ran, Run
from tests.inline import PRACTICE, Inline
from tests.outputs.conftest import CONTACTS, NAME, OTHER
from tests.received import conftest as received

PASSWORD = "correct-horse-battery"
ARRIVED = '"24-Nov-2026 12:00:00 -0500"'
_USERS = itertools.count(1)
_USUAL = "mailbox Drafts {{\n auto = subscribe\n special_use = \\Drafts\n }}"
_CONFIG = """\
base_dir = {base}/run
log_path = {base}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{base}/cert.pem
ssl_key = <{base}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:{base}/mail/%u
mail_plugins = {plugins}
first_valid_uid = 1
first_valid_gid = 1
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={base}/home/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
  {folders}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {plain}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {port}
    ssl = yes
  }}
}}
service imap {{
  process_limit = 100
}}
service anvil {{
  chroot =
}}
{more}
"""


handed_over, office = received.handed_over, received.office


@dataclass
class Dovecot:
    """One server, and what it really holds."""

    base: Path
    port: int
    plain: int
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    @property
    def certificate(self) -> Path:
        return self.base / "cert.pem"

    def account(self, **differing: object) -> Account:
        """An account of somebody whom the server has never seen."""
        user = f"maya{next(_USERS)}@harborstreet.example"
        fields = {
            "name": "practice", "address": user, "host": "localhost", "port": self.port, "tls": "implicit",
            "user": user, "certificate": str(self.certificate), "password_command": ("echo", PASSWORD),
        }  # fmt: skip
        return Account(**(fields | differing))  # type: ignore[arg-type]

    def files(self, account: Account, folder: str = "Drafts") -> list[Path]:
        """The messages in a folder as they lie on the disk of the server."""
        # A maildir names its folders in modified UTF-7, as IMAP does.
        place = self.base / "mail" / account.user / f".{folder}"
        return sorted(path for part in ("cur", "new") for path in (place / part).glob("*"))

    def messages(self, account: Account, folder: str = "Drafts") -> list[bytes]:
        return [path.read_bytes() for path in self.files(account, folder)]

    def deliver(self, account: Account, **folders: Sequence[bytes]) -> None:
        """Puts messages into folders, as they come or as a mail program does."""
        client = self.login(account)
        for folder, messages in folders.items():
            for one in messages:
                data = one.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
                assert client.append(f'"{folder}"', "", ARRIVED, data)[0] == "OK"
        client.logout()

    def state(self, account: Account, *folders: str) -> dict[str, object]:
        """All that a look could change: the marks of each message, their numbers and sizes, and the folder's own."""
        client, found = self.login(account), dict[str, object]()
        for folder in folders:
            status = client.status(f'"{folder}"', "(MESSAGES RECENT UNSEEN UIDNEXT UIDVALIDITY)")
            client.select(f'"{folder}"', readonly=True)
            found[folder] = status, client.uid("FETCH", "1:*", "(FLAGS INTERNALDATE RFC822.SIZE)")
        client.logout()
        return found

    def login(self, account: Account) -> imaplib.IMAP4_SSL:
        """Another client."""
        context = ssl.create_default_context(cafile=self.certificate)
        client = imaplib.IMAP4_SSL("localhost", self.port, ssl_context=context, timeout=10)
        client.login(account.user, PASSWORD)
        return client


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def make_certificate(base: Path, *, names: str = "DNS:localhost,IP:127.0.0.1", days: int = 30) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-days", str(days), "-subj", "/CN=localhost", "-addext", f"subjectAltName={names}",
         "-keyout", str(base / "key.pem"), "-out", str(base / "cert.pem")],
        check=True, capture_output=True,
    )  # fmt: skip


def start(*, folders: str = _USUAL, plugins: str = "", more: str = "", names: str = "DNS:localhost") -> Dovecot:
    """A server with these folders; its own sockets want a short path."""
    why = "" if os.name == "posix" and os.geteuid() == 0 else "Dovecot is started by root only"
    why = why or ("" if shutil.which("dovecot") else "Dovecot is not installed; packages.txt names it")
    if why and os.environ.get("CI"):
        pytest.fail(why)
    if why:
        pytest.skip(why)
    base = Path(tempfile.mkdtemp(prefix="dc", dir="/tmp"))
    base.chmod(0o755)
    for name in ("run", "mail", "home"):
        (base / name).mkdir()
    for name in ("mail", "home"):
        shutil.chown(base / name, "nobody", "nogroup")
    make_certificate(base, names=names)
    server = Dovecot(base, free_port(), free_port())
    config = _CONFIG.format(base=base, port=server.port, plain=server.plain, plugins=plugins,
                            folders=folders.format(), more=more, password=PASSWORD)  # fmt: skip
    (base / "dovecot.conf").write_text(config)
    server.process = subprocess.Popen(["dovecot", "-F", "-c", str(base / "dovecot.conf")])
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", server.port), timeout=1).close()
            break
        except OSError:
            assert server.process.poll() is None, (base / "log").read_text()
            subprocess.run(["sleep", "0.05"], check=True)
    return server


def stop(server: Dovecot) -> None:
    if server.process:
        server.process.terminate()
        server.process.wait(20)
    shutil.rmtree(server.base, ignore_errors=True)


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """The usual server: a folder that is marked as the one for drafts."""
    server = start()
    yield server
    stop(server)


Start = Callable[..., Dovecot]


@pytest.fixture
def other_dovecot() -> Iterator[Start]:
    """Starts servers that are unlike the usual one."""
    started: list[Dovecot] = []

    def begin(**how: str) -> Dovecot:
        started.append(start(**how))
        return started[-1]

    yield begin
    for server in started:
        stop(server)


# --- a workspace and the command line -------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def approved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with two letters that a person has approved."""
    folder = tmp_path_factory.mktemp("approved")
    (folder / "practice.yaml").write_text(PRACTICE)
    (folder / "contacts.yaml").write_text(CONTACTS)
    (folder / "history.yaml").write_text("")
    write_drafts(Snapshot(folder, TODAY), DraftRequest("introduction"))
    assert [one.because for one in mark_ready(Snapshot(folder, TODAY), [NAME, OTHER])] == ["", ""]
    return folder


@pytest.fixture
def ready(approved: Path, tmp_path: Path) -> Path:
    return shutil.copytree(approved, tmp_path / "ready")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the user's settings, which has no account yet; and no keyring."""
    folder = tmp_path / "settings"
    folder.mkdir()
    monkeypatch.setenv("OUTREACH_SETTINGS", str(folder))
    monkeypatch.setattr("composer.mailbox.passwords.keyring_there", lambda: False)
    return folder


@pytest.fixture
def inline() -> Iterator[None]:
    """Letters are checked without a process of its own."""
    with patch("composer.outputs.export.Pool", Inline):
        yield


Push = Callable[..., Ran]


@pytest.fixture
def push(ready: Path, run: Run) -> Push:
    """`outreach push` with these words."""
    return lambda *words: run("-C", ready, *DAY, "push", *words)
