// Shows what came of a check. All words stand in the page, in its language.

const LOOKS = {
  valid: ["ok", "✓"],
  expired: ["warn", "!"],
  superseded: ["warn", "↻"],
  revoked: ["bad", "✕"],
  refused: ["bad", "✕"],
  unreadable: ["none", "?"],
};
const UNREADABLE = [
  "artefact-unknown", "picture-without-code", "essentials-newer", "browser-too-old", "keys-missing", "camera-closed",
  "records-several",
];

const CODES = ["kind", "assessment", "participation", "quality", "credit", "validity", "identity"];

export function word(name) {
  const words = document.getElementById("verify-words").content;
  return words.querySelector(`[data-word="${CSS.escape(name)}"]`)?.textContent ?? "";
}

export const momentInWords = (text) => inWords(text, { dateStyle: "long", timeStyle: "short" });

// What was found: how it stands, its facts, its last day where one is known, whether the name fits (null: none entered).
export function showFound(found, { status, end, fits }, trust) {
  const card = emptyCard(status);
  const facts = end ? { ...found.facts, valid_until: end } : found.facts;
  fill(card, ".reason", word(`about-${found.kind}`));
  const list = card.querySelector(".facts");
  for (const [label, value] of rows(facts)) {
    const [term, text] = [document.createElement("dt"), document.createElement("dd")];
    term.textContent = label;
    text.textContent = value;
    list.append(term, text);
  }
  fill(card, ".names", fits === null ? "" : word(fits ? "name-fits" : "name-differs"));
  card.querySelector(".names")?.classList.add("note", fits ? "note-ok" : "note-bad");
  fill(card, ".since", sinceInWords(trust));
  fill(card, ".key", word("key").replace("{key}", found.kid));
  put(card);
}

// Why nothing can be said, or why it cannot be trusted.
export function showRefused({ code, detail }, trust) {
  const card = emptyCard(UNREADABLE.includes(code) ? "unreadable" : "refused");
  const reason = word(`reason-${code}`) || word("reason-artefact-unknown");
  fill(card, ".reason", reason.replace("{fact}", word(`fact-${detail}`) || detail));
  fill(card, ".since", trust ? sinceInWords(trust) : "");
  for (const part of [".facts", ".names", ".key"]) card.querySelector(part).remove();
  put(card);
}

export const sinceInWords = (trust) => (trust.at ? word("since").replace("{moment}", momentInWords(trust.at)) : "");

function emptyCard(status) {
  const card = document.getElementById("verify-answer").content.firstElementChild.cloneNode(true);
  const [look, sign] = LOOKS[status];
  card.classList.add(`verdict-${look}`);
  card.dataset.status = status;
  fill(card, ".sign", sign);
  fill(card, "h2", word(`status-${status}`));
  return card;
}

function put(card) {
  document.getElementById("answer").replaceChildren(card);
  card.querySelector("h2").focus();
}

function fill(card, part, text) {
  if (text) card.querySelector(part).textContent = text;
  else card.querySelector(part).remove();
}

// Label and value of each fact, the known ones first and in the order of the words.
function rows(facts) {
  const known = [...document.getElementById("verify-words").content.querySelectorAll('[data-word^="fact-"]')]
    .map((node) => node.dataset.word.slice("fact-".length));
  const keys = known.filter((key) => key in facts);
  keys.push(...Object.keys(facts).filter((key) => !known.includes(key)));
  const named = keys.filter((key) => key !== "pack" || !("version" in facts)); // the pack stands before its version
  return named.map((key) => [word(`fact-${key}`) || key, shown(key, facts)]).filter(([, value]) => value);
}

function shown(key, facts) {
  const value = facts[key];
  if (key === "version") return `${facts.pack ?? ""} ${value}`.trim();
  if (key === "valid_until" && value === null) return word(facts.validity === "until-law-changes" ? "until-law" : "no-end");
  if (["issued", "valid_until", "law_checked"].includes(key) && value) return inWords(value, { dateStyle: "long", timeZone: "UTC" });
  if (CODES.includes(key)) return word(`${key}-${value}`) || value;
  if (key === "language") return word(`language-${value}`) || value;
  if (value === null) return "";
  if (Array.isArray(value)) return value.map((one, at) => (at < value.length - 1 ? one.replace(/\.$/, "") : one)).join("; ");
  if (typeof value === "object") return Object.entries(value).map(([name, number]) => `${word(`${key}-${name}`) || name}: ${number}`).join(", ");
  return String(value);
}

function inWords(text, how) {
  return new Intl.DateTimeFormat([document.getElementById("verifier").dataset.dates, "en-GB"], how).format(new Date(text));
}
