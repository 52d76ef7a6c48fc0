// The time left of an attempt, counted down in the page; the server's clock decides. It can be
// hidden, is said aloud at five and at one minute, and just before the end asks to save the rest.
const clock = document.querySelector("[data-clock]");
if (clock) {
  const left = clock.querySelector("[data-left]"), said = clock.querySelector("[data-say]");
  const hide = clock.querySelector("[data-hide]"), words = [hide.textContent, hide.dataset.show];
  const ends = Date.now() + clock.dataset.clock * 1000;
  let before = Infinity, timer = 0;

  function look() {
    const hidden = sessionStorage.getItem("clock") === "hidden";
    left.parentElement.hidden = hidden;
    hide.textContent = words[hidden ? 1 : 0];
  }
  function tick() {
    const seconds = Math.max(0, Math.round((ends - Date.now()) / 1000));
    const two = (number) => String(number).padStart(2, "0");
    const hours = Math.floor(seconds / 3600);
    left.textContent = (hours ? hours + ":" : "") + two(Math.floor(seconds / 60) % 60) + ":" + two(seconds % 60);
    for (const [at, text] of [[300, said.dataset.five], [60, said.dataset.one]]) {
      if (seconds <= at && before > at && seconds > at - 30) said.textContent = text;
    }
    if (seconds <= 3 && before > 3) document.dispatchEvent(new Event("time-is-up"));
    if (!seconds && before) {
      clearInterval(timer);
      setTimeout(() => location.assign(clock.dataset.after), 1500);
    }
    before = seconds;
  }
  hide.addEventListener("click", () => {
    sessionStorage.setItem("clock", left.parentElement.hidden ? "shown" : "hidden");
    look();
  });
  clock.querySelector("[data-shown]").hidden = false;
  look();
  tick();
  timer = setInterval(tick, 1000);
}
