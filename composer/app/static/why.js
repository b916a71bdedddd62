// The parts below a letter are fetched once somebody opens them. A click on a sentence of the letter shows where it comes
// from. Everything is on pages of its own, too, for whoever has no script.
const parts = [...document.querySelectorAll("[data-load]")];
const plain = (text) => text.replace(/\s+/g, " ").trim();

async function load(part) {
  try {
    const page = new DOMParser().parseFromString(await (await fetch(part.dataset.load)).text(), "text/html");
    const shown = page.querySelector("[data-shown]") ?? page.querySelector("main");
    part.querySelector("[data-shown], main")?.remove();
    part.append(document.adoptNode(shown));
  } catch { /* the link to its own page is still there */ }
}
const loading = new Map();
for (const part of parts) {
  part.addEventListener("toggle", () => { if (part.open && !loading.has(part)) loading.set(part, load(part)); });
}
document.addEventListener("letter-saved", () => {
  loading.clear();
  for (const part of parts.filter((one) => one.open)) loading.set(part, load(part));
});

// --- from a sentence in the letter to its reason ---
const frame = document.querySelector("[data-letter]");
const why = document.querySelector("[data-why]");

function clicked(event) {
  const block = event.target.closest?.("p, li, td, h1, h2, h3, blockquote");
  if (!block || event.target.closest("a")) return null;
  const inside = event.target.ownerDocument;
  const at = inside.caretPositionFromPoint?.(event.clientX, event.clientY) ?? inside.caretRangeFromPoint?.(event.clientX, event.clientY);
  const before = inside.createRange();
  before.setStart(block, 0);
  if (at) before.setEnd(at.offsetNode ?? at.startContainer, at.offset ?? at.startOffset);
  return { text: plain(block.textContent), at: plain(before.toString()).length };
}

function matching({ text, at }) {
  const entries = [...why.querySelectorAll("[data-said]")].map((entry) => ({ entry, said: plain(entry.textContent) }));
  const within = entries.filter(({ said }) => text.includes(said) || said.includes(text));
  return (within.find(({ said }) => { const from = text.indexOf(said); return from >= 0 && from <= at && at <= from + said.length; }) ?? within[0])?.entry;
}

async function show(event) {
  const place = clicked(event);
  if (!place) return;
  why.open = true;
  if (!loading.has(why)) loading.set(why, load(why));
  await loading.get(why);
  const entry = matching(place);
  if (!entry) return;
  const folded = entry.closest("details:not([data-why])");
  if (folded) folded.open = true;
  entry.focus();
  entry.scrollIntoView({ block: "center" });
}
if (frame && why) {
  const listen = () => frame.contentDocument?.addEventListener("click", show);
  frame.addEventListener("load", listen);
  listen();
}
