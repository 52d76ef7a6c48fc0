// Items to drag into groups; the select of each stays what is sent, and is there for the keyboard.
for (const list of document.querySelectorAll("ul[data-groups]")) enhance(list);

function enhance(list) {
  const rows = [...list.children];
  const place = (row) => row.querySelector("select");
  const groups = [...place(rows[0]).options].map((option) => group(option.value, option.value ? option.text : list.dataset.none));
  let dragged = null;

  function group(value, name) {
    const box = document.createElement("li");
    const title = document.createElement("p");
    const items = document.createElement("ul");
    box.className = "drop";
    items.className = "match plain";
    title.className = "note-title";
    title.textContent = name;
    box.append(title, items);
    box.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      box.classList.add("drop-here");
    });
    box.addEventListener("dragleave", () => box.classList.remove("drop-here"));
    box.addEventListener("drop", (event) => {
      event.preventDefault();
      box.classList.remove("drop-here");
      if (!dragged) return;
      place(dragged).value = value;
      put(dragged);
      place(dragged).dispatchEvent(new Event("input", { bubbles: true }));
    });
    return { value, items, box };
  }

  const put = (row) => groups.find((each) => each.value === place(row).value).items.append(row);

  for (const row of rows) {
    row.draggable = true;
    row.addEventListener("dragstart", (event) => {
      dragged = row;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
    });
    row.addEventListener("dragend", () => { dragged = null; });
    place(row).addEventListener("change", (event) => {
      put(row);
      event.target.focus();
    });
  }
  list.classList.remove("match");
  list.classList.add("drops");
  list.append(...groups.map((each) => each.box));
  rows.forEach(put);
}
