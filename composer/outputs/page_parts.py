"""What pages for a browser have in common that lie in a folder: they load nothing, and copy with one click.

Their own script is the only one that a browser runs in them, by its digest in the Content-Security-Policy.
"""

import base64
import hashlib
from html import escape
from typing import Final

_SCRIPT = """\
document.documentElement.className = "live";
const said = (button, text) => { button.parentElement.querySelector("[role=status]").textContent = text; };
function selected(part) {
  const folded = part.closest("details");
  if (folded) folded.open = true;
  const range = document.createRange();
  range.selectNodeContents(part);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  return document.execCommand("copy");
}
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const part = document.getElementById(button.dataset.copy);
  const kinds = { "text/plain": new Blob([button.dataset.text || part.textContent], { type: "text/plain" }) };
  if (button.dataset.text) kinds["text/html"] = new Blob([part.innerHTML], { type: "text/html" });
  let copied = false;
  try {
    await navigator.clipboard.write([new ClipboardItem(kinds)]);
    copied = true;
  } catch {
    copied = selected(part);
  }
  said(button, copied ? "Copied." : "This browser did not copy it. It is selected now: copy it yourself.");
});
"""
_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'unsafe-inline'; "
    f"script-src 'sha256-{base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()}'"
)
_STYLE = """\
.bar { font: 16px/1.5 system-ui, sans-serif; max-width: 40em; padding: 8px; overflow-wrap: anywhere; }
.bar h1, .bar h2 { font-size: 20px; margin: 8px 0; }
.bar p { margin: 4px 0; }
.bar pre { font: inherit; white-space: pre-wrap; }
.bar button { display: none; font: inherit; min-height: 44px; min-width: 44px; padding: 0 12px; }
.live .bar button { display: inline-block; }
.bar a { display: inline-block; padding: 10px 0; }
.bar a, .bar summary { color: LinkText; min-height: 24px; }
@media print { .bar { display: none; } }
"""
HEAD: Final = (
    f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">\n'
    f"<style>\n{_STYLE}</style>\n<script>{_SCRIPT}</script>\n"
)
"""What stands in the head of such a page, before anything that it governs."""


def copy_button(words: str, part: str, text: str = "") -> str:
    """A button that copies the element with that id, as text alone or, with `text` for its plain form, formatted."""
    plain = f' data-text="{escape(text)}"' if text else ""
    return (
        f'<button type="button" data-copy="{escape(part)}"{plain}>{escape(words)}</button> <span role="status"></span>'
    )
