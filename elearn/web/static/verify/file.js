// The verifier as one file: the keys stand in it.
import { textFromCamera, textInPicture } from "./camera.js";
import { openDesk } from "./desk.js";

const trust = JSON.parse(document.getElementById("trust").textContent);
openDesk(async () => trust, async () => ({ textFromCamera, textInPicture }));
