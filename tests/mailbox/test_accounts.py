"""Accounts: in the user's own settings, with never a password; where that comes from; what is known of servers."""

import stat
import subprocess
import sys
import time
from pathlib import Path

import keyring
import keyring.backend
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from composer.cli.root import outreach
from composer.errors import ComposerError, ExternalError, NotFoundError, Problem, RecordsError
from composer.mailbox import accounts, passwords
from composer.mailbox.account import Account
from composer.mailbox.accounts import accounts_file, choose_account, read_accounts, save_account
from composer.mailbox.folders import DRAFTS, Folder, folder_for
from composer.mailbox.passwords import Secret, keep_password, kept_password, secret_of
from composer.mailbox.servers import PORTS, server_at, server_of, usual_names
from tests.conftest import DAY, Run
from tests.disks import posix
from tests.mailbox.conftest import PASSWORD, Dovecot, Push
from tests.mailbox.imap_server import fake_server
from tests.outputs.conftest import NAME

pytestmark = pytest.mark.usefixtures("inline", "settings")


def written(settings: Path, text: str) -> dict[str, Account]:
    (settings / "accounts.yaml").write_text(text)
    return read_accounts()


# --- the file -------------------------------------------------------------------------------------------------------


def test_an_address_is_enough_where_its_server_is_known(settings: Path) -> None:
    [account] = written(settings, "- address: maya@gmail.com\n").values()
    assert account == Account("maya@gmail.com", "maya@gmail.com", "imap.gmail.com", 993, "implicit", "maya@gmail.com")


def test_everything_can_be_said(settings: Path) -> None:
    text = """\
- name: practice
  address: maya@harborstreet.example
  host: mail.harborstreet.example
  port: 1143
  tls: starttls
  user: maya
  drafts: Entwürfe
  certificate: ~/bridge.pem
  password_command: [pass, show, mail of mine]
- {name: other, address: m@icloud.com, token_command: "oauth 'two words'"}
"""
    practice, other = written(settings, text).values()
    assert practice.password_command == ("pass", "show", "mail of mine")
    assert (practice.port, practice.tls, practice.user, practice.drafts) == (1143, "starttls", "maya", "Entwürfe")
    assert (other.user, other.token_command) == ("m", ("oauth", "two words"))


@pytest.mark.parametrize(
    ("port", "tls", "becomes"),
    [("", "", (993, "implicit")), ("143", "", (143, "starttls")), ("", "starttls", (143, "starttls"))],
)
def test_port_and_encryption_follow_from_each_other(
    port: str, tls: str, becomes: tuple[int, str], settings: Path
) -> None:
    lines = ["- address: a@b.example", "  host: h.example", port and f"  port: {port}", tls and f"  tls: {tls}"]
    text = "".join(f"{line}\n" for line in lines if line)
    [account] = written(settings, text).values()
    assert (account.port, account.tls) == becomes


WRONG = {
    "- address: nobody\n": "'nobody' has no @",
    "- name: x\n": "an account needs its address",
    "- address: a@b.example\n": "the mail server of this address is not known",
    "- {address: a@gmail.com, hots: x}\n": "'hots' is no field of an account",
    "- {address: a@gmail.com, port: 99999}\n": "a port is a number such as 993",
    "- {address: a@gmail.com, tls: maybe}\n": "'tls' is implicit, starttls or none",
    "- {address: a@gmail.com, tls: none}\n": "'tls: none' is for a server on this very computer only",
    "- {address: a@gmail.com, host: 10.0.0.1, tls: none}\n": "'tls: none' is for a server on this very computer only",
    "- {address: a@gmail.com, host: 'a b'}\n": "'a b' is not the name of a server",
    "- {address: a@gmail.com, password_command: ''}\n": "'password_command' is a program with its arguments",
    '- {address: a@gmail.com, password_command: "pass \'x"}\n': "'password_command' is a program with its arguments",
    "- {address: a@gmail.com, password_command: p, token_command: t}\n": "a password or a token, not both",
    "- {address: a@gmail.com, name: m}\n- {address: b@gmail.com, name: m}\n": "two accounts are called 'm'",
    "- {address: a@gmail.com, user: [x]}\n": "'user' is a text on one line",
    '- {address: a@gmail.com, user: "x\\ny"}\n': "'user' is a text on one line",
    "- just words\n": "an account is a group of fields",
    "accounts: []\nmore: x\n": "this is a list of accounts",
}


