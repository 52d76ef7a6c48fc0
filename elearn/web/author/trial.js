// Asks whether a file of the pack was saved, and shows the page again when one was.
const banner = document.querySelector("[data-stamp]");
async function look() {
  if (document.visibilityState === "visible") {
    try {
      const answer = await fetch("/preview/stamp", { cache: "no-store" });
      if (answer.ok && (await answer.text()) !== banner.dataset.stamp) {
        location.reload();
        return;
      }
    } catch {
      // The preview was stopped; it may come back.
    }
  }
  setTimeout(look, 1000);
}
if (banner) setTimeout(look, 1000);
