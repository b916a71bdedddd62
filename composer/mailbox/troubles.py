"""What goes wrong between this computer and a mail server, in a sentence with what to do.

What a server says is not quoted: it knows the password.
"""

import imaplib
import socket
import ssl

from composer.errors import ExternalError
from composer.mailbox.account import Account
from composer.patterns import regex

_CODE = regex(r"\[([A-Z][A-Z-]*)[\] ]")
LOST = (imaplib.IMAP4.abort, OSError, EOFError)
"""What is raised where nobody knows any more what the server has done."""
_CERTIFICATE = {
    10: "it has expired",
    18: "nobody vouches for it but itself",
    19: "nobody known to this computer vouches for it",
    20: "nobody known to this computer vouches for it",
    62: "it is made out to another name",
    64: "it is made out to another name",
}
"""What OpenSSL's numbers mean (X509_V_ERR_…)."""
_ONLINE = "see that this computer is online, and that the name is right in your accounts.yaml"


def response_code(error: BaseException) -> str:
    """The code in brackets of a server's refusal (RFC 5530), such as ``OVERQUOTA``; empty where there is none."""
    found = _CODE.search(str(error))
    return found[1] if found else ""


def unreachable(error: BaseException, account: Account) -> ExternalError:
    """Why no connection to a server came about."""
    where = f"{account.host}, port {account.port}"
    if isinstance(error, socket.gaierror | UnicodeError):
        return ExternalError(f"there is no mail server {account.host}", hint=_ONLINE)
    if isinstance(error, ssl.SSLError):
        return _not_private(error, account)
    if isinstance(error, TimeoutError):
        return ExternalError(f"{where} does not answer", hint=_ONLINE)
    if isinstance(error, ConnectionRefusedError):
        hint = "see that the port is right in your accounts.yaml; 993 is the usual one"
        return ExternalError(f"{account.host} lets nobody in at port {account.port}", hint=hint)
    if isinstance(error, LOST):
        return ExternalError(f"the connection to {where} was lost before it began", hint="try again in a minute")
    return odd(account)


def _not_private(error: ssl.SSLError, account: Account) -> ExternalError:
    """Why a connection was not encrypted, or not to whom it should have been."""
    if isinstance(error, ssl.SSLCertVerificationError):
        why = _CERTIFICATE.get(error.verify_code, "it cannot be verified")
        hint = "no password was sent; see that the server's name is right, and ask whoever runs it"
        return ExternalError(f"the certificate of {account.host} is not to be trusted: {why}", hint=hint)
    hint = "port 993 goes with 'tls: implicit', port 143 with 'tls: starttls'"
    text = f"no encrypted connection to {account.host}, port {account.port} came about"
    return ExternalError(text, hint=hint)


def odd(account: Account) -> ExternalError:
    """A server that speaks another language than IMAP."""
    hint = "see that the server and the port in your accounts.yaml are those for IMAP"
    return ExternalError(f"{account.host} answers, but not as a mail server does", hint=hint)


def not_signed_in(error: BaseException, account: Account, *, by_token: bool) -> ExternalError:
    """Why somebody was not let in."""
    code = response_code(error)
    if code in {"UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG"}:
        text = f"{account.host} cannot check passwords just now"
        return ExternalError(text, hint="the password may be right; try again later")
    if code in {"EXPIRED", "CONTACTADMIN"}:
        text = f"{account.host} does not let {account.user} in until something is settled there"
        return ExternalError(text, hint="sign in with your browser and see what it asks for")
    if code == "PRIVACYREQUIRED":
        text = f"{account.host} takes no password over a connection that is not encrypted"
        return ExternalError(text, hint="take 'tls: none' out of your accounts.yaml")
    what = "token" if by_token else "password"
    usual = (
        "see that the user's name is right; where you sign in with a code from your phone, an app password is wanted"
    )
    fresh = "see that token_command prints a fresh one, made for reading and writing mail over IMAP"
    hint = fresh if by_token else account.takes or usual
    return ExternalError(f"{account.host} does not take this {what} for {account.user}", hint=hint)


_AGAIN = "try again; what arrived before is noted, and nothing is there twice"


def lost(error: BaseException, account: Account, *, doing: str, hint: str = _AGAIN) -> ExternalError:
    """A connection that ended while something was being done."""
    if isinstance(error, TimeoutError):
        text = f"{account.host} stopped answering while {doing}"
    elif isinstance(error, LOST):
        text = f"the connection to {account.host} was lost while {doing}"
    else:
        return odd(account)
    return ExternalError(text, hint=hint)


def not_read(error: BaseException, account: Account, folder: str) -> ExternalError:
    """Why a folder could not be read; nothing was noted then."""
    if isinstance(error, LOST):
        hint = "try again; nothing was noted, and nothing in your mailbox has changed"
        return lost(error, account, doing=f"reading the folder '{folder}'", hint=hint)
    if isinstance(error, imaplib.IMAP4.error):
        text = f"{account.host} does not let anybody look into the folder '{folder}'"
        return ExternalError(text, hint="see in your mail program whether it is there; nothing was noted")
    return odd(account)


def refusal(error: BaseException, folder: str) -> tuple[str, str, bool]:
    """Why a folder did not take a message, what to do, and whether it is this message's own fault."""
    code, said = response_code(error), str(error).casefold()
    name = f"the folder '{folder}'"
    if code in {"OVERQUOTA", "QUOTA"} or "quota" in said:
        return "your mailbox is full", "make room in it, in your mail program, then push again", False
    if code in {"TOOBIG", "LIMIT"} or "too large" in said or "too big" in said:
        return "the server takes no message as large as this", "shorten the letter", True
    if code in {"TRYCREATE", "NONEXISTENT"}:
        return f"{name} is not there any more", "see what it is called now in your mail program", False
    if code in {"NOPERM", "READ-ONLY", "CANNOT"} or "read-only" in said or "permission" in said:
        hint = "choose another one with 'drafts' in your accounts.yaml"
        return f"{name} may only be read, not written to", hint, False
    return f"the server did not take it into {name}", "try again later, or look into your mailbox in the browser", False
