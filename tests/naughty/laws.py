"""What a letter consists of in each format, and whether it says some words: what strings from records may never change."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

HARMLESS_SCHEMES = {"http", "https", "mailto", "tel"}
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LINES = {"p", "br"}
"""How many of these a letter has is a matter of what it says."""
LISTS = ("From", "To", "Cc", "Bcc", "Reply-To")


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags, self.shown = Counter[str](), ""
        self.links: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = " ".join(name for name, _ in attrs if name != "open")
        if tag not in _LINES:
            self.tags[f"{tag} {names}"] += 1
        self.links += [value or "" for name, value in attrs if name in {"href", "src", "action", "srcset", "data"}]
        self.inside += [] if tag in {"meta", "br", "hr"} else [tag]

    def handle_endtag(self, tag: str) -> None:
        assert self.inside.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "script", "title"} & {*self.inside}:
            self.shown += data

    def handle_comment(self, data: str) -> None:
        self.tags["a comment"] += 1

    def handle_decl(self, decl: str) -> None:
        self.tags[decl] += 1

    def unknown_decl(self, data: str) -> None:
        self.tags["a declaration"] += 1

    def handle_pi(self, data: str) -> None:
        self.tags["an instruction"] += 1


def elements(html: str) -> _Elements:
    """An HTML text taken apart; an element that is not closed in its turn is a failure."""
    found = _Elements()
    found.feed(html)
    found.close()
    assert found.inside in ([], ["html"]), found.inside
    assert {urlsplit(link).scheme for link in found.links} <= HARMLESS_SCHEMES, found.links
    return found


def plain(text: str) -> str:
    """Words as they are compared: without what nobody sees, with single blanks; the case of letters aside."""
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", text)).split()).casefold()


def words(value: str) -> str:
    """What of a value a letter has to say; the stop at the end is the sentence's."""
    return plain(value).rstrip(" .?!,;:…")


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    for part in message.walk():
        assert not part.defects, part.defects
        assert isinstance(part, EmailMessage)
        yield part


def of_message(data: bytes) -> tuple[dict[str, Any], str]:
    """What a message consists of, and all that it says, decoded."""
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    parts = list(_parts(message))
    people = {name: message[name].addresses for name in LISTS if message[name]}
    texts = {part.get_content_type(): part.get_content() for part in parts if part.get_content_maintype() == "text"}
    html = elements(texts["text/html"]) if "text/html" in texts else None
    made = {
        "headers": message.keys(),
        "people": {name: [one.addr_spec for one in those] for name, those in people.items()},
        "parts": [(one.get_content_type(), one.get_content_disposition(), one.keys()) for one in parts],
        "elements": html and html.tags,
        "links": html and html.links,
    }
    names = " ".join(one.display_name for those in people.values() for one in those)
    said = plain(f"{names} {message['Subject']} {texts['text/plain']}")
    if html:
        assert plain(texts["text/plain"]) == plain(html.shown), "the parts say the same"
    return made, said


def of_page(data: bytes) -> tuple[dict[str, Any], str]:
    """The same of a page."""
    found = elements(data.decode())
    return {"elements": found.tags, "links": len(found.links)}, plain(found.shown)


def of_link(data: bytes) -> tuple[dict[str, Any], str]:
    """The same of a letter among links; in one that is long the text stands on the page alone, which is open then."""
    found = elements(data.decode())
    (link,) = found.links
    parts = urlsplit(link)
    made = {"elements": found.tags, "scheme": parts.scheme, "to": unquote(parts.path),
            "fields": [name for name, _ in parse_qsl(parts.query) if name != "body"], "fragment": parts.fragment}  # fmt: skip
    return made, plain(found.shown)


def of_text(data: bytes) -> tuple[dict[str, Any], str]:
    """The same of a letter as plain text."""
    text = data.decode()
    head = text.partition("\n\n")[0].split("\n")
    return {"head": [line.partition(":")[0] for line in head]}, plain(text)


def of_json(data: bytes) -> tuple[dict[str, Any], str]:
    """The same of a letter for programs."""
    found = json.loads(data)
    html = elements(found["html"])
    made = {"keys": list(found), "elements": html.tags, "links": html.links,
            "people": [[one["address"] for one in found[name]] for name in ("to", "cc", "bcc", "reply_to")]}  # fmt: skip
    names = " ".join(one["name"] for one in found["to"])
    return made, plain(f"{names} {found['subject']} {found['text']}")


_KNOWN = 1_000  # the same harmless letter is what many others are held against
_of_message = lru_cache(_KNOWN)(of_message)
OF: dict[str, Callable[[bytes], tuple[dict[str, Any], str]]] = {
    "eml": _of_message, "eml-text": _of_message, "mbox": _of_message, "maildir": _of_message, "pushed": _of_message,
    "html": lru_cache(_KNOWN)(of_page), "mailto": lru_cache(_KNOWN)(of_link), "text": of_text, "json": of_json,
}  # fmt: skip
