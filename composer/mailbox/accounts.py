"""The accounts of this user: ``accounts.yaml`` beside the settings, never in a workspace."""

from collections.abc import Mapping
from pathlib import Path

from composer.errors import ConflictError, NotFoundError, Place, Problem, RecordsError
from composer.files import is_there, make_folder, read_text, write_text
from composer.mailbox.account import FIELDS, Account, parse_account
from composer.settings import VARIABLE, settings_folder
from composer.spelling import did_you_mean
from composer.yaml.editing import with_item, with_value
from composer.yaml.reader import Map, Seq, Value, read_yaml
from composer.yaml.writer import Field

_FILE, _LARGEST = "accounts.yaml", 200_000
_SETUP = "`outreach push --setup` asks for what is needed, and writes it"
_HEADER = """\
# Your mail accounts, for `outreach push` and `outreach sync`. A password never stands here: your system's keyring has
# it, or a program that `password_command` names, or you are asked.
"""


def accounts_file() -> Path:
    """Where accounts are kept; a `NotFoundError` where this user keeps no settings."""
    folder = settings_folder()
    if folder is None:
        raise NotFoundError("accounts are kept with your settings, and those are off", hint=f"unset {VARIABLE}")
    return folder / _FILE


def read_accounts() -> dict[str, Account]:
    """The accounts by their names; none where there is no file.

    Raises:
        RecordsError: the file has a mistake. Nothing that stands in it is quoted: it might be a password.
        ExternalError: it cannot be read.
    """
    path = accounts_file()
    return _parsed(path, read_text(path, limit=_LARGEST).text)[0] if is_there(path) else {}


def choose_account(accounts: Mapping[str, Account], name: str, *, address: str) -> Account:
    """The account that is meant: by its name or address, the only one, or else that of the practice's `address`.

    Raises:
        NotFoundError: there is none, or it is not certain which one.
    """
    if name:
        found = accounts.get(name) or next((one for one in accounts.values() if one.address == name), None)
        if found:
            return found
        hint = did_you_mean(name, accounts, f"there are {', '.join(accounts)}" if accounts else _SETUP)
        raise NotFoundError(f"there is no account '{name}'", hint=hint)
    if not accounts:
        raise NotFoundError("no mail account is set up yet", hint=_SETUP)
    fitting = [one for one in accounts.values() if len(accounts) == 1 or one.address.casefold() == address.casefold()]
    if len(fitting) == 1:
        return fitting[0]
    raise NotFoundError("it is not certain which account is meant", hint=f"say --account {' or '.join(accounts)}")


def save_account(account: Account) -> Path:
    """Writes an account, in place of the one of its name; all else in the file stays. Returns the file.

    Raises:
        RecordsError: the file has a mistake, or cannot be changed safely; nothing was written.
        ConflictError: it was changed meanwhile.
        ExternalError: the disk refused.
    """
    path = accounts_file()
    make_folder(path.parent)
    standing = read_text(path, limit=_LARGEST) if is_there(path) else None
    text = standing.text if standing else _HEADER
    value = _parsed(path, text)[1]
    place = ("accounts",) if isinstance(value, Map) else ()
    entries = _entries(value)
    number = next((n for n, one in enumerate(entries) if _called(one) == account.name), None)
    fields = _fields(account)
    if number is None:
        made = with_item(text, place, fields, path=str(path))
    else:
        made = with_value(text, (*place, number), fields, path=str(path))
    if _parsed(path, made)[0].get(account.name) != account:
        raise ConflictError(f"{path} would not say what you chose", hint="write the account into it by hand")
    write_text(path, made, like=standing, expect=standing.digest if standing else None)
    return path


def _parsed(path: Path, text: str) -> tuple[dict[str, Account], Value]:
    document = read_yaml(text, str(path))
    if document.problems:
        raise RecordsError(f"{path} cannot be read", problems=map(_unquoted, document.problems))
    value = document.value
    if isinstance(value, Map) and set(value) != {"accounts"}:
        problem = Place(str(path), 1).error("accounts", "this is a list of accounts", _SETUP)
        raise RecordsError(f"{path} cannot be read", problems=(problem,))
    found: dict[str, Account] = {}
    problems: list[Problem] = []
    for number, entry in enumerate(_entries(value)):
        at = Place(str(path), entry.start.line if isinstance(entry, Map | Seq) else number + 1)
        account, wrong = parse_account(entry, at, found)
        problems += wrong
        if account:
            found[account.name] = account
    if problems:
        raise RecordsError(f"{path} has to be mended first", problems=problems)
    return found, value


def _unquoted(problem: Problem) -> Problem:
    """A mistake of YAML by its place alone: its text would quote the line, and somebody's password may stand there."""
    return problem.at.error(problem.code, "the line cannot be read as YAML", "put values that hold : or # into quotes")


def _entries(value: Value) -> list[Value]:
    inner = value["accounts"] if isinstance(value, Map) else value
    return [*inner] if isinstance(inner, Seq) else [] if inner is None else [inner]


def _called(entry: Value) -> Value:
    return (entry.get("name") or entry.get("address")) if isinstance(entry, Map) else None


def _fields(account: Account) -> dict[str, Field]:
    """An account as it is written, in the order of its fields."""
    values: dict[str, Field] = {key: _written(getattr(account, key)) for key in FIELDS}
    return {key: value for key, value in values.items() if value}


def _written(value: object) -> Field:
    return [str(word) for word in value] if isinstance(value, tuple) else str(value)