@pytest.mark.parametrize("text", WRONG)
def test_a_mistake_is_named_with_its_place(text: str, settings: Path) -> None:
    with pytest.raises(RecordsError) as caught:
        written(settings, text)
    assert WRONG[text] in caught.value.problems[0].text
    assert all(problem.at.line and problem.hint for problem in caught.value.problems)


@pytest.mark.parametrize("key", ["password", "Passwd", "secret", "app_password", "token", "pass phrase", "api-key"])
def test_a_password_in_the_file_is_refused_and_not_shown(key: str, settings: Path, push: Push) -> None:
    (settings / "accounts.yaml").write_text(f"- address: a@gmail.com\n  {key}: sesame-street\n")
    ran = push()
    said = "a password must not stand in a file" if key != "pass phrase" else "'pass phrase' is no field of an account"
    assert ran.code == 1
    assert said in ran.err
    assert "sesame" not in ran.out + ran.err


@pytest.mark.parametrize(
    "text", ["- password: 'sesame-street\n", "- a: b: sesame-street\n", "\t- sesame-street", "&s sesame-street"]
)
def test_a_file_that_is_no_yaml_is_not_quoted(text: str, settings: Path, push: Push) -> None:
    (settings / "accounts.yaml").write_text(text)
    ran = push()
    assert ran.code == 1
    assert "cannot be read" in ran.err
    assert "sesame" not in ran.out + ran.err


@given(st.text(max_size=200))
def test_whatever_stands_in_the_file_is_an_account_or_a_sentence(text: str) -> None:
    problems: tuple[Problem, ...] = ()
    found: dict[str, Account] = {}
    try:
        found = accounts._parsed(Path("accounts.yaml"), text)[0]
    except RecordsError as error:
        problems = error.problems
    assert all(problem.hint for problem in problems)
    assert all(isinstance(one, Account) for one in found.values())


def test_saving_changes_that_account_only(settings: Path) -> None:
    text = "# mine\n- address: a@gmail.com   # the first\n  name: one\n- {address: b@gmail.com, name: two}\n"
    written(settings, text)
    two = read_accounts()["two"]
    save_account(Account("two", "b@gmail.com", "imap.gmail.com", 993, "implicit", "b@gmail.com", drafts="Entwürfe"))
    kept = accounts_file().read_text()
    assert kept.startswith("# mine\n- address: a@gmail.com   # the first\n  name: one\n")
    assert read_accounts()["two"].drafts == "Entwürfe" != two.drafts
    save_account(Account("new", "c@h.example", "h.example", 993, "implicit", "c", password_command=("p", "a b")))
    assert list(read_accounts()) == ["one", "two", "new"]
    assert read_accounts()["new"].password_command == ("p", "a b")


