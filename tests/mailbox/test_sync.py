"""`outreach sync` from the mailbox itself: what went and what came is noted, and nothing there is changed."""

import email
import email.policy
import json
import re
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from composer.errors import ComposerError, ExternalError, NotFoundError
from composer.mailbox.account import Account
from composer.mailbox.accounts import save_account
from composer.mailbox.connection import Patience, open_mailbox
from composer.mailbox.passwords import Secret
from composer.mailbox.reading import open_reader
from composer.workspace.snapshot import Snapshot
from composer.workspace.sync_mailbox import first_day, sync_mailbox
from composer.workspace.sync_report import SyncReport
from composer.workspace.syncing import sync_messages
from tests.conftest import DAY, TODAY, Ran, Run, change
from tests.mailbox.conftest import PASSWORD, Dovecot, Push, Start, start, stop
from tests.mailbox.imap_server import DROP, HANG, fake_server
from tests.mailbox.recording import recording
from tests.received.conftest import NAME, OTHER, Office
from tests.received.posted import WISH, mail, raw
from tests.received.shapes import AWAY, RETURNED, filled
from tests.received.test_law import everything

REPLY = mail("Thank you.\n", date="Mon, 23 Nov 2026 16:40:00 -0500", message_id="<r1@x.example>")
NEWSLETTER = mail(
    "BODY-OF-A-NEWSLETTER\n",
    sender="news@shop.example",
    message_id="<n1@shop.example>",
    fields="List-Id: <news.shop.example>\n",
)
FRIEND = mail(
    "BODY-OF-A-FRIEND\n",
    sender="Kim <kim@home.example>",
    message_id="<k1@home.example>",
    fields="In-Reply-To: <k0@home.example>\n",
)
TO_FRIEND = mail(
    "BODY-TO-A-FRIEND\n",
    sender="Maya Chen <maya@harborstreet.example>",
    to="kim@home.example",
    message_id="<k0@home.example>",
)
SENT = "mailbox Sent {{\n auto = create\n special_use = \\Sent\n }}\nmailbox Drafts {{\n auto = create\n special_use = \\Drafts\n }}\nmailbox Archive {{\n auto = create\n }}"
"""The usual folders."""


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    one = start(folders=SENT)
    yield one
    stop(one)


@pytest.fixture(autouse=True)
def _no_keyring(settings: Path, inline: None) -> None:
    """Accounts are kept in a folder of the test's own."""


def sync(folder: Path, account: Account, *, since: date | None = None, dry_run: bool = False) -> SyncReport:
    with open_reader(account, Secret(PASSWORD)) as mailbox:
        return sync_mailbox(Snapshot(folder, TODAY), mailbox, since=since, dry_run=dry_run)


def events(folder: Path) -> list[str]:
    """What the history knows: who, and what."""
    lines = (folder / "history.yaml").read_text().splitlines()
    return [re.sub(r".*contact: ([\w-]+), event: ([\w -]+).*", r"\1 \2", line) for line in lines]


def marks(folder: Path) -> Path:
    return folder / ".outreach/mailboxes.json"


# --- the whole way -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("keeps_id", [True, False], ids=["our id", "an id of its own"])
def test_from_the_drafts_folder_to_the_answer(
    keeps_id: bool, server: Dovecot, ready: Path, push: Push, run: Run
) -> None:
    """Pushed, edited and sent in a mail program; then an answer, mail that came back, and somebody who is away."""
    account = server.account()
    save_account(account)
    push()
    send_all(server, account, keeps_id=keeps_id)
    today = "Tue, 24 Nov 2026 16:40:00 -0500"
    back = filled(RETURNED["Gmail"][0], "jonah@lakeschool.example")
    away = filled(AWAY["German"], "jonah@lakeschool.example")
    dated = [re.sub(rb"(?m)^Date: .*$", b"Date: " + today.encode(), one) for one in (back, away)]
    server.deliver(account, INBOX=[mail("Thank you.\n", date=today), *dated])
    ran = run("-C", ready, *DAY, "sync")
    assert ran.code == 0, ran
    assert re.search(rf"{NAME} +2026-11-24  1 place differs from the draft", ran.out)
    assert "“good” → “my best”" in ran.out
    assert "Dr. Abena Osei, MD  2026-11-24  answered you" in ran.out
    assert "an automatic answer, which counts as none" in ran.out
    known = ["abena-osei sent", "jonah-brandt sent", "abena-osei replied", "jonah-brandt bounced"]
    assert sorted(events(ready)) == sorted(known)
    assert run("-C", ready, *DAY, "sync", "--json").out.count('"noted": []') == 1
    run("-C", ready, *DAY, "log", "--undo")
    assert events(ready) == []
    run("-C", ready, *DAY, "sync")
    assert sorted(events(ready)) == sorted(known), "what was taken back is found again"


