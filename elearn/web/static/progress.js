// How far some work is, asked every second; the page is read anew when the work has ended.
const box = document.querySelector("[data-progress]");
const bar = box.querySelector("progress");
const done = box.querySelector("[data-done]");
async function ask() {
  try {
    const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
    if (answer.ok) {
      const far = await answer.json();
      if (far.state !== box.dataset.state) return location.reload();
      done.textContent = far.done.toLocaleString(document.documentElement.lang);
      if (far.total) {
        bar.max = far.total;
        bar.value = far.done;
      } else bar.removeAttribute("value");
    }
  } catch { /* the line is down; the next try comes */ }
  setTimeout(ask, 1000);
}
setTimeout(ask, 1000);
