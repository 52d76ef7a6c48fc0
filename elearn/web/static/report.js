// One small link beside the block under the mouse, to the form that reports a mistake in it. Keyboard, touch and
// screen readers have the same form, with a list of the blocks, under the lesson: no link at every paragraph.
const lesson = document.querySelector("[data-report]");
if (lesson) {
  const link = document.createElement("a");
  link.className = "report";
  link.tabIndex = -1;
  link.hidden = true;
  link.setAttribute("aria-hidden", "true");
  const word = document.createElement("span");
  word.textContent = " " + lesson.dataset.reportLabel;
  link.append("\u2691", word);
  link.title = lesson.dataset.reportLabel;
  lesson.append(link);
  lesson.addEventListener("pointerover", (event) => {
    const block = event.pointerType === "mouse" && event.target.closest(".block[id]");
    if (!block) return;
    const address = new URL(lesson.dataset.report, location.href);
    address.searchParams.set("block", block.id);
    link.href = address.href;
    link.style.top = block.getBoundingClientRect().top - lesson.getBoundingClientRect().top + "px";
    link.hidden = false;
  });
}