def send_all(server: Dovecot, account: Account, *, keeps_id: bool) -> None:
    """Does what a mail program does: another message, with other words, in the folder of what was sent."""
    sent = []
    for number, data in enumerate(server.messages(account)):
        message = email.message_from_bytes(data, policy=email.policy.default)
        body = message.get_body(("plain",))
        assert body
        text = body.get_content().replace("With good wishes", "With my best wishes")
        known = str(message["Message-ID"]) if keeps_id else f"<own.{number}@mail.example>"
        sent.append(
            mail(
                text,
                sender=str(message["From"]),
                to=str(message["To"]),
                subject=str(message["Subject"]),
                date="Tue, 24 Nov 2026 13:00:00 -0500",
                message_id=known,
            )
        )
    for path in server.files(account):
        path.unlink()
    server.deliver(account, Sent=sent)


def test_nothing_in_the_mailbox_is_changed(server: Dovecot, office: Office) -> None:
    account = server.account()
    server.deliver(account, Sent=[office.went(), TO_FRIEND], INBOX=[REPLY, NEWSLETTER, FRIEND], Archive=[REPLY])
    client = server.login(account)
    client.select("INBOX")
    client.store("1", "+FLAGS", "(\\Seen)")
    client.logout()
    server.deliver(account, INBOX=[mail("And one more: do you take Medicaid?\n")])
    before = server.state(account, "Sent", "INBOX", "Archive", "Drafts")
    assert "\\Recent" in str(before)
    assert len(sync(office.folder, account).noted) == 3
    assert server.state(account, "Sent", "INBOX", "Archive", "Drafts") == before


def test_what_concerns_nobody_is_never_asked_for(server: Dovecot, office: Office) -> None:
    account = server.account()
    server.deliver(account, Sent=[office.went(), TO_FRIEND], INBOX=[NEWSLETTER, REPLY, FRIEND])
    with recording(server.plain) as said:
        report = sync(office.folder, said.account(account))
    assert (report.read, len(report.noted)) == (5, 2)
    assert said.fetched("BODY.PEEK[]") == {1, 2}, "the letter that was sent, and the answer"
    assert b"Thank you." in said.answered
    assert b"BODY-" not in said.answered
    words = {line.removeprefix("UID ").partition(" ")[0] for line in said.commands} - {""}
    assert words == {"CAPABILITY", "AUTHENTICATE", "LIST", "EXAMINE", "SEARCH", "FETCH", "LOGOUT"}
    assert "BODY[" not in said.asked.decode().replace("BODY.PEEK[", "")


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_files_and_the_mailbox_tell_the_same(server: Dovecot, handed_over: Path, run: Run, data: st.DataObject) -> None:
    """In whatever folder and order the messages lie, and in however many runs they come."""
    known = [*everything(Office(handed_over, run)), NEWSLETTER, FRIEND]
    messages = data.draw(st.lists(st.sampled_from(known), unique=True))
    at = data.draw(st.lists(st.sampled_from(["Sent", "INBOX"]), min_size=len(messages), max_size=len(messages)))
    cut = data.draw(st.integers(0, len(messages)))

    def by_mailbox(folder: Path) -> None:
        account = server.account()
        for part in (range(cut), range(cut, len(messages))):
            for number in part:
                server.deliver(account, **{at[number]: [messages[number]]})
            sync(folder, account)

    by_files = after(handed_over, lambda folder: sync_messages(Snapshot(folder, TODAY), map(raw, messages)))
    assert after(handed_over, by_mailbox) == by_files