@posix
def test_the_file_is_for_its_owner_only(settings: Path) -> None:
    path = save_account(Account("m", "a@gmail.com", "imap.gmail.com", 993, "implicit", "a@gmail.com"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text().startswith("# Your mail accounts")


def test_without_settings_there_are_no_accounts(monkeypatch: pytest.MonkeyPatch, push: Push) -> None:
    monkeypatch.setenv("OUTREACH_SETTINGS", "off")
    assert "accounts are kept with your settings, and those are off" in push().err


def test_which_account_is_meant(settings: Path, push: Push) -> None:
    assert "no mail account is set up yet" in push().err
    two = written(
        settings, "- {address: a@gmail.com, name: one}\n- {address: maya@harborstreet.example, host: h.example}\n"
    )
    assert choose_account(two, "one", address="").name == "one"
    assert choose_account(two, "a@gmail.com", address="").name == "one"
    assert choose_account(two, "", address="Maya@harborstreet.example").host == "h.example"
    with pytest.raises(NotFoundError, match="not certain which account"):
        choose_account(two, "", address="")
    with pytest.raises(NotFoundError) as caught:
        choose_account(two, "onne", address="")
    assert "one" in caught.value.hint


# --- servers and folders --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "domain",
    [
        "gmail.com",
        "outlook.com",
        "fastmail.com",
        "icloud.com",
        "yahoo.com",
        "gmx.de",
        "web.de",
        "zoho.com",
        "posteo.de",
        "mailbox.org",
    ],
)
def test_the_usual_servers_are_known(domain: str) -> None:
    server = server_of(f"a@{domain}")
    assert server
    assert server.password
    assert server_at(server.host) == server or server_at(server.host)
    assert (server.port, server.tls) == (993, "implicit")


def test_what_is_known_of_servers_is_sound() -> None:
    for names in (usual_names("drafts"), usual_names("sent")):
        assert len({name.casefold() for name in names}) == len(names) > 20
    assert server_of("a@nowhere.example") is None
    assert server_of("a@mail.fastmail.com") == server_of("a@fastmail.com")
    proton = server_of("a@proton.me")
    assert proton
    assert (proton.port, proton.tls) == (1143, "starttls")
    assert set(PORTS) == {"implicit", "starttls", "none"}


@pytest.mark.parametrize(
    ("rows", "asked", "found"),
    [
        ([("INBOX", ""), ("Entwürfe", "\\drafts"), ("Drafts", "")], "", "Entwürfe"),
        ([("INBOX", ""), ("INBOX.Drafts", "")], "", "INBOX.Drafts"),
        ([("Archive.Drafts", ""), ("Drafts", "")], "", "Drafts"),
        ([("Brouillons", ""), ("Drafts", "")], "", "Drafts"),
        ([("Entwu\u0308rfe", "")], "", "Entwu\u0308rfe"),
        ([("Drafts", "\\noselect \\drafts"), ("x.Drafts", "")], "", "x.Drafts"),
        ([("Drafts", "\\drafts"), ("Letters", "")], "letters", "Letters"),
        ([("letters", ""), ("Letters", "")], "Letters", "Letters"),
        ([("Sent", "")], "", ""),
        ([("a", ""), ("A", "")], "á", ""),
        ([], "", ""),
    ],
)
def test_the_folder_for_drafts(rows: list[tuple[str, str]], asked: str, found: str) -> None:
    folders = [Folder(name, frozenset(flags.split()), ".") for name, flags in rows]
    if found:
        assert folder_for(DRAFTS, folders, asked=asked, known=usual_names("drafts")) == found
    else:
        with pytest.raises(NotFoundError):
            folder_for(DRAFTS, folders, asked=asked, known=usual_names("drafts"))


# --- where the password comes from ----------------------------------------------------------------------------------


def account(**fields: object) -> Account:
    usual = {"name": "m", "address": "a@b.example", "host": "h.example", "port": 993, "tls": "implicit", "user": "a"}
    return Account(**(usual | fields))  # type: ignore[arg-type]


def script(text: str) -> tuple[str, ...]:
    return (sys.executable, "-c", text)


def test_a_program_prints_it_on_its_first_line() -> None:
    prints = script("print('pass wörd \\nlogin: maya\\nmore')")
    assert secret_of(account(password_command=prints), None).value == "pass wörd "
    token = secret_of(account(token_command=prints), None)
    assert token.is_token


def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    """What a shell would do with it, nobody does."""
    words = ("echo", f"$HOME; touch {tmp_path}/made | `id`")
    assert secret_of(account(password_command=words), None).value == words[1]
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "printed no password"),
        ("print()", "printed no password"),
        ("import sys; sys.stdout.buffer.write(b'\\xff\\xfe')", "printed no password"),
        ("print('sesame'); raise SystemExit(2)", "ended with an error (2)"),
        ("while True: print('sesame' * 1000)", "printed far more than a password"),
        ("import time; print('sesame', flush=True); time.sleep(60)", "did not end within 1 seconds"),
        ("import os, time; print('sesame', flush=True); os.close(1); time.sleep(60)", "did not end within 1 seconds"),
    ],
)
def test_a_program_that_fails_is_a_sentence(text: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "PATIENCE", 1.0)
    begin = time.monotonic()
    with pytest.raises(ExternalError) as caught:
        secret_of(account(password_command=script(text)), None)
    assert says in caught.value.message
    assert "sesame" not in caught.value.message + caught.value.hint
    assert time.monotonic() - begin < 30


def test_a_program_that_is_not_there_is_a_sentence() -> None:
    with pytest.raises(ExternalError, match="the program '/nowhere/pass' could not be started"):
        secret_of(account(password_command=("/nowhere/pass",)), None)


class Memory(keyring.backend.KeyringBackend):
    """A keyring for a test."""

    priority = 5

    def __init__(self, *, works: bool = True) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # so is the library's
        self.kept: dict[tuple[str, str], str] = {}
        self.works = works

    def get_password(self, service: str, username: str) -> str | None:
        self._ensure()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._ensure(password)
        self.kept[service, username] = password

    def _ensure(self, password: str = "") -> None:
        if not self.works:
            raise RuntimeError(f"locked {password}")


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Memory:
    backend = Memory()
    monkeypatch.setattr(keyring.core, "_keyring_backend", backend)
    monkeypatch.setattr(passwords, "keyring_there", lambda: True)
    return backend


