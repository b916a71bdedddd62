"""Letters as links that open a mail program (RFC 6068), all on one page."""

from html import escape
from typing import Final

from composer.drafts.draft import Draft
from composer.mail.body import render_letter
from composer.mail.layout import Layout, direction
from composer.mail.mailto import MOST, mailto
from composer.mail.message import ensure_sayable
from composer.outputs import page_parts
from composer.outputs.occasion import Occasion
from composer.outputs.plain import to_attach

HEAD: Final = f"""\
<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Letters to open in your mail program</title>
{page_parts.HEAD}<body>
<main class="bar">
<h1>Letters to open in your mail program</h1>
<p>Each link opens a new message as plain text. Nothing is sent until you send it.</p>
""".encode()
"""What the page begins with. It ends with its last letter, which browsers take, so that one more is added behind it."""


def entry(draft: Draft, layout: Layout, occasion: Occasion) -> bytes:  # noqa: ARG001  # a link has no layout
    """One letter on that page. Where a link cannot carry it whole it says so, and the letter is there to be copied."""
    ensure_sayable(draft)
    text = render_letter(draft).text
    link = mailto(draft, text)
    whole = len(link) <= MOST
    says = "Open this letter" if whole else "Open a message to paste it into"
    long = f"<p>This letter is too long for a link: mail programs take about {MOST:,} characters. Copy it.</p>"
    attach = to_attach(occasion.attached)
    by_hand = f'<p>A link carries no files. Attach: <span dir="auto">{escape(attach)}</span></p>'
    part, name = escape(f"text-{draft.name}"), escape(draft.name)
    language, way = escape(draft.language), direction(draft.language)
    lines = [
        f'<article id="{name}">',
        f"<h2>{escape(', '.join(map(str, draft.to)))}</h2>",
        f'<p lang="{language}" dir="auto">{escape(draft.subject)}</p>',
        *([] if whole else [long]),
        *([by_hand] if attach else []),
        f'<p><a href="{escape(link if whole else mailto(draft))}">{says}<span hidden> {name}</span></a></p>',
        f"<p>{page_parts.copy_button('Copy the letter', f'text-{draft.name}')}</p>",
        f"<details{'' if whole else ' open'}><summary>Read it</summary>",
        f'<pre id="{part}" lang="{language}" dir="{way}">\n{escape(text)}</pre>',
        "</details>",
        "</article>\n\n",
    ]
    return "\n".join(lines).encode()