def after(home: Path, deed: Callable[[Path], object]) -> tuple[list[str], dict[str, str]]:
    """The history's lines, and how the drafts stand, once something was done in a copy of a workspace."""
    with TemporaryDirectory() as folder:
        copy = shutil.copytree(home, Path(folder) / "office")
        deed(copy)
        store = Snapshot(copy, TODAY).store
        states = {name: str(draft.status) for name in store.names() if (draft := store.read(name)[0])}
        return sorted((copy / "history.yaml").read_text().splitlines()), states


def test_a_message_that_says_not_when_is_of_the_day_on_which_it_arrived(server: Dovecot, office: Office) -> None:
    account = server.account()
    arrived = b"Received: from a by b; Mon, 23 Nov 2026 10:00:00 -0500\n"
    undated = arrived + REPLY.replace(b"Date: Mon, 23 Nov 2026 16:40:00 -0500\n", b"")
    server.deliver(account, Sent=[office.went()], INBOX=[undated, WISH.replace(b"Mon, 23 Nov", b"no such day")])
    report = sync(office.folder, account)
    assert ("replied", "2026-11-23") in [(one.kind, str(one.on)) for one in report.came]
    assert [(one.is_wish, one.on) for one in report.look] == [(True, TODAY)]
    assert not report.not_understood


def test_nothing_is_skipped_however_long_nobody_looked(server: Dovecot, office: Office) -> None:
    """No letter is open any more by then, and the look begins where the last one did."""
    account = server.account()
    server.deliver(account, Sent=[office.went(), office.went(OTHER)])
    sync(office.folder, account)
    assert first_day(Snapshot(office.folder, TODAY + timedelta(days=200)), account).day <= TODAY


# --- only what is new ----------------------------------------------------------------------------------------------


def test_the_next_run_looks_at_what_is_new_and_at_what_may_concern_us(server: Dovecot, office: Office) -> None:
    account = server.account()
    server.deliver(account, Sent=[office.went(), TO_FRIEND], INBOX=[NEWSLETTER, REPLY, NEWSLETTER, NEWSLETTER])
    sync(office.folder, account)
    server.deliver(
        account, INBOX=[NEWSLETTER, mail("One more: do you take Medicaid?\n", date="Tue, 24 Nov 2026 09:00:00 -0500")]
    )
    report = sync(office.folder, account)
    assert report.read == 4, "the letter, its answer, and two that are new"
    assert len(report.noted) == 1
    assert sync(office.folder, account).read == 3
    assert sync(office.folder, server.account(user=account.user, address=account.user)).noted == ()


def test_the_mark_hides_nothing_that_was_taken_back_or_may_be_known_later(server: Dovecot, office: Office) -> None:
    account = server.account()
    stranger = mail(
        "Hello, do you take Medicaid?\n", sender="new@clinic.example", date="Mon, 23 Nov 2026 09:00:00 -0500"
    )
    server.deliver(account, Sent=[office.went()], INBOX=[REPLY, stranger])
    sync(office.folder, account)
    noted = events(office.folder)
    office.outreach("log", "--undo")
    assert events(office.folder) == []
    sync(office.folder, account)
    assert events(office.folder) == noted
    change(office.folder / "contacts.yaml", "email: jonah@lakeschool.example", "email: new@clinic.example")
    assert sync(office.folder, account).read == 3, "somebody new is known, so all are looked at"
    assert events(office.folder) == [*noted, "jonah-brandt replied"]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"a": 1}', '{"a": {"b": {"last": 1}}}', "\ud800"])
def test_damaged_marks_are_set_aside_and_everything_is_looked_at(damage: str, server: Dovecot, office: Office) -> None:
    account = server.account()
    server.deliver(account, INBOX=[NEWSLETTER, NEWSLETTER])
    sync(office.folder, account)
    assert sync(office.folder, account).read == 0
    marks(office.folder).write_bytes(damage.encode("utf-8", "surrogatepass"))
    assert sync(office.folder, account).read == 2
    aside = marks(office.folder).with_name("mailboxes.json.damaged")
    assert aside.read_bytes() == damage.encode("utf-8", "surrogatepass")
    assert sync(office.folder, account).read == 0


