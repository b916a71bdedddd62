"""What can go wrong on the way to a mailbox: a sentence each, nothing left twice, and no password anywhere."""

import json
import logging
import shutil
import socket
import ssl
from pathlib import Path

import pytest

from composer.drafts.head import read_head
from composer.errors import ComposerError, ExternalError, NotFoundError
from composer.mailbox import connection
from composer.mailbox.account import Account
from composer.mailbox.accounts import save_account
from composer.mailbox.connection import Patience, open_mailbox
from composer.mailbox.passwords import Secret
from tests.mailbox.conftest import PASSWORD, Dovecot, Push, Start, free_port
from tests.mailbox.imap_server import DRIP, DROP, GREETING, HANG, LITERAL, fake_server
from tests.outputs.conftest import NAME, OTHER

pytestmark = pytest.mark.usefixtures("inline", "settings")

SHORT = Patience(connect=0.4, answer=0.4, whole=0.8)
MESSAGE = b"From: a@b.example\r\n\r\nHello\r\n"


def refused(account: Account, password: str = PASSWORD, patience: Patience = SHORT) -> ComposerError:
    with pytest.raises(ComposerError) as caught:
        put(account, Secret(password), patience)
    assert password not in str(caught.value) + caught.value.hint
    return caught.value


def put(account: Account, secret: Secret, patience: Patience) -> None:
    with open_mailbox(account, secret, patience=patience) as mailbox:
        mailbox.ensure_writable()
        mailbox.put(MESSAGE)


# --- the folder, whatever it is called ------------------------------------------------------------------------------


BOTH = """\
mailbox "[Google Mail]/Entwürfe" {{
  auto = create
  special_use = \\Drafts
}}
mailbox Drafts {{
  auto = create
}}
"""
"""The one that is marked, and one that has the name."""


@pytest.mark.parametrize(
    ("folders", "asked", "name", "on_disk"),
    [
        ('mailbox "Entwürfe" {{\n auto = create\n special_use = \\Drafts\n }}', "", "Entwürfe", "Entw&APw-rfe"),
        ('mailbox "[Google Mail]/Drafts" {{\n auto = create\n special_use = \\Drafts\n }}', "",
         "[Google Mail]/Drafts", "[Google Mail].Drafts"),
        (BOTH, "", "[Google Mail]/Entwürfe", "[Google Mail].Entw&APw-rfe"),
        ("mailbox Brouillons {{\n auto = create\n }}", "", "Brouillons", "Brouillons"),
        ('mailbox "My letters" {{\n auto = create\n }}', "my letters", "My letters", "My letters"),
    ],
)  # fmt: skip
def test_the_folder_is_found_whatever_its_name(
    folders: str, asked: str, name: str, on_disk: str, other_dovecot: Start, push: Push
) -> None:
    server = other_dovecot(folders=folders)
    account = server.account(drafts=asked)
    save_account(account)
    ran = push(NAME)
    assert ran.code == 0, ran
    assert f"  {NAME}  {name}" in ran.out
    assert len(server.files(account, on_disk)) == 1


def test_a_mailbox_without_such_a_folder_asks_for_its_name(other_dovecot: Start, push: Push, ready: Path) -> None:
    server = other_dovecot(folders="mailbox Letters {{\n auto = create\n }}")
    account = server.account()
    save_account(account)
    ran = push()
    assert (ran.code, ran.out) == (1, "")
    assert "no folder of this account is known to be the one for drafts" in ran.err
    assert "write its name into the account as 'drafts'; there are 'INBOX', 'Letters'" in ran.err.replace(
        "'Letters', 'INBOX'", "'INBOX', 'Letters'"
    )
    assert isinstance(refused(server.account(drafts="Leters"), patience=Patience()), NotFoundError)


# --- certificates, names and passwords ------------------------------------------------------------------------------


def test_a_certificate_that_nobody_vouches_for_is_refused(dovecot: Dovecot, push: Push) -> None:
    account = dovecot.account(certificate="")
    save_account(account)
    ran = push()
    assert ran.code == 1
    assert "the certificate of localhost is not to be trusted: nobody vouches for it but itself" in ran.err
    assert "no password was sent" in ran.err


