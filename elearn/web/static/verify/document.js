// A badge as a document with a proof within (Data Integrity 1.0, eddsa-rdfc-2022). The same as
// `elearn/interop/data_integrity.py` and `open_badges/proof.py`.
import { told, unreadable } from "./badge.js";
import { fromBase58, joined, sha256, utf8 } from "./bytes.js";
import { keysCalled, signer } from "./keys.js";
import { IRI, statementsOf } from "./statements.js";

const SUITE = "eddsa-rdfc-2022";
const FIXED = { type: "DataIntegrityProof", cryptosuite: SUITE, proofPurpose: "assertionMethod" };
const MOST_LETTERS = 200_000;
const VARYING = ["created", "proofValue", "verificationMethod"];

// What a badge says of its record, if a key of the issuer signed it.
export async function checkDocument(text, trust) {
  const { proof, ...plain } = onlyOnce(text);
  if (!isWellFormed(proof)) unreadable();
  const [issuer, ...rest] = proof.verificationMethod.split("#");
  const keys = await keysCalled(trust, "badge-proof", rest.at(-1));
  const parts = [utf8(configuration(proof)), keys.length ? await statementsOf(plain) : utf8("")];
  const signed = joined(...(await Promise.all(parts.map(sha256))));
  const kid = await signer(keys, signed, fromBase58(proof.proofValue.slice(1)) ?? new Uint8Array());
  if (!Array.isArray(plain.type) || !plain.type.includes("OpenBadgeCredential") || plain.issuer?.id !== issuer) unreadable();
  return { ...told(plain), kid };
}

// The object in a text; two values under one name would be read differently by others.
function onlyOnce(text) {
  if (text.length > MOST_LETTERS) unreadable();
  let names = 0;
  let made;
  try {
    made = JSON.parse(text, (_, value) => {
      if (value !== null && typeof value === "object" && !Array.isArray(value)) names += Object.keys(value).length;
      return value;
    });
  } catch {
    return unreadable();
  }
  const written = text.match(/"(?:[^"\\]|\\.)*"\s*:?/g) ?? [];
  return written.filter((one) => one.endsWith(":")).length === names ? made : unreadable();
}

function isWellFormed(proof) {
  const fine =
    proof !== null && typeof proof === "object" && !Array.isArray(proof) &&
    Object.keys(proof).length === Object.keys(FIXED).length + VARYING.length &&
    Object.entries(FIXED).every(([name, value]) => proof[name] === value) &&
    VARYING.every((name) => typeof proof[name] === "string");
  return (
    fine && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(proof.created) && IRI.test(proof.verificationMethod) &&
    proof.proofValue.startsWith("z")
  );
}

// What the proof says of itself, in the canonical form: five statements, in their order.
function configuration({ created, verificationMethod }) {
  const security = "https://w3id.org/security#";
  return [
    `<http://purl.org/dc/terms/created> "${created}"^^<http://www.w3.org/2001/XMLSchema#dateTime>`,
    `<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <${security}DataIntegrityProof>`,
    `<${security}cryptosuite> "${SUITE}"^^<${security}cryptosuiteString>`,
    `<${security}proofPurpose> <${security}assertionMethod>`,
    `<${security}verificationMethod> <${verificationMethod}>`,
  ].map((line) => `_:c14n0 ${line} .\n`).join("");
}