def test_a_folder_that_was_made_anew_is_looked_at_from_the_start(server: Dovecot, office: Office) -> None:
    account = server.account()
    server.deliver(account, Sent=[TO_FRIEND, TO_FRIEND])
    sync(office.folder, account)
    client = server.login(account)
    client.delete("Sent")
    client.create("Sent")
    client.logout()
    server.deliver(account, Sent=[office.went()])
    assert len(sync(office.folder, account).noted) == 1


def test_a_dry_run_moves_no_mark_and_an_earlier_day_looks_again(server: Dovecot, office: Office) -> None:
    account = server.account()
    server.deliver(account, INBOX=[NEWSLETTER, REPLY])
    assert sync(office.folder, account, dry_run=True).read == 2
    assert not marks(office.folder).exists()
    sync(office.folder, account)
    assert sync(office.folder, account).read == 1
    assert sync(office.folder, account, since=date(2026, 1, 1)).read == 2
    assert sync(office.folder, account, since=date(2026, 11, 26)).read == 0


# --- how it ends badly ---------------------------------------------------------------------------------------------


def test_wherever_the_connection_breaks_all_is_noted_or_nothing(server: Dovecot, office: Office) -> None:
    account = server.account()
    server.deliver(account, Sent=[office.went()], INBOX=[NEWSLETTER, REPLY, FRIEND])
    with recording(server.plain) as whole, open_reader(whole.account(account), Secret(PASSWORD)):
        begun = len(whole.answered)
    with recording(server.plain) as whole:
        sync(office.folder, whole.account(account), dry_run=True)
    for most in range(begun, len(whole.answered) - 200, (len(whole.answered) - begun) // 8):
        with recording(server.plain, most=most) as said, pytest.raises(ExternalError) as caught:
            sync(office.folder, said.account(account))
        assert "127.0.0.1" in caught.value.message
        assert (office.history, marks(office.folder).exists()) == ([], False)
    assert len(sync(office.folder, account).noted) == 2


READS = {
    "EXAMINE": "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n{tag} OK [READ-ONLY] done\r\n",
    "LIST": '* LIST (\\HasNoChildren \\Sent) "/" Sent\r\n* LIST () "/" INBOX\r\n{tag} OK done\r\n',
    "UID": "* SEARCH 1\r\n{tag} OK done\r\n",
}
SHORT = Patience(connect=0.4, answer=0.4, whole=0.8)


@pytest.mark.parametrize("phase", ["LIST", "EXAMINE", "UID"])
@pytest.mark.parametrize(
    "deed", [HANG, DROP, "{tag} NO [NOPERM] no\r\n", "\xff\xfe(((\r\n", "* SEARCH 1 x\r\n{tag} OK\r\n"]
)
def test_a_server_that_fails_while_it_is_read_is_a_sentence(phase: str, deed: str, office: Office) -> None:
    with fake_server(**{**READS, phase: deed}) as server, pytest.raises(ComposerError) as caught:  # noqa: SIM117
        with open_reader(server.account(), Secret("sesame"), patience=SHORT) as mailbox:
            sync_mailbox(Snapshot(office.folder, TODAY), mailbox)
    assert caught.value.hint
    assert (office.history, marks(office.folder).exists()) == ([], False)


def test_what_a_server_leaves_out_is_passed_over(office: Office) -> None:
    """It says that a message is there, and then knows nothing of it."""
    with fake_server(**READS) as server, open_reader(server.account(), Secret("sesame")) as mailbox:
        assert sync_mailbox(Snapshot(office.folder, TODAY), mailbox).read == 0


def test_a_wrong_password_is_told_before_anything_is_locked(server: Dovecot, office: Office) -> None:
    save_account(server.account(password_command=("echo", "wrong")))
    ran = office.outreach("sync")
    assert ran.code == 1
    assert "localhost does not take this password for maya" in ran.err


def test_a_certificate_that_nobody_vouches_for_is_refused(server: Dovecot, office: Office) -> None:
    save_account(server.account(certificate=""))
    assert "no password was sent" in office.outreach("sync").err


# --- whatever the folders are called -------------------------------------------------------------------------------


def only(name: str, *, mark: bool = False) -> str:
    return f'mailbox "{name}" {{{{\n auto = create\n {"special_use = " + chr(92) + "Sent" if mark else ""}\n }}}}\n'


@pytest.mark.parametrize(
    ("folders", "asked", "name"),
    [
        (only("[Gmail]/Sent Mail", mark=True) + only("Sent"), "", "[Gmail]/Sent Mail"),
        (only("[Google Mail]/Gesendet", mark=True), "", "[Google Mail]/Gesendet"),
        (only("Gesendete Objekte"), "", "Gesendete Objekte"),
        (only("Sent Items"), "", "Sent Items"),
        ("separator = .\nprefix = INBOX.\n" + only("Sent"), "", "INBOX.Sent"),
        (only("What I wrote") + only("Sent"), "what i wrote", "What I wrote"),
    ],
)
def test_sent_mail_is_found_whatever_its_folder_is_called(
    folders: str, asked: str, name: str, other_dovecot: Start, office: Office
) -> None:
    server = other_dovecot(folders=folders)
    account = server.account(sent=asked)
    save_account(account)
    server.deliver(account, **{name: [office.went()]})
    ran = office.outreach("sync", "--json")
    assert ran.code == 0, ran
    found = json.loads(ran.out)
    assert (found["folders"], len(found["noted"])) == ([name, "INBOX"], 1)


def test_a_mailbox_without_such_a_folder_asks_for_its_name(other_dovecot: Start, office: Office) -> None:
    save_account(other_dovecot(folders=only("Letters")).account())
    ran = office.outreach("sync")
    assert ran.code == 1
    assert "no folder of this account is known to be the one for what was sent" in ran.err
    assert "write its name into the account as 'sent'" in ran.err


def test_further_folders_are_read_where_the_account_names_them(server: Dovecot, office: Office) -> None:
    account = server.account(sync=("archive",))
    server.deliver(account, Sent=[office.went()], Archive=[REPLY])
    client = server.login(account)
    client.append("Archive", "(\\Draft)", None, office.went(OTHER).replace(b"\n", b"\r\n"))
    client.logout()
    report = sync(office.folder, account)
    assert (len(report.noted), report.drafts) == (2, 1)
    with pytest.raises(NotFoundError, match="there is no folder 'Nowhere'"):
        sync(office.folder, server.account(sync=("Nowhere",)))


PLAIN = '* LIST (\\HasNoChildren) "/" Entw\r\n* LIST () "/" "Das Gesendete"\r\n* LIST () "/" INBOX\r\n{tag} OK done\r\n'
MARKED = '* LIST (\\Drafts) "/" Entw\r\n* LIST (\\Sent) "/" "Das Gesendete"\r\n{tag} OK done\r\n'


@pytest.mark.parametrize(
    ("offers", "asked"),
    [("SPECIAL-USE LIST-EXTENDED", 'LIST "" "*" RETURN (SPECIAL-USE)'), ("SPECIAL-USE", 'LIST (SPECIAL-USE) "" "*"')],
)
def test_a_server_that_tells_what_a_folder_is_for_when_asked_is_asked(offers: str, asked: str) -> None:
    signed_in = f"* CAPABILITY IMAP4rev1 {offers}\r\n{{tag}} OK done\r\n"
    answers = {"AUTHENTICATE": signed_in, "LIST": PLAIN}
    with fake_server(**answers, **{asked: MARKED}) as server:
        with open_reader(server.account(), Secret("sesame")) as mailbox:
            assert mailbox.folders == ("Das Gesendete", "INBOX")
        with open_mailbox(server.account(), Secret("sesame")) as drafts:
            assert drafts.folder == "Entw"
    refuses = {asked: "{tag} BAD what\r\n"}
    with fake_server(**answers, **refuses) as server, pytest.raises(NotFoundError):  # noqa: SIM117
        with open_reader(server.account(), Secret("sesame")):
            pass


# --- the command ---------------------------------------------------------------------------------------------------


@pytest.fixture
def said(server: Dovecot, office: Office) -> Callable[..., Ran]:
    """`outreach sync` with these words, in a mailbox with a letter and an answer."""
    account = server.account()
    save_account(account)
    server.deliver(account, Sent=[office.went()], INBOX=[REPLY])
    return lambda *words: office.outreach("sync", *words)


def test_one_line_says_where_and_since_when(said: Callable[..., Ran]) -> None:
    ran = said()
    assert ran.err.splitlines()[0].partition(": ")[2] == (
        "'Sent' and 'INBOX', since 2026-11-17 (as the earliest open letter is of 2026-11-20; --since says another day)."
    )
    assert "since 2026-11-19." in said("--since", "2026-11-19").err
    assert said("--since", "2026-11-26").out == "There is no message to look at.\n"


def test_check_says_what_works_and_reads_no_message(said: Callable[..., Ran], office: Office) -> None:
    ran = said("--check")
    assert ran.code == 0, ran
    assert ran.out.splitlines()[4:] == [
        "  Your sent mail lies in the folder 'Sent'.",
        "  There is 1 message in 'Sent' since 2026-11-17.",
        "  There is 1 message in 'INBOX' since 2026-11-17.",
    ]
    assert (office.history, json.loads(said("--check", "--json").out)["trouble"]) == ([], None)


def test_files_have_no_account(said: Callable[..., Ran], office: Office) -> None:
    ran = said(str(office.folder / "saved.mbox"), "--since", "2026-11-19")
    assert "are for your mailbox, so name no file with them" in ran.err


def test_without_an_account_both_ways_are_named(office: Office) -> None:
    ran = office.outreach("sync")
    assert ran.code == 1
    assert "no mail account is set up yet" in ran.err
    assert "`outreach push --setup`" in ran.err
    assert "or name files that your mail program saved" in ran.err


@pytest.mark.parametrize("value", ["{a: b}", "[[a]]", '["a\\tb"]', '[""]'])
def test_folders_that_are_no_names_are_refused_with_their_line(value: str, office: Office, settings: Path) -> None:
    (settings / "accounts.yaml").write_text(f"- address: maya@fastmail.com\n  sync: {value}\n")
    ran = office.outreach("sync")
    assert ran.code == 1
    assert "accounts.yaml:2" in ran.err
    assert "'sync' is a list of folders" in ran.err


# --- from which day on ---------------------------------------------------------------------------------------------


def test_the_first_day_is_a_little_before_the_earliest_open_letter(office: Office) -> None:
    def day(today: date = TODAY) -> date:
        return first_day(Snapshot(office.folder, today)).day

    assert day() == date(2026, 11, 17)
    assert day(date(2029, 1, 1)) == date(2029, 1, 1) - timedelta(days=366)
    office.outreach("sent", NAME, "--on", "2026-11-22")
    office.outreach("reopen", OTHER)
    office.outreach("skip", OTHER, "--reason", "later")
    assert day() == date(2026, 11, 19), "it waits for an answer"
    office.outreach("log", "replied", "abena-osei")
    assert day() == TODAY - timedelta(days=30)


# --- how much it reads ---------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_of_thousands_of_strangers_messages_only_headers_come(server: Dovecot, office: Office) -> None:
    account = server.account()
    server.deliver(account, Sent=[office.went()], INBOX=[REPLY])
    folder = server.base / "mail" / account.user / "cur"
    body = b"BODY-OF-A-STRANGER " * 1000
    for number in range(5000):
        one = NEWSLETTER.replace(b"<n1@", b"<n%d@" % number).replace(b"BODY-OF-A-NEWSLETTER", body)
        path = folder / f"1795000000.M{number}.x:2,S"
        path.write_bytes(b"Received: from a by b; Mon, 23 Nov 2026 10:00:00 -0500\r\n" * 20 + one)
        shutil.chown(path, "nobody", "nogroup")
    figures = []
    for read in (5002, 2):
        with recording(server.plain) as said:
            begun = time.monotonic()
            report = sync(office.folder, said.account(account))
        figures.append((len(said.answered), len(said.asked), round(time.monotonic() - begun, 2)))
        assert report.read == read
    assert b"BODY-OF" not in said.answered
    assert figures[0][0] < 5000 * 800, "of a hundred million bytes"
    assert figures[1][0] < 60_000
    print(figures)
