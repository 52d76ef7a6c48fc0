// Saves answers as they are given, each question to its data-save address, and says so. What could
// not be sent stays in the page and is sent again; of two tabs that answer one question, the later
// one is told.
const form = document.querySelector("form[data-answers]");
const line = form?.querySelector("[data-saved]");
const questions = [];
if (line) {
  const tab = document.createElement("input");
  Object.assign(tab, { type: "hidden", name: "tab", value: Math.random().toString(36).slice(2, 12) });
  form.append(tab);
  for (const part of form.querySelectorAll("[data-save]")) keep(part);
}

function say(text, bad, link) {
  line.textContent = text;
  line.classList.toggle("saved-bad", bad);
  if (!link) return;
  const way = document.createElement("a");
  way.href = link;
  way.textContent = line.dataset.choose;
  line.append(" ", way);
}

function keep(part) {
  const based = part.querySelector("[data-based]");
  let timer, changed = 0, saved = 0, wait = 2, under;

  function fields() {
    const names = new Set([...part.querySelectorAll("[name]")].map((field) => field.name));
    const data = new FormData(form);
    for (const name of [...data.keys()]) if (!names.has(name) && name !== "csrf_token" && name !== "tab") data.delete(name);
    return data;
  }
  function post(last) {
    under = last ? undefined : new AbortController();
    return fetch(part.dataset.save, {
      method: "POST", body: fields(), keepalive: last, signal: under?.signal, credentials: "same-origin", redirect: "manual",
    });
  }
  function later(seconds) {
    clearTimeout(timer);
    timer = setTimeout(send, seconds * 1000);
  }
  function done(answer, now) {
    saved = now;
    wait = 2;
    const number = answer.headers.get("X-Answer");
    const refused = answer.headers.get("X-Refused");
    if (refused === "aside") return say(line.dataset.tab, true, answer.headers.get("Location"));
    if (refused === "unreadable") return say(line.dataset.part, false);
    if (refused) return say(line.dataset[refused], true);
    if (number) based.value = number;
    // By the server's clock and in the site's zone, as the end of the attempt is.
    const time = new Date(answer.headers.get("Date") || Date.now()).toLocaleTimeString(
      document.documentElement.lang, { timeStyle: "short", hourCycle: "h23", timeZone: line.dataset.zone });
    say(line.dataset.ok + " " + time, false);
  }
  async function send() {
    clearTimeout(timer);
    const now = changed;
    let answer;
    say(line.dataset.busy, false);
    try {
      answer = await post(false);
    } catch {
      answer = { ok: false, status: 0 };
    }
    under = undefined;
    if (answer.ok || answer.status === 409) {
      done(answer, now);
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

  part.addEventListener("input", (event) => {
    changed += 1;
    if (!under) later(/^(radio|checkbox|select-one)$/.test(event.target.type) ? 0.2 : 1.2);
  });
  questions.push({
    unsent: () => changed > saved,
    again: () => later(0),
    stop() {
      clearTimeout(timer);
      under?.abort();
      saved = changed;
    },
    leave() {
      if (changed <= saved || under) return;
      const now = changed;
      post(true).then((answer) => { if (answer.ok) done(answer, now); }).catch(() => {});
    },
  });
}

const unsent = () => questions.filter((question) => question.unsent());
const leave = () => questions.forEach((question) => question.leave());
form?.addEventListener("submit", () => questions.forEach((question) => question.stop()));
addEventListener("online", () => unsent().forEach((question) => question.again()));
addEventListener("pagehide", leave);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
document.addEventListener("time-is-up", () => unsent().forEach((question) => question.again()));
addEventListener("beforeunload", (event) => {
  if (line?.classList.contains("saved-bad") && unsent().length) event.preventDefault();
});
