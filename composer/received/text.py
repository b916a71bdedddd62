"""The words of a message: what its reader sees first, and of an answer what its writer wrote themselves.

Plain text is taken where there is any, else what the HTML shows. Nothing here is kept; the words are looked at once.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import Message
from html import unescape

from composer.patterns import regex
from composer.received.message import understanding

_LONGEST = 400_000
"""Characters of one text that are looked at."""
_TOKEN = regex(r"<[^<>]*>|[^<]+|<")
_TAG = regex(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_HIDDEN = frozenset({"style", "script", "head", "title"})
_LINES = frozenset(
    {"address", "blockquote", "br", "div", "dd", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol",
     "p", "pre", "table", "td", "th", "tr", "ul"}
)  # fmt: skip
_QUOTE = "\x00"
"""Stands in the text of HTML where what is quoted begins."""
# Where mail programs put the message that is answered below their own words.
_QUOTE_BEGINS = regex(
    r"gmail_quote|yahoo_quoted|protonmail_quote|moz-cite-prefix|divRplyFwdMsg|appendonsend|OutlookMessageHeader"
    r"|x_gmail_quote|mail-editor-reference-message|border-top: ?solid #(?:E1E1E1|B5C4DF)",
    re.IGNORECASE,
)
_RULE = regex(
    r"\s*(?:-{2,}\s*(?:original message|forwarded message|original appointment|urspr\w+ nachricht|mensaje original"
    r"|mensaje reenviado|message d.origine|message original|message transf\w+)\s*-{2,}|_{10,})\s*",
    re.IGNORECASE,
)
_FROM = regex(r"\s*[*_]*(?:from|von|de|expéditeur|da|van|från|fra|od|от)\s?:[*_]*\s.*@?", re.IGNORECASE)
_SENT = regex(
    r"\s*[*_]*(?:sent|gesendet|enviad[oa](?: el| em)?|envoyé|date|datum|fecha|inviato|verzonden|skickat|sendt|data"
    r"|to|an|para|à|a|aan|till)\s?:",
    re.IGNORECASE,
)
_WROTE = (
    r"wrote|writes|schrieb|escribió|écrit|schreef|ha scritto|escreveu|skrev|kirjoitti|napisała?"
    r"|написала?|написал\(а\)"  # noqa: RUF001  # Russian
)
_ATTRIBUTION = regex(
    rf"\s*.{{1,300}}\b(?:{_WROTE})(?!\w)[^.!?]{{0,200}}:\s*"
    r"|\s*.{4,300}[<\u2039]\S{1,100}@\S{1,200}[>\u203a][^.!?]{0,80}:\s*",
    re.IGNORECASE,
)


def text_of(message: Message) -> str:
    """The text of a message; empty where it has none.

    Raises:
        ReceivedError: it cannot be read.
    """
    with understanding():
        return _shown(message).replace(_QUOTE, "\n")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a message, its writer's own apart from what it answers; of the subject and attachments nothing."""

    own: str
    """What the writer wrote above the message that is answered, or between its lines."""
    quoted: str = ""
    """What is marked as quoted: what is answered, or words that were written into it."""
    below: str = ""
    """What stands below where a program put that message, and is not marked as quoted: that message, or more words."""


def words_in(message: Message, ours: Iterable[str] = ()) -> Words:
    """The words of a message; a line that stands in one of `ours`, our letters, is none that is quoted.

    Raises:
        ReceivedError: it cannot be read.
    """
    with understanding():
        above, _, rest = _shown(message).partition(_QUOTE)
        words = _unquoted(above, frozenset(line.strip() for one in ours for line in one.split("\n")))
        return Words(words.own, words.quoted, f"{words.below}\n{rest.replace(_QUOTE, '')}".strip())


def _shown(part: Message) -> str:
    kind = part.get_content_maintype()
    if kind == "multipart":
        return _of_parts(part)
    if kind != "text" or part.get_content_disposition() == "attachment":
        return ""
    data = part.get_payload(decode=True)
    text = _decoded(data if isinstance(data, bytes) else b"", part.get_content_charset("utf-8"))[:_LONGEST]
    return _of_html(text) if part.get_content_subtype() == "html" else text.replace("\r\n", "\n").replace(_QUOTE, "")


def _of_parts(part: Message) -> str:
    """Of alternatives the plain one where it says anything; otherwise all texts one below the other."""
    payload = part.get_payload()
    parts = [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []
    if part.get_content_subtype() != "alternative":
        return "\n".join(filter(None, map(_shown, parts)))
    plain = [one for one in parts if one.get_content_type() == "text/plain"]
    others = (one for one in parts if one not in plain)
    return next((text for one in (*plain, *others) if (text := _shown(one)).strip()), "")


def _decoded(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset, "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


def _of_html(html: str) -> str:
    """What HTML shows, block by block on lines of their own, and where the quoted message begins."""
    return re.sub(r"[ \t]+", " ", "".join(_pieces(html.replace(_QUOTE, "")))).strip()


def _pieces(html: str) -> Iterator[str]:
    hidden, quoted, comment = "", 0, False
    for found in _TOKEN.finditer(html):
        token = found[0]
        if comment or token.startswith("<!--"):
            comment = "-->" not in token
            continue
        tag = _TAG.match(token)
        name = tag[2].lower() if tag else ""
        if hidden:
            hidden = "" if tag and tag[1] and name == hidden else hidden
        elif not tag:
            yield "" if token.startswith("<!") else re.sub(r"\s+", " ", unescape(token))
        elif name in _HIDDEN and not tag[1]:
            hidden = name
        else:
            quoted = max(quoted + (-1 if tag[1] else 1), 0) if name == "blockquote" else quoted
            new_line = "\n> " if quoted else "\n"
            yield _QUOTE if not tag[1] and _QUOTE_BEGINS.search(token) else new_line if name in _LINES else ""


def _unquoted(text: str, ours: frozenset[str]) -> Words:
    """Plain text without lines that are quoted; what stands below the beginning of another message is apart."""
    lines = text.split("\n")
    quoted = [line.lstrip().startswith(">") and line.strip() not in ours for line in lines]
    last = max((at for at, is_quoted in enumerate(quoted) if is_quoted), default=-1)
    kept: list[str] = []
    end = len(lines)
    for at, line in enumerate(lines):
        # What a program writes above the message that is answered may run over two lines.
        two = f"{line} {''.join(lines[at + 1 : at + 2])}"
        if any(one.rstrip().endswith(":") and _ATTRIBUTION.fullmatch(one) for one in (line, two)):
            if at > last:
                end = at
                break
        elif _RULE.fullmatch(line) or (_FROM.match(line) and any(map(_SENT.match, lines[at + 1 : at + 4]))):
            end = at
            break
        elif not quoted[at]:
            kept.append(line)
    below = (line for at, line in enumerate(lines[end:], end) if not quoted[at])
    marked = (line.lstrip("> \t|") for at, line in enumerate(lines) if quoted[at])
    return Words("\n".join(kept).strip(), "\n".join(marked), "\n".join(below).strip())
