// Chosen facts of a record in a signed file (SD-JWT, ES256). The same as `elearn/interop/sd_jwt.py`.
import { parsedPart, unreadable } from "./badge.js";
import { fromBase64url, sha256, toBase64url, utf8 } from "./bytes.js";
import { keysCalled, signer } from "./keys.js";
import { Refused } from "./refused.js";

const TYPE = "dc+sd-jwt";
const VCT = "urn:elearn:completion-record:1";
const OURS = ["_sd", "_sd_alg", "..."];
const MOST = 100; // facts that are shown

export const looksLikeSelection = (text) => /^[\w-]+\.[\w-]+\.[\w-]+(?:~[\w-]+)*~$/.test(text);

// The facts that were chosen, the record's digest, and the last day on which it holds (null: it does not end).
export async function checkSelection(text, trust) {
  const [token, ...shown] = text.slice(0, -1).split("~");
  if (shown.length > MOST) unreadable();
  const [head, body, sign] = token.split(".");
  const [header, claims] = [head, body].map(parsedPart);
  const signature = fromBase64url(sign);
  if (!signature || "crit" in header || ("typ" in header && header.typ !== TYPE)) unreadable();
  const keys = await keysCalled(trust, "selection", String(header.kid ?? "").split("#").at(-1));
  if (keys.length && header.alg !== "ES256") unreadable();
  const kid = await signer(keys, utf8(`${head}.${body}`), signature);
  if (claims.vct !== VCT || claims._sd_alg !== "sha-256" || !Array.isArray(claims._sd)) unreadable();
  const facts = await shownFacts(shown, claims);
  const { record, nbf, exp } = claims;
  if (typeof record !== "string" || !Number.isSafeInteger(nbf)) unreadable();
  return { facts, digest: record, kid, until: exp === undefined ? null : dayOf(exp) };
}

// Each fact that is shown must be one whose digest was signed.
async function shownFacts(shown, claims) {
  const facts = new Map();
  for (const disclosure of shown) {
    const [key, value] = disclosed(disclosure);
    const digest = toBase64url(await sha256(utf8(disclosure)));
    const signed = claims._sd.filter((one) => one === digest).length === 1;
    if (!signed || facts.has(key) || Object.hasOwn(claims, key)) throw new Refused("signature-wrong");
    facts.set(key, value);
  }
  return Object.fromEntries(facts);
}

function disclosed(disclosure) {
  let parts;
  try {
    parts = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(fromBase64url(disclosure)));
  } catch {
    return unreadable();
  }
  const fine = Array.isArray(parts) && parts.length === 3 && typeof parts[0] === "string" && typeof parts[1] === "string";
  if (!fine || OURS.includes(parts[1])) unreadable();
  return parts.slice(1);
}

function dayOf(seconds) {
  const day = new Date(seconds * 1000);
  return Number.isSafeInteger(seconds) && !Number.isNaN(day.getTime()) ? day.toISOString().slice(0, 10) : unreadable();
}
