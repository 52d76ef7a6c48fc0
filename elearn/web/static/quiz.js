// Saves answers as they are given, to the form's data-save address, and says so.
for (const line of document.querySelectorAll("form[data-save] [data-saved]")) keep(line.closest("form"), line);

function keep(form, line) {
  let timer, changed = 0, saved = 0, wait = 2;

  const say = (text, bad) => {
    line.textContent = text;
    line.classList.toggle("saved-bad", bad);
  };
  const post = (last) => fetch(form.dataset.save, {
    method: "POST", body: new FormData(form), keepalive: last, credentials: "same-origin", redirect: "manual",
  });
  const later = (seconds) => {
    clearTimeout(timer);
    timer = setTimeout(send, seconds * 1000);
  };

  async function send() {
    const now = changed;
    let answer;
    say(line.dataset.busy, false);
    try {
      answer = await post(false);
    } catch {
      answer = { ok: false, status: 0 };
    }
    if (answer.ok) {
      saved = now;
      wait = 2;
      const time = new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: "short", hourCycle: "h23" });
      say(line.dataset.ok + " " + time, false);
      if (changed > saved) later(0);
    } else if (answer.type === "opaqueredirect" || answer.status === 401) {
      say(line.dataset.out, true);
      later(30);
    } else if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) {
      say(line.dataset.no, true);
    } else {
      say(line.dataset.bad, true);
      later(wait);
      wait = Math.min(wait * 2, 60);
    }
  }

  form.addEventListener("input", (event) => {
    changed += 1;
    later(/^(radio|checkbox|select-one)$/.test(event.target.type) ? 0.2 : 1.2);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    saved = changed;
  });
  addEventListener("online", () => changed > saved && later(0));
  addEventListener("pagehide", () => {
    if (changed > saved) post(true).catch(() => {});
  });
}
