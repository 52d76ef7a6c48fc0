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
document.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
  const link = event.target.closest?.("a.cite, a.term");
  const entry = link?.hash && link.pathname === location.pathname
    && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!entry || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(link, entry);
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