def test_a_certificate_of_another_name_is_refused(other_dovecot: Start) -> None:
    server = other_dovecot(names="DNS:mail.example.org")
    assert refused(server.account(), patience=Patience()).message.endswith("it is made out to another name")


def test_starttls_verifies_as_well(dovecot: Dovecot, push: Push) -> None:
    account = dovecot.account(port=dovecot.plain, tls="starttls")
    said: list[str] = []
    with open_mailbox(account, Secret(PASSWORD), tell=said.append) as mailbox:
        assert mailbox.put(MESSAGE) is None
    assert said[1].startswith("The connection is encrypted")
    bad = dovecot.account(port=dovecot.plain, tls="starttls", certificate="")
    assert "not to be trusted" in refused(bad, patience=Patience()).message


def test_a_server_without_starttls_gets_no_password() -> None:
    with fake_server() as server:
        error = refused(server.account(tls="starttls"), "sesame-street")
        assert "offers no encryption" in error.message
        assert not [line for line in server.told if "LOGIN" in line or "AUTH" in line]


def test_a_wrong_password_is_a_sentence_with_what_the_server_wants(dovecot: Dovecot) -> None:
    error = refused(dovecot.account(), "wrong", Patience())
    assert error.message.startswith("localhost does not take this password for maya")
    known = Account("m", "a@gmail.com", "imap.gmail.com", 993, "implicit", "a@gmail.com")
    assert "app password of 16 letters" in known.takes


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("{tag} NO [AUTHENTICATIONFAILED] no, sesame-street is wrong\r\n", "does not take this password"),
        ("{tag} NO [UNAVAILABLE] later\r\n", "cannot check passwords just now"),
        ("{tag} NO [EXPIRED] old\r\n", "until something is settled there"),
        ("{tag} NO [ALERT] sign in with your browser\r\n", "does not take this password"),
        ("* BYE [UNAVAILABLE] away\r\n" + DROP, "the connection to 127.0.0.1 was lost while signing in"),
    ],
)
def test_how_a_server_refuses_to_let_somebody_in(answer: str, says: str) -> None:
    with fake_server(AUTHENTICATE=answer) as server:
        error = refused(server.account(), "sesame-street")
        assert says in error.message


def test_an_unknown_host_and_a_closed_port_are_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    account = Account("m", "a@b.example", "imap.nowhere.invalid", 993, "implicit", "a")

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    with monkeypatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", unknown)
        assert refused(account).message == "there is no mail server imap.nowhere.invalid"
    port = free_port()
    closed = Account("m", "a@b.example", "127.0.0.1", port, "none", "a")
    assert refused(closed).message == f"127.0.0.1 lets nobody in at port {port}"


