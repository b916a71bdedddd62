// What all pages share: keys for those who like them, and a word when the files have changed. Everything works without
// this file. Keys rest while somebody types, and can be switched off for good.
const KEYS = [
  ["j, k", "next and previous letter, or line of a list"],
  ["Enter", "open the line that has the focus"],
  ["e", "change the letter"],
  ["a", "approve, and go to the next"],
  ["s", "put aside; you may say why"],
  ["u", "undo, or make it a draft again"],
  ["1, 2, 3", "answer what is asked about a sentence"],
  ["/", "search"],
  ["Esc", "leave the field, then back to the list"],
  ["?", "these keys"],
];
const SWITCH = "outreach-keys";
export const typing = (target) => target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]") != null;
const isOff = () => localStorage.getItem(SWITCH) === "off";
const one = (selector) => document.querySelector(selector);

function step(by) {
  const link = one(by > 0 ? "#after" : "#before");
  if (link) { link.click(); return; }
  const rows = [...document.querySelectorAll(".row")];
  if (!rows.length) return;
  const at = rows.indexOf(document.activeElement);
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1);
  rows[next].focus();
}

let pressed = false; // a key that is pressed twice, or held down, is one word
function press(button) {
  if (!button || pressed) return;
  pressed = true;
  button.click();
  setTimeout(() => { pressed = false; }, 1000); // the page may still be here: a field was missing, say
}

function answer(event) {
  const form = event.target.closest("form.answer") ?? one("form.answer");
  if (!event.repeat) press(form?.querySelectorAll("button")[Number(event.key) - 1]);
}

function dialog() {
  let shown = one("dialog.keys");
  if (!shown) {
    shown = document.createElement("dialog");
    shown.className = "keys";
    shown.setAttribute("aria-labelledby", "keys-title");
    const title = Object.assign(document.createElement("h2"), { id: "keys-title", textContent: "Keys" });
    const list = document.createElement("dl");
    for (const [key, what] of KEYS) {
      const pair = document.createElement("div");
      pair.append(Object.assign(document.createElement("dt"), { textContent: key }));
      pair.append(Object.assign(document.createElement("dd"), { textContent: what }));
      list.append(pair);
    }
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: !isOff() });
    box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "on" : "off"));
    label.append(box, " Use these keys");
    const close = Object.assign(document.createElement("button"), { type: "button", textContent: "Close" });
    close.addEventListener("click", () => shown.close());
    shown.append(title, list, label, close);
    document.body.append(shown);
  }
  shown.showModal();
}

function leave(target) {
  if (typing(target)) target.blur();
  else if (/^\/draft\//.test(location.pathname)) location.assign("/drafts");
  else if (location.pathname !== "/") location.assign("/");
}

const ACTIONS = {
  j: () => step(1),
  k: () => step(-1),
  e: () => one("#body")?.focus(),
  a: () => press(one("[data-approve] button")),
  s: () => one("#reason")?.focus(),
  u: () => press(one("[data-undo] button") ?? one("[data-reopen] button")),
  "/": () => one("#q") ? one("#q").focus() : location.assign("/drafts#q"),
  "?": dialog,
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || one("dialog[open]")) return;
  if (event.key === "Escape") { leave(event.target); return; }
  if (isOff() || typing(event.target)) return;
  if (/^[1-3]$/.test(event.key)) answer(event);
  else if (ACTIONS[event.key]) ACTIONS[event.key]();
  else return;
  event.preventDefault();
});

// What takes a moment says so on its button, and is not pressed twice.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button?.dataset.busy) return;
  setTimeout(() => { if (!event.defaultPrevented) Object.assign(button, { textContent: button.dataset.busy, disabled: true }); });
});

if (location.hash === "#q") one("#q")?.focus(); // somebody pressed "/" on a page that has nothing to search

const keys = one("[data-keys]");
if (keys) {
  keys.hidden = false;
  keys.addEventListener("click", dialog);
}

// A page that shows files asks now and then whether they are still as it shows them. It never changes by itself while
// somebody types: it offers to look again.
const EVERY = 2000;
const shows = one("[data-stamp]");
let left = 0; // when the page was last left: what is on its way must not be stopped by showing this page again
addEventListener("beforeunload", () => { left = Date.now(); });
const leaving = () => Date.now() - left < 30_000; // a file that is downloaded leaves the page where it is
async function changed() {
  if (document.hidden || !shows || leaving()) return;
  const draft = shows.dataset.draft ? `?draft=${encodeURIComponent(shows.dataset.draft)}` : "";
  try {
    const answer = await fetch(`/stamp${draft}`);
    const now = await answer.text();
    if (answer.ok && !leaving() && shows.dataset.stamp && now !== shows.dataset.stamp) document.dispatchEvent(new CustomEvent("changed-on-disk", { detail: now }));
  } catch { /* the program has ended, or the computer slept: the next try says */ }
}
document.addEventListener("changed-on-disk", (event) => {
  if (shows.dataset.open !== undefined) return; // the editor has its own answer
  if (!document.activeElement || document.activeElement === document.body || !typing(document.activeElement)) location.reload();
  else shows.dataset.stamp = event.detail;
});
// A form on its way brings a page of its own, with what was done and the way back; looking again now would lose that.
document.addEventListener("submit", (event) => { if (shows && !event.defaultPrevented) shows.dataset.stamp = ""; });
if (shows) setInterval(changed, EVERY);
