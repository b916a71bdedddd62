"""A letter as a page of its own: what a browser shows and copies, without a network."""

from html import escape

from composer.drafts.draft import Draft
from composer.mail.attached_parts import shown_apart, with_pictures
from composer.mail.body import render_letter
from composer.mail.layout import Layout, direction
from composer.mail.message import ensure_sayable
from composer.outputs.occasion import Occasion
from composer.outputs.page_parts import HEAD, copy_button
from composer.outputs.plain import addresses, to_attach
from composer.patterns import regex

_PARTS = tuple(f"copy-{number}" for number in range(5))
_BODY = regex(r"<body[^>]*>")


def letter_page(draft: Draft, layout: Layout, occasion: Occasion) -> bytes:
    """The letter in its layout, and above it the addresses and the subject, each with a button that copies it."""
    ensure_sayable(draft)
    body = render_letter(draft, layout.styles)
    html = with_pictures(body.html, occasion.attached)
    files = shown_apart(body.html, occasion.attached)[1]
    document = layout.wrap(html, draft.language, direction(draft.language), draft.subject)
    begin = _BODY.search(document)
    if begin is None:  # the inliner writes one whatever the layout has
        raise ValueError("a layout without a body")
    head, inside = document[: begin.start()], document[begin.end() :]
    letter, end, rest = inside.rpartition("</body>")
    parts = (
        head,
        HEAD,
        begin[0],
        "\n",
        _bar(draft, body.text, to_attach(files)),
        f'<main id="letter">{letter}</main>\n',
        end,
        rest,
    )
    return "".join(parts).encode()


def _bar(draft: Draft, text: str, attach: str) -> str:
    """What stands above the letter, in the program's own language."""
    lists = {name: ", ".join(map(str, listed)) for name, listed in addresses(draft).items()}
    lines = [
        f'<p>{name}: <span id="{part}">{escape(value)}</span> {copy_button(f"Copy {name}", part)}</p>'
        for part, (name, value) in zip(_PARTS, {**lists, "Subject": draft.subject}.items(), strict=False)
    ]
    lines += [f'<p>Attach: <span dir="auto">{escape(attach)}</span></p>'] if attach else []
    copying = f"<p>{copy_button('Copy the letter', 'letter', text)}</p>"
    title = "<h1>A letter to copy into a new message</h1>"
    return "\n".join(['<header class="bar" lang="en" dir="ltr">', title, *lines, copying, "</header>\n"])
