// Keeps the verifier for times without a network. VERSION and FILES, its program and the keys, are put before this; the
// page itself is kept by page.js, in its language.
const STORE = `elearn-verify-${VERSION}`;
const KEPT = "elearn-kept";
const PAGE = "/verify/kept";
const KEYS = "/verify/trust.json";
const PATIENCE = 5000; // milliseconds that a network may take before what is kept is shown

addEventListener("install", (event) => event.waitUntil(keepAll()));
addEventListener("activate", (event) => event.waitUntil(takeOver()));
addEventListener("fetch", (event) => {
  const { method, url, mode } = event.request;
  const { origin, pathname, search } = new URL(url);
  if (method !== "GET" || origin !== location.origin) return;
  if (mode === "navigate") event.respondWith(networkFirst(event.request, PAGE));
  else if (pathname.startsWith("/static/") || pathname === KEYS) event.respondWith(networkFirst(event.request, pathname + search));
});

async function keepAll() {
  const store = await caches.open(STORE);
  await store.addAll(FILES.map((file) => new Request(file, { credentials: "omit", cache: "reload" })));
}

async function takeOver() {
  const old = (await caches.keys()).filter((name) => ![STORE, KEPT].includes(name));
  await Promise.all(old.map((name) => caches.delete(name)));
  await clients.claim();
}

// What the network gives; else, or if it takes too long, what is kept. The list of keys is kept anew each time.
async function networkFirst(request, file) {
  const fetched = fetch(request).then(async (answer) => {
    if (answer.ok && file === KEYS) await (await caches.open(STORE)).put(KEYS, answer.clone());
    return answer;
  });
  const late = new Promise((_, refuse) => setTimeout(refuse, PATIENCE));
  try {
    return await Promise.race([fetched, late]);
  } catch {
    return (await caches.match(file)) ?? fetched;
  }
}
