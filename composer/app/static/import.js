// Hands a chosen file to the program on this computer, as it is. Without this file, `outreach import FILE` does the same.
const MOST = 32 * 1024 * 1024; // bytes; the program takes no more
const field = document.querySelector("[data-bring]");
const status = document.querySelector("[data-status]");

function say(text, wrong = false) {
  status.textContent = text;
  status.classList.toggle("wrong", wrong);
}

async function bring() {
  const file = field.files[0];
  if (!file) return;
  if (file.size > MOST) {
    say("This file is larger than 32 MB. Export only your contacts, without pictures.", true);
    return;
  }
  say(`Reading ${file.name}`);
  try {
    const answer = await fetch("/import/file", {
      method: "POST",
      headers: { "content-type": "application/octet-stream", accept: "application/json", "x-file-name": encodeURIComponent(file.name) },
      body: file,
    });
    const said = await answer.json();
    if (answer.ok) location.assign(said.to);
    else say([said.error, ...said.problems.map((one) => `${one.text} ${one.hint}`), said.hint].filter(Boolean).join(" "), true);
  } catch {
    say("The program did not answer. Look whether it still runs, then choose the file again.", true);
  }
}

field.addEventListener("change", bring);
