"""The text part, read off the same tree as the HTML: a complete letter, for those who see nothing else.

A room of pure functions over the standard library's elements; it imports nothing of ours. No line is wrapped and none
ends in a blank, because a mail program takes such lines for RFC 3676's ``format=flowed`` and joins them; only the
signature's mark ``-- `` is left as it is.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

_LISTS = frozenset({"ul", "ol"})
_BLOCKS = frozenset({"p", "ul", "ol", "blockquote", "pre", "hr", "h1", "h2", "h3", "h4", "h5", "h6"})
_SIGNATURE = "-- "


def plain_text(root: Element) -> str:
    """A tree of Markdown's elements as plain text, with LF line ends and a final newline."""
    lines = "\n\n".join(_blocks(root)).split("\n")
    return "\n".join(line if line == _SIGNATURE else line.rstrip(" \t") for line in lines).strip("\n") + "\n"


def _blocks(parent: Element) -> Iterator[str]:
    """Each block within an element; words that stand beside blocks are a block of their own."""
    words = _flat(parent.text)
    for child in parent:
        if child.tag in _BLOCKS:
            yield from _paragraph(words)
            yield from filter(None, (_block(child),))
            words = _flat(child.tail)
        else:
            words += _inline(child) + _flat(child.tail)
    yield from _paragraph(words)


def _paragraph(words: str) -> Iterator[str]:
    if words.strip():
        yield "\n".join(line.lstrip(" ") for line in words.split("\n")).strip("\n")


def _block(element: Element) -> str:
    if element.tag in _LISTS:
        return _list(element)
    if element.tag == "blockquote":
        return _indented("\n\n".join(_blocks(element)), "> ", "> ")
    if element.tag == "pre":
        return "".join(element.itertext()).strip("\n")
    if element.tag == "hr":
        return "* * *"
    return "\n\n".join(_blocks(element))


def _list(element: Element) -> str:
    """A list; its items are set apart where one of them has paragraphs."""
    number = int(element.get("start", "1"))
    gap = "\n\n" if any(child.tag == "p" for item in element for child in item) else "\n"
    signs = (f"{number + place}. " if element.tag == "ol" else "- " for place in range(len(element)))
    items = (gap.join(_blocks(item)) for item in element)
    return gap.join(_indented(item, sign, " " * len(sign)) for item, sign in zip(items, signs, strict=True))


def _indented(text: str, first: str, others: str) -> str:
    head, *rest = text.split("\n")
    return "\n".join([first + head, *(others + line for line in rest)])


def _inline(element: Element) -> str:
    """Words within a paragraph; a newline in them is a line break."""
    if element.tag == "br":
        return "\n"
    if element.tag == "img":
        return f"[{_flat(element.get('alt'))}]" if element.get("alt") else ""
    words = _flat(element.text) + "".join(_inline(child) + _flat(child.tail) for child in element)
    return _link(words, element.get("href", "")) if element.tag == "a" else words


def _link(words: str, target: str) -> str:
    """A link's words with its target, which a web address shows whole, a mail address and a number bare."""
    scheme, _, rest = target.partition(":")
    shown = rest if scheme.lower() in {"mailto", "tel"} else target
    return words if words in {target, shown} else f"{words} <{shown}>"


def _flat(text: str | None) -> str:
    """Text from between two elements; line feeds there were put in to make the HTML easy to read."""
    return (text or "").replace("\n", " ")
