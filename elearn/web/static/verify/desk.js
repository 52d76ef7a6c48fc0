// The form of the verifier: takes a file, a picture, a text or what the camera sees, and checks it on this device.
import { showFound, showRefused, sinceInWords } from "./answer.js";
import { checkFile, checkText, endOf, nameFits, statusOf } from "./check.js";
import { Refused } from "./refused.js";

// `trusted` gives the issuer's keys and list; `camera` the module that reads pictures, when it is needed.
export function openDesk(trusted, camera) {
  const form = document.getElementById("check");
  const root = document.getElementById("verifier");
  for (const part of root.querySelectorAll("[data-scripted]")) part.hidden = false;
  for (const part of root.querySelectorAll("[data-plain]")) part.hidden = true;
  const { text, file, name } = form.elements;

  async function answer(check) {
    let trust = null;
    form.ariaBusy = "true";
    try {
      trust = await trusted();
      const found = await check(trust);
      const fits = name.value.trim() ? await nameFits(found, name.value) : null;
      const [status, end] = [statusOf(found, trust, new Date().toISOString().slice(0, 10)), endOf(found, trust)];
      showFound(found, { status, end, fits }, trust);
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
      showRefused(fault, trust);
    } finally {
      form.ariaBusy = null;
    }
  }
  const answerText = (given) => {
    text.value = given;
    return answer((trust) => checkText(given, trust));
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = file.files[0];
    if (chosen) answer((trust) => checkChosen(chosen, trust, camera));
    else if (text.value.trim()) answerText(text.value);
    else text.focus();
  });
  text.addEventListener("input", () => (file.value = ""));
  if (navigator.mediaDevices) useCamera(form, camera, answerText, (fault) => answer(() => Promise.reject(fault)));
  else form.querySelector("[data-camera]").hidden = true;

  const fromAddress = () => {
    if (/^#[0-9]{20,}$/.test(location.hash)) answerText(location.href);
  };
  addEventListener("hashchange", fromAddress);
  fromAddress();
  trusted().then((trust) => (document.getElementById("since").textContent = sinceInWords(trust)), () => {});
}

async function checkChosen(file, trust, camera) {
  const drawn = file.type === "image/svg+xml"; // holds a badge, and no picture of a code
  if (drawn || !file.type.startsWith("image/")) return checkFile(new Uint8Array(await file.arrayBuffer()), trust);
  const text = await (await camera()).textInPicture(file).catch(() => null);
  if (text === null) throw new Refused("picture-without-code");
  return checkText(text, trust);
}

function useCamera(form, camera, found, failed) {
  const [open, close, video] = ["[data-camera]", "[data-stop]", "video"].map((part) => form.querySelector(part));
  let stop = null;
  const shown = (on) => {
    [open.hidden, close.hidden, video.hidden] = [on, !on, !on];
  };
  close.addEventListener("click", () => {
    stop.abort();
    open.focus();
  });
  open.addEventListener("click", async () => {
    stop = new AbortController();
    shown(true);
    close.focus();
    try {
      const text = await (await camera()).textFromCamera(video, stop.signal);
      if (text) await found(text);
    } catch {
      failed(new Refused("camera-closed"));
    } finally {
      shown(false);
      if (document.activeElement === document.body) open.focus();
    }
  });
}
