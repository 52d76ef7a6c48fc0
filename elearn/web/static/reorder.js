// "Move up" and "Move down" beside each entry of an ordering question; the position selects stay what is sent.
const signs = { up: "\u2191", down: "\u2193" };
for (const list of document.querySelectorAll("ol[data-order]")) enhance(list);

function enhance(list) {
  const place = (row) => row.querySelector("select");
  const words = document.createElement("p");
  words.className = "sr";
  words.setAttribute("role", "status");
  list.after(words);

  const mark = () => [...list.children].forEach((row, at) => {
    row.querySelector(".up").disabled = at === 0;
    row.querySelector(".down").disabled = at === list.children.length - 1;
  });
  const number = () => [...list.children].forEach((row, at) => {
    place(row).value = String(at + 1);
  });

  function put(row, at) {
    const rest = [...list.children].filter((other) => other !== row);
    rest.splice(at, 0, row);
    list.append(...rest);
    number();
    mark();
    words.textContent = list.dataset.moved + " " + place(row).value;
  }

  function move(row, step) {
    put(row, [...list.children].indexOf(row) + step);
    const button = row.querySelector(step < 0 ? ".up" : ".down");
    (button.disabled ? row.querySelector("button:enabled") : button)?.focus();
    place(row).dispatchEvent(new Event("input", { bubbles: true }));
  }

  function button(row, way, step) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button quiet move " + way;
    made.setAttribute("aria-label", list.dataset[way] + ": " + row.firstElementChild.textContent.trim());
    made.append(signs[way]);
    made.addEventListener("click", () => move(row, step));
    return made;
  }

  for (const row of list.children) {
    const moves = document.createElement("span");
    moves.className = "moves";
    place(row).before(moves);
    moves.append(button(row, "up", -1), button(row, "down", 1), place(row));
    place(row).addEventListener("change", (event) => {
      if (!event.target.value) return;
      put(row, event.target.value - 1);
      event.target.focus();
      event.target.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  const rank = (row) => Number(place(row).value) || 99;
  list.append(...[...list.children].sort((a, b) => rank(a) - rank(b)));
  mark();
}
