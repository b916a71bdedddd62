// The page that says how far the letters are: it asks each second, and goes on to what was written.
const bar = document.querySelector("[data-writing]");
const said = document.querySelector("[data-said]");
async function look() {
  const answer = await fetch(location.pathname, { headers: { accept: "application/json" } }).catch(() => null);
  if (!answer) return; // the program has ended, or the computer slept: the next try says
  if (!answer.ok) { location.reload(); return; }
  const now = await answer.json();
  if (now.to) { location.replace(now.to); return; }
  bar.value = now.done;
  said.textContent = `${now.done.toLocaleString("en")} of ${now.total.toLocaleString("en")} are worded.`;
}
setInterval(look, 1000);
