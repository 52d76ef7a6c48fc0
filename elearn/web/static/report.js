// A small link at each block of a lesson to the form that reports a mistake in it. It is for the mouse: keyboard,
// screen reader and touch have the same form, with a list of blocks, under the lesson, and no link at every step.
const from = document.querySelector("[data-report]");
if (from) {
  for (const block of from.querySelectorAll(".block[id]")) {
    const link = document.createElement("a");
    const address = new URL(from.dataset.report, location.href);
    address.searchParams.set("block", block.id);
    link.href = address.href;
    link.className = "report";
    link.tabIndex = -1;
    link.setAttribute("aria-hidden", "true");
    link.textContent = from.dataset.reportLabel;
    block.append(link);
  }
}
