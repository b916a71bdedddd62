// Keys for those who like them: j and k go through the list or the drafts, / searches, Escape goes back to the list.
// 1, 2 and 3 answer the question that has the focus, or the first one. They rest while somebody types.
// Everything works without this file.
const typing = (target) => target.closest("input:not([type=radio]), textarea, select, [contenteditable]") !== null;

function step(by) {
  const link = document.querySelector(by > 0 ? "#after" : "#before");
  if (link) { link.click(); return; }
  const rows = [...document.querySelectorAll(".row")];
  if (!rows.length) return;
  const at = rows.indexOf(document.activeElement);
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1);
  rows[next].focus();
}

let answered = false; // a key that is pressed twice, or held down, is one answer
function answer(event) {
  const form = event.target.closest("form.answer") ?? document.querySelector("form.answer");
  const button = form?.querySelectorAll("button")[Number(event.key) - 1];
  if (!button || event.repeat || answered) return;
  answered = true;
  button.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "/") document.querySelector("#q")?.focus();
  else if (/^[1-3]$/.test(event.key)) answer(event);
  else if (event.key === "Escape" && location.pathname !== "/") location.assign("/");
  else return;
  event.preventDefault();
});