def test_plain_text_goes_to_this_computer_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where the name of this computer leads elsewhere."""
    with fake_server() as server:
        monkeypatch.setattr(connection, "ip_address", lambda _: type("Elsewhere", (), {"is_loopback": False}))
        assert "so no password was sent" in refused(server.account(host="localhost"), "sesame-street").message
        assert not [line for line in server.told if "AUTH" in line]


def test_a_name_and_a_password_of_any_letters(dovecot: Dovecot) -> None:
    """By AUTHENTICATE PLAIN in UTF-8; where there is only LOGIN, quoted."""
    with fake_server() as server, open_mailbox(server.account(), Secret('pass wörd\\"')):
        pass
    assert '\0maya@harborstreet.example\0pass wörd\\"' in server.told
    login = {
        GREETING: "* OK [CAPABILITY IMAP4rev1] ready\r\n",
        "CAPABILITY": "* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n",
    }
    with fake_server(**login) as server:
        with open_mailbox(server.account(user='m "x'), Secret('a "b\\')):
            pass
        assert [line.partition(" ")[2] for line in server.told if "LOGIN" in line] == ['LOGIN "m \\"x" "a \\"b\\\\"']
        assert "letters beyond a to z" in refused(server.account(), "wörd").message


def test_a_token_is_used_in_its_place() -> None:
    with fake_server() as server, open_mailbox(server.account(), Secret("ya29.abc", is_token=True)):
        pass
    assert "user=maya@harborstreet.example\1auth=Bearer ya29.abc\1\1" in server.told
    no = {"AUTHENTICATE": "+ eyJzdGF0dXMiOiI0MDAifQ==\r\n", "": "{tag} NO [AUTHENTICATIONFAILED] no\r\n"}
    with fake_server(**no) as server, pytest.raises(ExternalError) as caught:
        put(server.account(), Secret("ya29.abc", is_token=True), SHORT)
    assert caught.value.message == "127.0.0.1 does not take this token for maya@harborstreet.example"


def test_nothing_that_is_logged_holds_the_password(dovecot: Dovecot, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), open_mailbox(dovecot.account(), Secret(PASSWORD)) as mailbox:
        mailbox.put(MESSAGE)
    login = {
        GREETING: "* OK [CAPABILITY IMAP4rev1] ready\r\n",
        "CAPABILITY": "* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n",
    }
    with caplog.at_level(logging.DEBUG), fake_server(**login) as server:
        put(server.account(), Secret(PASSWORD), Patience())
        assert [line for line in server.told if PASSWORD in line]
    assert PASSWORD not in caplog.text
    assert PASSWORD not in repr(Secret(PASSWORD))


# --- a server on a bad day ------------------------------------------------------------------------------------------

PHASES = [GREETING, "AUTHENTICATE", "LIST", "SELECT", "APPEND", LITERAL]


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("deed", [HANG, DROP, DRIP, "* what\r\n", "\xff\xfe(((\r\n"])
def test_a_server_that_fails_in_any_phase_is_a_sentence(phase: str, deed: str) -> None:
    with fake_server(**{phase: deed}) as server:
        error = refused(server.account(), "sesame-street")
    assert "127.0.0.1" in error.message
    assert error.hint


@pytest.mark.parametrize("deed", [HANG, DROP])
@pytest.mark.parametrize("arrived", [True, False])
def test_a_letter_whose_fate_is_unknown_is_looked_for_first(
    deed: str, arrived: bool, push: Push, ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PATIENCE", SHORT)
    with fake_server(**{LITERAL: deed}) as server:
        save_account(server.account())
        ran = push("--json")
    assert ran.code == 1
    found = json.loads(ran.out)
    assert [one["because"] for one in found["pushed"]] == [
        "nobody knows whether it arrived; the next `outreach push` looks first"
    ]
    assert "127.0.0.1" in found["trouble"]["error"]
    assert head(ready) == "ready"
    with fake_server(UID=f"* SEARCH{' 7' if arrived else ''}\r\n{{tag}} OK done\r\n") as server:
        save_account(server.account())
        ran = push()
    assert ran.code == 0, ran
    assert len(server.messages) == (1 if arrived else 2), "the other letter, and this one where it had not arrived"
    assert [head(ready), head(ready, OTHER)] == ["handed-over", "handed-over"]
    assert ("it had arrived before a run ended early" in ran.err) == arrived


def test_a_letter_on_its_way_to_another_account_waits_for_that(
    push: Push, ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PATIENCE", SHORT)
    with fake_server(**{LITERAL: DROP}) as server:
        save_account(server.account())
        push(NAME)
    with fake_server() as server:
        save_account(server.account(name="other", address="other@harborstreet.example"))
        ran = push(NAME, "--account", "other")
    assert "`outreach push --account practice` looks for it there" in ran.out
    assert (server.messages, head(ready)) == ([], "ready")


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"message_id": 7}', b'{"other": ""}'])
def test_what_was_noted_of_its_way_is_damaged_and_it_is_looked_for_all_the_same(
    damage: bytes, push: Push, ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PATIENCE", SHORT)
    with fake_server(**{LITERAL: DROP}) as server:
        save_account(server.account())
        push(NAME)
    (ready / f".outreach/pushing/{NAME}.json").write_bytes(damage)
    with fake_server(UID="* SEARCH 7\r\n{tag} OK done\r\n") as server:
        save_account(server.account())
        push(NAME)
    assert (server.messages, head(ready)) == ([], "handed-over")


# --- what a folder does not take ------------------------------------------------------------------------------------

REFUSALS = {
    "{tag} NO [OVERQUOTA] Quota exceeded\r\n": "your mailbox is full",
    "{tag} NO Quota exceeded (mailbox for user is full)\r\n": "your mailbox is full",
    "{tag} NO [TRYCREATE] no such folder\r\n": "the folder 'Drafts' is not there any more",
    "{tag} NO [NOPERM] no\r\n": "the folder 'Drafts' may only be read, not written to",
    "{tag} NO Mailbox is read-only\r\n": "the folder 'Drafts' may only be read, not written to",
    "{tag} NO sesame-street\r\n": "the server did not take it into the folder 'Drafts'",
    "{tag} BAD what\r\n": "the server did not take it into the folder 'Drafts'",
}


@pytest.mark.parametrize("answer", REFUSALS)
@pytest.mark.parametrize("phase", ["APPEND", LITERAL])
def test_what_a_server_refuses_ends_the_run_and_nothing_counts_as_left(
    answer: str, phase: str, push: Push, ready: Path
) -> None:
    with fake_server(**{phase: answer}) as server:
        save_account(server.account())
        ran = push()
    assert ran.code == 1
    assert REFUSALS[answer] in ran.out
    assert f"error: {REFUSALS[answer]}" in ran.err
    assert "sesame" not in ran.out + ran.err
    assert [head(ready), head(ready, OTHER)] == ["ready", "ready"]
    assert not list((ready / ".outreach/pushing").glob("*.json"))


@pytest.mark.parametrize(
    "answers",
    [
        {LITERAL: "{tag} NO [TOOBIG] too big\r\n"},
        {"AUTHENTICATE": "* CAPABILITY IMAP4rev1 APPENDLIMIT=200\r\n{tag} OK in\r\n"},
    ],
)
def test_a_letter_that_is_too_large_stops_no_other(answers: dict[str, str], push: Push, ready: Path) -> None:
    with fake_server(**answers) as server:
        save_account(server.account())
        ran = push()
    assert ran.code == 1
    assert ran.out.count("the server takes no message as large as this") == 2
    assert head(ready) == "ready"


def test_a_mailbox_that_is_full(other_dovecot: Start, push: Push, ready: Path) -> None:
    server = other_dovecot(
        plugins="quota", more="plugin {\n quota = maildir:User quota\n quota_rule = *:storage=1K\n}\n"
    )
    save_account(server.account())
    ran = push()
    assert ran.code == 1
    assert "error: your mailbox is full" in ran.err
    assert "hint: make room in it, in your mail program, then push again" in ran.err
    assert [head(ready), head(ready, OTHER)] == ["ready", "ready"]


def test_a_folder_that_may_only_be_read(other_dovecot: Start, push: Push, ready: Path) -> None:
    server = other_dovecot(
        plugins="acl",
        more="plugin {\n acl = vfile\n}\n",
    )
    account = server.account()
    put(account, Secret(PASSWORD), Patience())  # which makes it
    server.files(account)[0].unlink()
    folder = server.base / "mail" / account.user / ".Drafts"
    (folder / "dovecot-acl").write_text("owner lr\n")
    shutil.chown(folder / "dovecot-acl", "nobody", "nogroup")
    save_account(account)
    ran = push("--check")
    assert "error: the folder 'Drafts' may only be read, not written to" in ran.err, ran
    ran = push()
    assert "error: the folder 'Drafts' may only be read, not written to" in ran.err, ran
    assert (server.files(account), head(ready)) == ([], "ready")


def test_the_context_always_verifies() -> None:
    context = connection._context(Account("m", "a@b.example", "h.example", 993, "implicit", "a"))
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    missing = Account("m", "a@b.example", "h.example", 993, "implicit", "a", certificate="/nowhere.pem")
    with pytest.raises(ExternalError, match=r"the certificate /nowhere\.pem cannot be read"):
        connection._context(missing)


def head(folder: Path, name: str = NAME) -> str:
    return read_head((folder / f"drafts/{name}.md").read_text(), name).status
