// Copying a letter whole, with its formatting and as plain text; printing it; and looking again while letters are handed
// over. Without this file the fields of the page are selected and copied by hand.
const AGAIN = 1500; // milliseconds
const one = (selector) => document.querySelector(selector);
const status = one("[data-status]");

async function copy(button) {
  const text = one(`#${button.dataset.copy}`).value;
  const kinds = { "text/plain": new Blob([text], { type: "text/plain" }) };
  if (button.dataset.html) kinds["text/html"] = new Blob([button.dataset.html], { type: "text/html" });
  try {
    await navigator.clipboard.write([new ClipboardItem(kinds)]);
    status.textContent = button.dataset.copy === "subject" ? "The subject is copied." : "The letter is copied. Paste it into your message.";
    status.classList.remove("wrong");
  } catch {
    status.textContent = "This browser did not copy it. Click into the field, select all, and copy.";
    status.classList.add("wrong");
  }
}

if (navigator.clipboard && window.ClipboardItem) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}
const print = one("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
if (one("[data-goes-on]")) setTimeout(() => location.reload(), AGAIN);
