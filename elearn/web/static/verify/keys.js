// The issuer's public keys, and whether one of them signed something.
import { fromBase64url, sha256, toBase64url, utf8 } from "./bytes.js";
import { Refused } from "./refused.js";

const WAYS = {
  EC: { members: ["crv", "kty", "x", "y"], make: { name: "ECDSA", namedCurve: "P-256" }, check: { name: "ECDSA", hash: "SHA-256" } },
  OKP: { members: ["crv", "kty", "x"], make: { name: "Ed25519" }, check: { name: "Ed25519" } },
  RSA: {
    members: ["e", "kty", "n"],
    make: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
    check: { name: "RSASSA-PKCS1-v1_5" },
  },
};

// The name of a key: SHA-256 over its required members (RFC 7638); null if it is of no kind that is used here.
export async function thumbprint(jwk) {
  const way = WAYS[jwk?.kty];
  if (!way || way.members.some((name) => typeof jwk[name] !== "string")) return null;
  const text = JSON.stringify(Object.fromEntries(way.members.map((name) => [name, jwk[name]])));
  return sha256(utf8(text));
}

// The keys for a purpose whose name begins so; revoked ones among them.
export async function keysNamed(trust, purpose, start) {
  const found = [];
  for (const jwk of trust.keys) {
    if (jwk["elearn:purpose"] !== purpose) continue;
    const name = await thumbprint(jwk);
    if (name && start.every((byte, at) => name[at] === byte)) found.push(jwk);
  }
  return found;
}

// The keys for a purpose with that whole name.
export async function keysCalled(trust, purpose, kid) {
  const name = fromBase64url(kid);
  return name?.length === 32 ? keysNamed(trust, purpose, name) : [];
}

// Whether a key made this signature. A browser that lacks the algorithm says so, and does not say no.
export async function signedBy(jwk, data, signature) {
  const way = WAYS[jwk.kty];
  if (way === WAYS.EC && signature.length !== 64) return false;
  let key;
  try {
    const plain = Object.fromEntries(way.members.map((name) => [name, jwk[name]]));
    key = await crypto.subtle.importKey("jwk", plain, way.make, false, ["verify"]);
  } catch (fault) {
    if (fault.name === "NotSupportedError") throw new Refused("browser-too-old");
    return false;
  }
  return crypto.subtle.verify(way.check, key, signature, data);
}

// The key, of these, that made a signature. A revoked one counts only where `excused` says so.
export async function signer(keys, data, signature, excused = async () => false) {
  if (!keys.length) throw new Refused("key-unknown");
  for (const jwk of keys) {
    if (!(await signedBy(jwk, data, signature))) continue;
    if (jwk["elearn:revoked"] && !(await excused(jwk))) throw new Refused("key-revoked");
    return toBase64url(await thumbprint(jwk));
  }
  throw new Refused("signature-wrong");
}
