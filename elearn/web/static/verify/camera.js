// Reads QR codes: from pictures, and from the camera while it is looked at. Uses the browser's own reader where it has
// one, else ours.
import { readPicture } from "./qr/read.js";

const SIDES = [1000, 2200]; // pixels that a picture is made smaller to; a small code on a large page needs the second
const PAUSE = 120; // milliseconds between two looks through the camera

// The text of the QR code in an image file; null if there is none.
export async function textInPicture(file) {
  const picture = await createImageBitmap(file);
  try {
    const own = await byBrowser(picture);
    if (own) return own;
    for (const side of SIDES) {
      const text = readPicture(pixels(picture, picture.width, picture.height, side));
      if (text || Math.max(picture.width, picture.height) <= side) return text;
    }
    return null;
  } finally {
    picture.close();
  }
}

// Shows the camera in a video element until a code is read, or `stop` aborts; the text, or null.
export async function textFromCamera(video, stop) {
  const wanted = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 960 } };
  const stream = await navigator.mediaDevices.getUserMedia({ video: wanted });
  try {
    video.srcObject = stream;
    await video.play();
    while (!stop.aborted) {
      const text = video.videoWidth ? await lookOnce(video) : null;
      if (text) return text;
      await new Promise((done) => setTimeout(done, PAUSE));
    }
    return null;
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  }
}

async function lookOnce(video) {
  return (await byBrowser(video)) ?? readPicture(pixels(video, video.videoWidth, video.videoHeight, SIDES[0]), true);
}

function pixels(source, width, height, side) {
  const scale = Math.min(1, side / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.fillStyle = "#fff"; // under what is transparent
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

async function byBrowser(source) {
  if (!("BarcodeDetector" in globalThis)) return null;
  try {
    const found = await new globalThis.BarcodeDetector({ formats: ["qr_code"] }).detect(source);
    return found[0]?.rawValue || null;
  } catch {
    return null; // it is there, but does not work on this device
  }
}
