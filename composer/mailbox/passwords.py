"""Where a password comes from: the system's keyring, a program of the user's own, or the person. It is never written.

The one owner of `keyring`.
"""

import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from composer.errors import ComposerError, ExternalError, NotFoundError
from composer.mailbox.account import Account

_SERVICE = "outreach-composer"
PATIENCE = 60.0
"""Seconds that a program may take to print a password: it may ask somebody for another one first."""
_MOST = 65_536
"""Bytes that it may print."""


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A password, or a token in its place; it does not show in anything that is printed."""

    value: str
    is_token: bool = False


def secret_of(account: Account, ask: Callable[[], str] | None) -> Secret:
    """What an account is signed in with.

    Args:
        account: whose.
        ask: asks the person for the password; ``None`` where nobody can be asked.

    Raises:
        ExternalError: the program that prints it failed.
        NotFoundError: it is kept nowhere, and nobody can be asked.
    """
    if account.token_command:
        return Secret(_printed(account.token_command, "token_command"), is_token=True)
    if account.password_command:
        return Secret(_printed(account.password_command, "password_command"))
    if known := kept_password(account):
        return Secret(known)
    if ask is None:
        hint = "`outreach push --setup` puts it into the keyring, or takes a program that prints it"
        raise NotFoundError(f"the password of {account.address} is not kept anywhere", hint=hint)
    return Secret(ask())


# --- the keyring ---------------------------------------------------------------------------------------------------


def keyring_there() -> bool:
    """Whether this system has a keyring that keeps things safe."""
    import keyring
    import keyring.core

    try:
        return bool(keyring.core.recommended(keyring.get_keyring()))
    except Exception:  # noqa: BLE001  # each system's keyring fails in its own way, and then there is none
        return False


def kept_password(account: Account) -> str:
    """The password that the keyring has; empty where it has none, or there is none."""
    import keyring

    try:
        return keyring.get_password(_SERVICE, _entry(account)) or "" if keyring_there() else ""
    except Exception:  # noqa: BLE001  # locked, refused, or broken: the person is asked
        return ""


def keep_password(account: Account, password: str) -> None:
    """Puts a password into the keyring; an `ExternalError` where that refuses."""
    import keyring

    failed = False
    try:
        keyring.set_password(_SERVICE, _entry(account), password)
    except Exception:  # noqa: BLE001  # what it says may hold the password
        failed = True
    if failed:
        raise ExternalError("the keyring did not take the password", hint="unlock it, then try again")


def _entry(account: Account) -> str:
    return f"{account.user} at {account.host}"


# --- a program of the user's own -----------------------------------------------------------------------------------


def _printed(command: tuple[str, ...], field: str, *, patience: float | None = None) -> str:
    """The first line that a program prints. No shell reads the command, and nothing it prints is shown."""
    words = [str(Path(word).expanduser()) if word.startswith("~/") else word for word in command]
    try:
        # The command is the user's own, out of the user's own configuration.
        process = subprocess.Popen(words, bufsize=0, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)  # noqa: S603
    except (OSError, ValueError) as error:
        hint = f"look at '{field}' in your accounts.yaml"
        raise ExternalError(f"the program '{command[0]}' could not be started", hint=hint) from error
    with process:
        line = _first_line(process, command[0], PATIENCE if patience is None else patience)
    try:
        password = line.decode()
    except UnicodeDecodeError:
        password = ""
    if not password:
        hint = f"try in a terminal what '{field}' in your accounts.yaml says"
        raise ExternalError(f"the program '{command[0]}' printed no password", hint=hint)
    return password


def _first_line(process: "subprocess.Popen[bytes]", name: str, patience: float) -> bytes:
    """What stands on the first line, once the program has ended; it is ended where that takes too long."""
    printed = bytearray()
    reading = Thread(target=_read, args=(process, printed), daemon=True)
    reading.start()
    reading.join(patience)
    late = reading.is_alive()
    if late or len(printed) > _MOST:
        process.kill()
        said = f"did not end within {patience:.0f} seconds" if late else "printed far more than a password"
        raise _failed(name, said)
    try:
        code = process.wait(patience)
    except subprocess.TimeoutExpired as error:
        process.kill()
        raise _failed(name, f"did not end within {patience:.0f} seconds") from error
    if code:
        raise _failed(name, f"ended with an error ({code})")
    return bytes(printed).split(b"\n", 1)[0].rstrip(b"\r")


def _read(process: "subprocess.Popen[bytes]", printed: bytearray) -> None:
    assert process.stdout is not None  # noqa: S101  # it was asked for
    with suppress(OSError, ValueError):  # it was closed, because it took too long
        while len(printed) <= _MOST and (more := process.stdout.read(_MOST)):
            printed += more


def _failed(name: str, said: str) -> ComposerError:
    hint = "try it in a terminal; it has to print the password on its first line"
    return ExternalError(f"the program '{name}', which should print the password, {said}", hint=hint)
