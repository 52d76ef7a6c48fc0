// What every page gets. All of it improves pages that work without it.
const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];

// A form that came back: the summary of errors is the first thing to hear and see.
document.getElementById("errors")?.focus();

// Citations and terms show, in a dialog, what the entry that they link to says.
const dialog = document.createElement("dialog");
function show(link, entry) {
  const text = entry.cloneNode(true);
  for (const node of [text, ...$$("[id]", text)]) node.removeAttribute("id");
  const body = document.createElement("div");
  body.append(...text.childNodes);
  const close = document.createElement("button");
  close.className = "button quiet";
  close.textContent = document.body.dataset.close;
  close.addEventListener("click", () => dialog.close());
  dialog.replaceChildren(body, close);
  dialog.setAttribute("aria-label", link.textContent);
  document.body.append(dialog);
  dialog.showModal();
}
// The page with the entries; of a lesson it is another one, fetched at the first click. A request for a document makes
// nodes without turning text into markup here, which the page's policy forbids.
const pages = new Map([[location.pathname, document]]);
const page = (link) => new Promise((done, failed) => {
  if (pages.has(link.pathname)) return done(pages.get(link.pathname));
  const asked = new XMLHttpRequest();
  asked.responseType = "document";
  asked.onload = () => {
    if (!asked.response) return failed();
    pages.set(link.pathname, asked.response);
    done(asked.response);
  };
  asked.onerror = failed;
  asked.open("GET", link.pathname);
  asked.send();
});
document.addEventListener("click", async (event) => {
  if (event.target === dialog) dialog.close();
  const link = event.target.closest?.("a.cite, a.term");
  if (!link?.hash || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const entry = (from) => from.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (link.pathname === location.pathname && !entry(document)) return;
  event.preventDefault();
  try {
    show(link, document.importNode(entry(await page(link)), true));
  } catch {
    location.assign(link.href);
  }
});

// Menus close on Escape and on a click elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of $$("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// The contents of a course stand open where there is room, and where the reader is comes into view.
for (const part of $$("details[data-wide]")) {
  part.open = matchMedia("(min-width: 58rem)").matches;
  const here = part.querySelector("[aria-current]");
  const box = part.closest(".outline");
  if (part.open && here && box) box.scrollTop = here.offsetTop - box.clientHeight / 2;
}

for (const button of $$("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// Asked first: forms that undo something. Asked on leaving: forms that hold words not yet sent.
let unsent = false;
document.addEventListener("input", (event) => {
  if (event.target.closest("form[data-guard]")) unsent = true;
});
document.addEventListener("submit", (event) => {
  const question = event.target.dataset.confirm;
  if (question && !confirm(question)) event.preventDefault();
  else unsent = false;
});
addEventListener("beforeunload", (event) => {
  if (unsent) event.returnValue = "?";
});
