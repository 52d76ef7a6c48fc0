// A badge as a token (Open Badges 3.0 as JWT, RS256). The same as `elearn/interop/open_badges/jwt.py` and `told.py`.
import { fromBase64url, utf8 } from "./bytes.js";
import { keysCalled, signer } from "./keys.js";
import { Refused } from "./refused.js";

const NAMESPACE = "https://purl.imsglobal.org/ob/v3p0";

export const looksLikeBadge = (text) => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text);

// The token within the picture of a badge. What is drawn around it is not signed, and not looked at.
export function tokenInPicture(text) {
  const found = [...text.matchAll(/<openbadges:credential\s[^<>]*>/g)];
  const namesOne = found.length === 1 && found[0][0].includes(`xmlns:openbadges="${NAMESPACE}"`);
  const token = namesOne ? /\sverify="([^"]*)"/.exec(found[0][0])?.[1] : null;
  return token && looksLikeBadge(token) ? token : unreadable();
}

// What a badge says of its record, if a key of the issuer signed it.
export async function checkBadge(text, trust) {
  const [head, body, sign] = text.split(".");
  const [header, credential] = [head, body].map(parsedPart);
  const signature = fromBase64url(sign);
  if (!signature || "crit" in header || (header.typ ?? "JWT") !== "JWT") unreadable();
  const keys = await keysCalled(trust, "badge-jwt", String(header.kid ?? "").split("#").at(-1));
  if (keys.length && header.alg !== "RS256") unreadable();
  const kid = await signer(keys, utf8(`${head}.${body}`), signature);
  checkClaims(credential);
  return { ...told(credential), kid };
}

export function unreadable() {
  throw new Refused("badge-unreadable");
}

// The object in a part of a token.
export function parsedPart(part) {
  try {
    const found = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(fromBase64url(part)));
    if (found !== null && typeof found === "object" && !Array.isArray(found)) return found;
  } catch {
    // neither base64url nor JSON
  }
  return unreadable();
}

// What the token says about itself must be what the credential says.
function checkClaims(credential) {
  const seconds = (moment) => Math.floor(Date.parse(moment) / 1000);
  const { issuer, id, validFrom, validUntil, type } = credential;
  const fits =
    Array.isArray(type) && type.includes("OpenBadgeCredential") &&
    credential.iss === (issuer?.id ?? issuer) && credential.jti === id && credential.nbf === seconds(validFrom) &&
    (validUntil === undefined || credential.exp === seconds(validUntil));
  if (!fits) unreadable();
}

// The digest and the facts, as its evidence tells them, and the name of its subject.
export function told({ credentialSubject, evidence }) {
  try {
    const facts = { name: credentialSubject.identifier[0].identityHash };
    for (const [, key, value] of evidence[0].narrative.matchAll(/^- (\w+): `(.*)`$/gm)) facts[key] = JSON.parse(value);
    const { record, ...others } = facts;
    if (typeof record === "string") return { facts: others, digest: record };
  } catch {
    // another program's badge
  }
  return unreadable();
}
