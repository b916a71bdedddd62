"""Files that go with a letter, as values: what a head may name, what was found under a name, and what is bound.

Pure. Files are read by `attachment_folder`; which kinds may leave is said above, where the records are known.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

from composer.drafts.draft import Draft
from composer.patterns import regex

FOLDER: Final = "attachments"
"""The folder in a workspace that holds what may be attached."""
CARD: Final = "card"
"""What a head says for the practice's own vCard, which is made and lies nowhere."""
_CARDS = frozenset({CARD, "vcard"})
_LONGEST = 150  # bytes of a file's own name; the head of a part has it percent-encoded
_DRIVE = regex(r"[A-Za-z]:")
_PLAIN = f"name a file in {FOLDER}/, such as one-page.pdf or flyers/one-page.pdf"
_DIGITS = 32
_PIECE = regex(rf"(\S+)=([0-9a-f]{{{_DIGITS}}})(?: |\Z)")
_JOINERS = dict.fromkeys(map(ord, "\u200c\u200d"), "")  # Persian and many Indian scripts need them
_DEPTH, _KILO = 2, 1_000
_ELSEWHERE = "it is a place on this computer, and a letter takes files from its own folder only"
_HIDDEN = "its name begins with a dot or a tilde, as those of hidden files do"
_UNPRINTABLE = "its name holds a character that does not print, or that turns the writing round"
_OTHER_NAME, _SHORTER = "give it another name", "give it a name of at most a hundred letters"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """What was found under one name that a head has: the file's size and digest, or why it cannot leave."""

    written: str
    """As the head has it: ``flyers/one-page.pdf``, or `CARD`."""
    size: int = 0
    """Bytes."""
    digest: str = ""
    """SHA-256 of the bytes that were read, in hexadecimal; empty where none were."""
    fault: str = ""
    """Why it cannot be attached, as the rest of a sentence about it; empty where it can."""
    hint: str = ""
    shown: str = ""
    """What its reader sees instead of the file's own name."""

    @property
    def name(self) -> str:
        """What its reader sees: ``one-page.pdf``."""
        return self.shown or self.written.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as it leaves with a letter."""

    name: str
    """What its reader sees: ``one-page.pdf``."""
    media_type: str
    """``application/pdf``."""
    data: bytes

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.data)


_PICTURES = frozenset({"png", "jpg", "jpeg", "gif"})
_ALT = r"!\[(?P<alt>(?:[^\[\]]|\[[^\[\]]*+\])*+)\]"
PICTURE: Final = rf"{_ALT}\((?P<name>[^():\n]++)\)"
"""How a letter's text shows a picture; an address in the web, which has a colon, is none."""
_IMAGE = regex(rf"(?<!\\){_ALT}(?:\((?P<name>[^)\n]*+)\)|\[[^\]\n]*+\])")
"""Whatever seems to be meant as one."""


def pictures_in(names: Iterable[str]) -> frozenset[str]:
    """The files among some that a letter can show, by their own names: ``flyers/door.jpg`` is ``door.jpg``."""
    own = (name.rpartition("/")[2] for name in names)
    return frozenset(name for name in own if name.rpartition(".")[2].lower() in _PICTURES)


def pictures_named(body: str) -> dict[str, str]:
    """The pictures that a letter's text is to show, ``![Our front door](door.jpg)``: what each is, by its own name.

    One from elsewhere, which no letter shows, has the whole of its address for a name.
    """
    named = ((found["name"] or found[0], found["alt"]) for found in _IMAGE.finditer(body))
    return {name.strip().rpartition("/")[2] if ":" not in name else name.strip(): alt.strip() for name, alt in named}


def content_id(name: str) -> str:
    """The id by which a message's HTML shows one of its parts (RFC 2392), without its angle brackets."""
    return f"{hashlib.sha256(name.encode()).hexdigest()[:20]}@pictures.invalid"


def is_card(written: str) -> bool:
    """Whether a name stands for the practice's own vCard."""
    return written.casefold() in _CARDS


def merged(*lists: Iterable[str]) -> tuple[str, ...]:
    """Names from several places, each once, in the order in which they come."""
    names = (CARD if is_card(name) else name for names in lists for name in names)
    return tuple(dict.fromkeys(names))


def name_fault(written: str) -> tuple[str, str]:
    """Why no file may be named so in a head, and what to do; empty where one may. The disk is not asked."""
    parts = written.split("/")
    looks: Iterator[tuple[bool, str, str]] = iter((
        (not written.strip() or not parts[-1], "it names no file", _PLAIN),
        (written[:1] in {"/", "\\", "~"} or bool(_DRIVE.match(written)), _ELSEWHERE, _PLAIN),
        ("\\" in written, "it holds a backslash", "write / between a folder and a file"),
        (not {"", ".", ".."}.isdisjoint(parts), f"it leads out of {FOLDER}/, or round about", _PLAIN),
        (len(parts) > _DEPTH, "it lies deeper than one folder", f"move it up: {_PLAIN}"),
        (any(part[:1] in {".", "~"} for part in parts), _HIDDEN, _OTHER_NAME),
        (any(part != part.strip() for part in parts), "a blank stands where its name begins or ends", _OTHER_NAME),
        (not written.translate(_JOINERS).isprintable(), _UNPRINTABLE, _OTHER_NAME),
        (len(parts[-1].encode("utf-8", "surrogatepass")) > _LONGEST, "its name is too long", _SHORTER),
    ))  # fmt: skip
    return next(((fault, hint) for found, fault, hint in looks if found), ("", ""))


def size_in_words(size: int) -> str:
    """How large something is, as people say it: ``84 KB``, ``1.2 MB``."""
    if size < _KILO:
        return f"{size} bytes"
    thousands = round(size / _KILO)
    return f"{thousands} KB" if thousands < _KILO else f"{size / _KILO**2:.1f} MB".replace(".0 ", " ")


def goes_with(files: Iterable[FoundFile]) -> str:
    """One line for a person: ``one-page.pdf, 84 KB; Maya Lindgren.vcf, 310 bytes``; empty where nothing goes."""
    return "; ".join(f"{one.name}, {one.fault or size_in_words(one.size)}" for one in files)


# --- what a person's word is bound to --------------------------------------------------------------------------------


def attached_line(files: Iterable[FoundFile]) -> str:
    """What a head says of the bytes that were approved: ``one-page.pdf=1a2b… card=…``, names percent-encoded."""
    return " ".join(f"{quote(one.written, safe='/')}={one.digest[:_DIGITS]}" for one in files)


def changed_files(draft: Draft, files: Iterable[FoundFile]) -> str:
    """Why the files are not those that a person approved; empty where they are, or nothing is attached."""
    then, now = _bound(draft.attached), {one.written: one for one in files}
    if not draft.attach and not draft.attached:
        return ""
    if set(then) != set(draft.attach):
        return f"its 'attached' does not name the files that it attaches; {_AGAIN}"
    said = [word for name in draft.attach if (word := _change(name, then[name], now.get(name)))]
    return f"{' and '.join(said)} after you marked it ready; {_AGAIN}" if said else ""


def _bound(line: str) -> Mapping[str, str]:
    return {unquote(name): digest for name, digest in _PIECE.findall(line)}


def _change(name: str, then: str, now: FoundFile | None) -> str:
    if now and now.digest and now.digest[:_DIGITS] == then:
        return ""
    return f"'{name}' was changed" if now and now.digest else f"'{name}' was taken away"


_AGAIN = "look at it, then `outreach ready` again"
