// The verify page: loads the issuer's keys, and keeps the verifier for times without a network.
import { openDesk } from "./desk.js";
import { Refused } from "./refused.js";

const root = document.getElementById("verifier");
let loaded = null;

async function trusted() {
  loaded ??= fetch(root.dataset.trust).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer)));
  try {
    return await loaded;
  } catch {
    loaded = null;
    throw new Refused("keys-missing");
  }
}

openDesk(trusted, () => import("./camera.js"));

if ("serviceWorker" in navigator) {
  const { worker, kept } = root.dataset;
  const policy = globalThis.trustedTypes?.createPolicy("verify-worker", { createScriptURL: () => worker });
  navigator.serviceWorker.register(policy?.createScriptURL(worker) ?? worker, { scope: "/verify" }).catch(() => {});
  if (navigator.onLine) keepPage(kept).catch(() => {});
}

// The page as nobody sees it, in the language of this one.
async function keepPage(address) {
  const answer = await fetch(address, { credentials: "omit", cache: "reload" });
  if (answer.ok) await (await caches.open("elearn-kept")).put("/verify/kept", answer);
}
