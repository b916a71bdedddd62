// The editor of a letter: it shows what is typed as its reader will see it, and saves it as it is typed. What is on the
// screen as "Saved" is on the disk. Where the file was changed elsewhere, both versions are shown and a person chooses.
const AFTER = 800; // milliseconds without typing, after which the letter is saved
const page = document.querySelector("[data-draft]");
const form = document.querySelector("[data-editor]");
const status = document.querySelector("[data-status]");
const frame = document.querySelector("[data-letter]");
const one = (selector) => document.querySelector(selector);

if (form) {
  const { subject, body, file } = form.elements;
  const at = page.dataset.at;
  let saved = JSON.stringify([subject.value, body.value]);
  let first = true; // the letter as it was found is kept once, before the first change of this visit
  let saving = null;
  let timer = 0;
  let disputed = false;
  let deciding = false; // a word on the letter waits until its text is saved
  const typed = () => JSON.stringify([subject.value, body.value]);
  const say = (words, wrong = false) => {
    status.textContent = words;
    status.classList.toggle("wrong", wrong);
  };

  async function send(address, fields) {
    const answer = await fetch(address, {
      method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(fields),
    });
    const words = await answer.text();
    try {
      return { ...JSON.parse(words), code: answer.status };
    } catch { // a sentence of the guard's, such as that the link has to be opened again
      return { error: words, code: answer.status };
    }
  }

  // What could not be saved stays with the window, and with the version of the file that it was written on.
  const keep = () => sessionStorage.setItem(at, JSON.stringify([file.value, subject.value, body.value]));
  function stands(text, digest, stamp) {
    [saved, first, file.value] = [text, false, digest];
    if (stamp) page.dataset.stamp = stamp;
    for (const field of document.querySelectorAll("[data-file]")) field.value = digest; // it is what the screen shows
    sessionStorage.removeItem(at);
  }
  const unanswered = () => {
    keep();
    say("Not saved: the program does not answer. Your text is still here; start it again, then save.", true);
  };
  const refused = (answer) => {
    keep();
    say(`Not saved: ${answer.error ?? "something is in the way"} ${answer.hint ?? ""}`.trim(), true);
  };

  // --- as it will be seen: one look at a time, and the last one shows what is typed last ---
  let looking = false;
  let again = false;
  async function look() {
    if (looking) { again = true; return; }
    looking = true;
    try {
      const seen = await send(`${at}/look`, { subject: subject.value, body: body.value });
      if (seen.inside !== undefined) {
        // Read under the frame's own policy, which has no script and lets the letter's styles be.
        const fresh = new frame.contentWindow.DOMParser().parseFromString(seen.inside, "text/html").body;
        frame.contentDocument.body.replaceChildren(...fresh.childNodes);
        one("[data-text]").textContent = seen.text;
        one("[data-begins]").textContent = seen.begins;
        one("[data-subject]").textContent = subject.value;
        page.dataset.seen = body.value.length; // for whoever measures how soon
        fit();
      }
    } catch { /* what cannot be looked at now is said by saving */ }
    looking = false;
    if (again) { again = false; look(); }
  }

  // --- saving ---
  async function save() {
    clearTimeout(timer);
    while (saving) await saving;
    if (disputed || typed() === saved) return !disputed;
    saving = once();
    const fine = await saving;
    saving = null;
    return fine && typed() === saved;
  }

  async function once() {
    const sent = typed();
    say("Saving …");
    let answer;
    try {
      answer = await send(form.action, {
        file: file.value, subject: subject.value, body: body.value, choice: first ? "first" : "again",
      });
    } catch {
      unanswered();
      return false;
    }
    if (answer.digest && answer.code === 200) {
      stands(sent, answer.digest, answer.stamp);
      const now = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
      say(answer.reopened ? `Saved ${now}. Approve it once more.` : `Saved ${now}`);
      await beside();
      return true;
    }
    if (answer.html) dispute(answer);
    else refused(answer);
    return false;
  }

  async function beside() {
    try {
      const answer = await fetch(`${at}/beside`);
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of answer.ok ? fresh.querySelectorAll("[data-part]") : []) {
        const place = one(`[data-part=${part.dataset.part}]`);
        const busy = deciding || place.contains(document.activeElement) || place.querySelector("#reason")?.value;
        if (!busy) place.replaceWith(part);
      }
      for (const field of document.querySelectorAll("[data-file]")) field.value = file.value;
      document.dispatchEvent(new Event("letter-saved"));
    } catch { /* it is as it was before */ }
  }

  // --- two versions ---
  function dispute(answer) {
    disputed = true;
    keep();
    const shown = new DOMParser().parseFromString(answer.html, "text/html").querySelector("[data-two-versions]");
    const place = one("[data-elsewhere]");
    place.replaceChildren(document.adoptNode(shown));
    place.querySelector("form").addEventListener("submit", async (event) => {
      event.preventDefault();
      subject.readOnly = body.readOnly = true; // what is chosen is what is sent
      saving = settle(event.submitter.value, answer).catch(unanswered);
      await saving;
      saving = null;
      subject.readOnly = body.readOnly = false;
      if (!disputed) body.focus();
    });
    say("Not saved: choose which version stands.", true);
    place.scrollIntoView({ block: "start" });
  }

  async function settle(choice, other) {
    const done = await send(form.action, { file: other.digest, subject: subject.value, body: body.value, choice });
    if (done.html) { dispute(done); return; }
    if (done.code !== 200) { refused(done); return; }
    if (choice === "theirs") [subject.value, body.value] = [other.subject, other.body];
    stands(typed(), done.digest ?? other.digest, done.stamp);
    disputed = false;
    one("[data-elsewhere]").replaceChildren();
    say(done.said.replaceAll("`", ""));
    look();
    beside();
  }

  function changed() {
    look();
    if (disputed) { keep(); return; }
    clearTimeout(timer);
    if (typed() === saved && !saving) { say(""); return; }
    say("Not saved yet");
    timer = setTimeout(save, AFTER);
  }
  for (const field of [subject, body]) field.addEventListener("input", changed);
  form.addEventListener("submit", (event) => { event.preventDefault(); save(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  addEventListener("beforeunload", (event) => { if (typed() !== saved) { save(); event.preventDefault(); } });

  // A word on a letter is a word on what the screen shows: it is saved first, and the word goes with it.
  document.addEventListener("submit", async (event) => {
    const other = event.target;
    if (other === form || other.closest("[data-two-versions]") || typed() === saved) return;
    event.preventDefault();
    deciding = true;
    const fine = await save();
    deciding = false;
    if (!fine) return;
    if (other.elements.file) other.elements.file.value = file.value;
    other.requestSubmit(event.submitter?.isConnected ? event.submitter : undefined);
  });

  document.addEventListener("changed-on-disk", async () => {
    if (saving || disputed) return;
    if (typed() === saved) location.reload(); else await save();
  });

  // A text that could not be saved, because the program had ended, is offered again.
  const kept = JSON.parse(sessionStorage.getItem(at) ?? "null");
  if (kept) {
    const now = typed();
    const digest = file.value;
    [file.value, subject.value, body.value] = kept;
    if (typed() === now) stands(now, digest);
    else changed();
  }
  one("markdown-toolbar").hidden = false;
  one("[data-save]").textContent = "Save now";
}

// The frame is as high as its letter, so that the page has one scrollbar. No script can run in it; ours may read it.
function fit() {
  const inside = frame?.contentDocument?.body;
  if (!inside) return;
  const below = parseFloat(getComputedStyle(inside).marginBottom) || 0;
  frame.style.height = `${Math.max(inside.getBoundingClientRect().bottom + below, 200)}px`;
}
frame?.addEventListener("load", fit);
addEventListener("resize", fit);
for (const choice of document.querySelectorAll("[name=show]")) {
  choice.addEventListener("change", () => {
    const [scheme, paper] = choice.value === "dark" ? ["dark", "#121212"] : ["light", "#fff"];
    const style = frame.contentDocument.getElementById("scheme");
    if (style) style.textContent = `:root { color-scheme: only ${scheme} !important; background: ${paper} }`;
    setTimeout(fit);
  });
}
fit();
