"""An account: where somebody's mailbox is, and how its password is come by. No password ever stands in one."""

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from composer.addresses import ascii_domain, check_address
from composer.errors import Place, Problem
from composer.mailbox.servers import PORTS, KnownServer, Tls, server_at, server_of
from composer.patterns import regex
from composer.spelling import did_you_mean
from composer.yaml.reader import Map, Position, Seq, Value

_NAME = regex(r"[\w][\w .@+-]{0,60}\Z")
_HOST = regex(r"[A-Za-z0-9](?:[A-Za-z0-9.:-]{0,250}[A-Za-z0-9])?\Z")
_CONTROL = regex("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_SECRET = regex(r"(?i)(.*[_ -])?(passw(or)?d|passphrase|secret|token|api[_ -]?key)s?\Z")
FIELDS = (
    "name", "address", "host", "port", "tls", "user", "drafts", "sent", "sync", "certificate", "password_command",
    "token_command",
)  # fmt: skip
"""What an account may hold."""
_LAST_PORT = 65_535


@dataclass(frozen=True, slots=True)
class Account:
    """One mailbox and the way there."""

    name: str
    """What it is called on the command line."""
    address: str
    host: str
    port: int
    tls: Tls
    user: str
    """With what name one signs in."""
    drafts: str = ""
    """What its folder for drafts is called; empty where that is found."""
    sent: str = ""
    """What its folder of sent mail is called; empty where that is found."""
    sync: tuple[str, ...] = ()
    """What else is read besides that and the inbox: the names of folders."""
    certificate: str = ""
    """The file of a certificate that is trusted besides those of the system; empty for none."""
    password_command: tuple[str, ...] = ()
    """The program that prints the password, with its arguments; empty where the keyring or the person has it."""
    token_command: tuple[str, ...] = ()
    """The program that prints a token for XOAUTH2, with its arguments; empty where a password is used."""

    @property
    def server(self) -> KnownServer | None:
        """What is known of its server."""
        return server_at(self.host) or server_of(self.address)

    @property
    def takes(self) -> str:
        """What kind of password it takes, as a hint; empty where that is not known."""
        return self.server.password if self.server else ""


def parse_account(value: Value, at: Place, used: Mapping[str, object]) -> tuple[Account | None, tuple[Problem, ...]]:
    """An account from its record, or what is wrong with it; `used` has the names that are taken."""
    if not isinstance(value, Map):
        return None, (at.error("account", "an account is a group of fields", "write 'address: you@example.org'"),)
    problems = [*_unknown(value, at)]
    texts = {key: value[key] for key in FIELDS if key in value and value[key] is not None}
    for key in [key for key in texts if key != "sync" and not key.endswith("_command")]:
        said = texts[key]
        if not isinstance(said, str) or _CONTROL.search(said):
            problems.append(_at(value, key, at).error(f"account-{key}", f"'{key}' is a text on one line", _EXAMPLE))
            texts[key] = ""
    reader = _Reader(value, {key: text for key, text in texts.items() if isinstance(text, str)}, at, problems)
    account = reader.account(used)
    return (None, tuple(problems)) if problems else (account, ())


def typed_account(fields: Mapping[str, str]) -> tuple[Account | None, tuple[Problem, ...]]:
    """An account from fields that somebody has typed, or what is wrong with them."""
    value = Map(Position(1, 1))
    value.update(fields)
    return parse_account(value, Place("accounts.yaml", 1), {})


_EXAMPLE = "`outreach push --setup` writes an account for you"


def _at(value: Map, key: str, at: Place) -> Place:
    return value.keys_at[key].within(at.path) if key in value.keys_at else at


def _unknown(value: Map, at: Place) -> Iterator[Problem]:
    """Fields that an account does not have; one that would hold a secret is named for what it is, and never quoted."""
    for key in value:
        if key in FIELDS:
            continue
        if _SECRET.match(key):
            hint = (
                "take it out, and change that password if anybody may have read the file; "
                "your system's keyring or 'password_command' is the place for it"
            )
            yield _at(value, key, at).error("account-secret", "a password must not stand in a file", hint)
        else:
            hint = did_you_mean(key, FIELDS, f"there are {', '.join(FIELDS)}")
            yield _at(value, key, at).error("account-field", f"'{key}' is no field of an account", hint)


class _Reader:
    """Reads the fields of one account, and notes what is wrong with each."""

    def __init__(self, value: Map, texts: Mapping[str, str], at: Place, problems: list[Problem]) -> None:
        self._value, self._texts, self._place, self._problems = value, texts, at, problems

    def account(self, used: Mapping[str, object]) -> Account:
        """The account; it counts only where nothing was noted."""
        address = self._address()
        known = server_of(address) if address else None
        host = self._host(known)
        known = server_at(host) or known
        tls = self._tls(known if known and known.host == host else None)
        self._ensure_private(tls, host)
        commands = {key: self._command(key) for key in ("password_command", "token_command")}
        if all(commands.values()):
            self._note("token_command", "an account has a password or a token, not both", "take one of the two out")
        return Account(
            name=self._name(address, used), address=address, host=host, tls=tls, port=self._port(tls, known, host),
            user=self._texts.get("user") or (known.user_of(address) if known else address),
            drafts=self._texts.get("drafts", ""), sent=self._texts.get("sent", ""), sync=self._folders(),
            certificate=self._texts.get("certificate", ""), **commands,
        )  # fmt: skip

    def _note(self, key: str, text: str, hint: str) -> None:
        self._problems.append(_at(self._value, key, self._place).error(f"account-{key.replace('_', '-')}", text, hint))

    def _address(self) -> str:
        said = self._texts.get("address", "")
        if not said:
            self._note("address", "an account needs its address", "write 'address: you@example.org'")
            return ""
        try:
            return check_address(said)
        except ValueError as error:
            self._note("address", str(error), "write it as name@example.org")
            return ""

    def _name(self, address: str, used: Mapping[str, object]) -> str:
        name = self._texts.get("name") or address
        if name and not _NAME.match(name):
            self._note("name", "the name of an account is a word or two", "write 'name: practice'")
        elif name in used:
            self._note("name", f"two accounts are called '{name}'", "give one of them another name")
        return name

    def _host(self, known: KnownServer | None) -> str:
        said = self._texts.get("host", "") or (known.host if known else "")
        host = (ascii_domain(said) or said).casefold()
        if not said and self._texts.get("address"):
            hint = "write 'host: imap.example.org'; whoever gives you your mail names it, as IMAP or incoming server"
            self._note("host", "the mail server of this address is not known", hint)
        elif said and not _HOST.match(host):
            self._note("host", f"'{said}' is not the name of a server", "write it like imap.example.org")
        return host

    def _tls(self, known: KnownServer | None) -> Tls:
        said = self._texts.get("tls", "")
        if said in PORTS:
            return said
        if said:
            self._note("tls", "'tls' is implicit, starttls or none", "leave it out; most servers need nothing here")
        if known and not said:
            return known.tls
        return "starttls" if self._texts.get("port") == str(PORTS["starttls"]) else "implicit"

    def _ensure_private(self, tls: Tls, host: str) -> None:
        if tls == "none" and host and not is_loopback(host):
            hint = "take it out, so that the connection is encrypted"
            self._note("tls", "'tls: none' is for a server on this very computer only", hint)

    def _port(self, tls: Tls, known: KnownServer | None, host: str) -> int:
        said = self._texts.get("port", "")
        if not said:
            return known.port if known and known.host == host and known.tls == tls else PORTS[tls]
        if not (
            said.isascii() and said.isdigit() and len(said) <= len(str(_LAST_PORT)) and 0 < int(said) <= _LAST_PORT
        ):
            self._note("port", "a port is a number such as 993", "leave it out; most servers need nothing here")
            return PORTS[tls]
        return int(said)

    def _folders(self) -> tuple[str, ...]:
        said = self._value.get("sync")
        names = [said] if isinstance(said, str) else [*said] if isinstance(said, Seq) else []
        whole = [name for name in names if isinstance(name, str) and name and not _CONTROL.search(name)]
        if len(whole) != len(names) or (said is not None and not isinstance(said, str | Seq)):
            self._note("sync", "'sync' is a list of folders", "write it like 'sync: [Archive, Family]'")
        return tuple(dict.fromkeys(whole))

    def _command(self, key: str) -> tuple[str, ...]:
        said = self._value.get(key)
        if said is None:
            return ()
        try:
            words = shlex.split(said) if isinstance(said, str) else [*said] if isinstance(said, Seq) else []
        except ValueError:
            words = []
        whole: list[Any] = [word for word in words if isinstance(word, str) and word and "\0" not in word]
        if not whole or len(whole) != len(words):
            hint = "write it as you type it, such as 'pass show mail'; no shell reads it, so no pipe and no $NAME"
            self._note(key, f"'{key}' is a program with its arguments", hint)
            return ()
        return tuple(whole)


def is_loopback(host: str) -> bool:
    """Whether a server's name or number can only mean this computer."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