def test_the_keyring_has_it(memory: Memory) -> None:
    keep_password(account(), "sesame")
    assert memory.kept == {("outreach-composer", "a at h.example"): "sesame"}
    assert secret_of(account(), None).value == "sesame"
    assert kept_password(account(user="b")) == ""


def test_a_keyring_that_refuses_is_a_sentence_and_one_is_asked(memory: Memory) -> None:
    memory.works = False
    with pytest.raises(ExternalError) as caught:
        keep_password(account(), "sesame")
    assert "sesame" not in caught.value.message
    assert caught.value.__context__ is None
    assert secret_of(account(), lambda: "asked").value == "asked"


def test_where_nobody_can_be_asked_that_is_said(push: Push, settings: Path) -> None:
    (settings / "accounts.yaml").write_text("- address: a@gmail.com\n")
    assert "the password of a@gmail.com is not kept anywhere" in push().err


# --- setting it up --------------------------------------------------------------------------------------------------


def set_up(folder: Path, *answers: str) -> tuple[int, str]:
    ran = CliRunner().invoke(
        outreach, ["-C", str(folder), *DAY, "push", "--setup"], input="".join(f"{one}\n" for one in answers),
        standalone_mode=False,
    )  # fmt: skip
    assert ran.exception is None or isinstance(ran.exception, ComposerError), ran.exception
    return ran.return_value, ran.output


def test_it_is_set_up_in_words(dovecot: Dovecot, ready: Path, push: Push, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))
    address = dovecot.account().user
    code, said = set_up(ready, "not an address", address, "localhost", "x", str(dovecot.port), "", f"echo {PASSWORD}")
    assert code == 0, said
    assert "'not an address' has no @" in said
    assert "A port is a number such as 993." in said
    assert "You are signed in as" in said
    [account] = read_accounts().values()
    assert (account.address, account.password_command) == (address, ("echo", PASSWORD))
    assert push(NAME).code == 0


def test_what_is_typed_goes_into_the_keyring_and_nowhere_else(
    dovecot: Dovecot, ready: Path, memory: Memory, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("composer.cli.push_setup.keyring_there", lambda: True)
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))
    address = dovecot.account().user
    code, said = set_up(ready, address, "localhost", str(dovecot.port), "", "", PASSWORD)
    assert code == 0, said
    assert list(memory.kept.values()) == [PASSWORD]
    assert PASSWORD not in said + (settings / "accounts.yaml").read_text()
    assert not [path for path in ready.rglob("*") if path.is_file() and PASSWORD.encode() in path.read_bytes()]


def test_what_does_not_work_is_said_before_it_is_written(ready: Path, settings: Path) -> None:
    no = {"AUTHENTICATE": "{tag} NO [AUTHENTICATIONFAILED] no\r\n"}
    with fake_server(**no) as server:
        code, said = set_up(ready, "a@b.example", "127.0.0.1", str(server.port), "", "", "sesame", "n")
    assert code == 1
    assert "Nothing was written." in said
    assert not (settings / "accounts.yaml").exists()
    assert not [line for line in server.told if "AUTH" in line], "it is no server with encryption, so nothing was told"


def test_where_the_folder_is_not_known_it_is_asked(
    dovecot: Dovecot, ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))
    monkeypatch.setattr(
        "composer.mailbox.connection.folder_for",
        lambda purpose, folders, *, asked, known: folder_for(
            purpose, [one for one in folders if "\\drafts" not in one.flags], asked=asked, known=[]
        ),
    )
    address = dovecot.account().user
    code, said = set_up(ready, address, "localhost", str(dovecot.port), "", f"echo {PASSWORD}", "Nowhere", "INBOX")
    assert code == 0, said
    assert "there is no folder 'Nowhere' in this account" in said
    assert read_accounts()[address].drafts == "INBOX"


def test_a_server_that_takes_tokens_only_asks_for_the_program(ready: Path, settings: Path) -> None:
    code, said = set_up(ready, "a@outlook.com", "", "false", "n")
    assert "take no password any more, only a token" in said
    assert code is None or code == 1
    assert not (settings / "accounts.yaml").exists()


def test_a_secret_does_not_show() -> None:
    assert "sesame" not in f"{Secret('sesame')} {Secret('sesame')!r}"


def test_help_loads_no_library_of_mail(run: Run) -> None:
    for words in (["--help"], ["push", "--help"]):
        code = f"""
import sys
from composer.cli.boundary import run
run({words!r})
assert not {{"imapclient", "keyring"}} & set(sys.modules)
"""
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
