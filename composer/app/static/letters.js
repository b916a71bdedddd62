// A wording while somebody types: the letter beside it is made anew, with what is wrong beside its field. Everything
// works without this file, by a button. Nothing is saved here.
const AFTER = 500; // milliseconds without typing, after which the letter is made anew
const one = (selector) => document.querySelector(selector);
const form = one("[data-wording]");
const frame = one("[data-letter]");
const status = one("[data-status]");

// The frame is as high as its letter. No script can run in it; ours may read it.
function fit() {
  const inside = frame?.contentDocument?.documentElement;
  if (!inside) return;
  frame.style.height = "0"; // or it would be as high as it is already
  frame.style.height = `${Math.max(inside.scrollHeight, 200)}px`;
}
frame?.addEventListener("load", fit);
addEventListener("resize", fit);
fit();

// What takes a while says so.
document.addEventListener("submit", (event) => wait(event.submitter));
document.addEventListener("click", (event) => wait(event.target.closest?.("a[data-wait]")));
function wait(pressed) {
  if (pressed?.dataset.wait && status) status.textContent = pressed.dataset.wait;
}
addEventListener("pageshow", () => { if (status) status.textContent = ""; });

if (form) {
  const { body, subject, settings, who, to } = form.elements;
  const typed = () => JSON.stringify([body.value, subject?.value, settings?.value]);
  const first = typed();
  let leaving = false;
  let timer = 0;
  let looking = false;
  let again = false;

  async function look() {
    if (looking) { again = true; return; }
    looking = true;
    try {
      const answer = await fetch(form.dataset.look, {
        method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(new FormData(form)),
      });
      const seen = await answer.json();
      if (answer.ok) show(seen);
      else status.textContent = `${seen.error ?? "Something is in the way."} ${seen.hint ?? ""}`.trim();
    } catch {
      status.textContent = "The program does not answer. Your text is still here.";
    }
    looking = false;
    if (again) { again = false; look(); }
  }

  function show(seen) {
    if (seen.contact) {
      to.value = seen.contact;
      one("[data-to]").textContent = seen.to;
    }
    one("[data-unclear]").textContent = seen.asked ? `“${seen.asked}” names nobody, or several. Choose one of the list.` : "";
    if (seen.html && frame) {
      one("[data-plain]")?.remove();
      frame.parentElement.hidden = false;
      // Parsed inside the frame, under the frame's own policy, which lets a letter have its styles and nothing else.
      const shown = frame.contentDocument.documentElement;
      shown.innerHTML = seen.html;
      shown.lang = seen.language;
      one("[data-subject]").textContent = seen.subject;
      fit();
    }
    for (const place of document.querySelectorAll("[data-wrong]")) {
      place.replaceChildren(...seen.problems.filter((each) => each.field === place.dataset.wrong).map(said));
    }
    const count = seen.problems.length + seen.elsewhere.length;
    status.textContent = count ? ["It cannot be written like this.", ...seen.elsewhere].join(" ") : "";
    form.dataset.looked = body.value.length; // for whoever measures how soon
  }

  function said(problem) {
    const line = document.createElement("p");
    if (problem.place) line.append(Object.assign(document.createElement("strong"), { textContent: `${problem.place}: ` }));
    line.append([problem.text, problem.hint].filter(Boolean).join(" "));
    if (problem.words) line.append(" ", Object.assign(document.createElement("code"), { textContent: problem.words }));
    return line;
  }

  for (const field of [body, subject, settings].filter(Boolean)) {
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(look, AFTER);
    });
  }
  who?.addEventListener("change", look);
  form.addEventListener("submit", (event) => {
    if (event.submitter?.dataset.show === undefined) { leaving = true; return; }
    event.preventDefault();
    look();
  });
  addEventListener("beforeunload", (event) => {
    if (!leaving && (typed() !== first || form.dataset.unsaved !== undefined)) event.preventDefault();
  });
  addEventListener("pageshow", () => { leaving = false; });
  if (form.dataset.unsaved !== undefined) look();
}
