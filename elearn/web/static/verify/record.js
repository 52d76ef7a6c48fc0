// A whole record, `record.json`: facts with their salts, commitments, digest, signature. See core/learning/record.py.
import { fromBase64url, fromHex, inByteOrder, joined, sha256, toHex, u32, utf8 } from "./bytes.js";
import { canonical } from "./canonical.js";
import { keysCalled, signer } from "./keys.js";
import { isIncluded } from "./merkle.js";
import { Refused } from "./refused.js";

const TYPES = ["elearn-record-1"];
const DAYS = ["issued", "valid_until", "law_checked"]; // the facts that are days, which JSON has as texts
const NEEDED = ["commitments", "digest", "facts", "kid", "salts", "signature", "type"];
const ALLOWED = [...NEEDED, "code", "key", "proof"];

// What a record says, if each fact fits and a key of the issuer signed it.
export async function checkRecord(record, trust) {
  shapeOf(record);
  const { facts, salts, commitments, digest } = record;
  for (const key of Object.keys(facts)) {
    const made = await commitment(salts[key], key, facts[key]);
    if (made !== commitments[key]) throw new Refused("fact-changed", key);
  }
  if ((await recordDigest(Object.values(commitments))) !== digest) throw new Refused("digest-wrong");
  const keys = await keysCalled(trust, "record", record.kid);
  if (!keys.length) throw new Refused("key-unknown");
  const head = (record.proof ?? null) !== null ? await provenHead(record, trust) : null;
  const signed = utf8(canonical({ commitments, digest, type: record.type }));
  const early = async (key) => head !== null && head.at < key["elearn:revoked"];
  const kid = await signer(keys, signed, fromBase64url(record.signature) ?? new Uint8Array(), early);
  return { facts, digest, kid, head };
}

// Every record names the same facts in three places, and nothing else stands beside them.
function shapeOf(record) {
  const isPlain = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const fine =
    isPlain(record) && NEEDED.every((name) => name in record) && Object.keys(record).every((name) => ALLOWED.includes(name)) &&
    TYPES.includes(record.type) && [record.facts, record.salts, record.commitments].every(isPlain);
  if (!fine) throw new Refused("record-unreadable");
  const names = (part) => Object.keys(part).sort().join("\n");
  const same = names(record.facts) === names(record.salts) && names(record.facts) === names(record.commitments);
  const salts = Object.values(record.salts);
  if (!same || !salts.length || new Set(salts).size !== salts.length) throw new Refused("record-unreadable");
  const sound =
    [record.kid, record.signature].every((text) => typeof text === "string") &&
    salts.every((salt) => fromHex(salt)?.length === 16) &&
    [...Object.values(record.commitments), record.digest].every((hash) => fromHex(hash)?.length === 32);
  if (!sound) throw new Refused("record-unreadable");
}

async function commitment(salt, key, value) {
  const raw = fromHex(salt);
  const written = encoded(DAYS.includes(key) && value !== null ? new Day(value) : value);
  return toHex(await sha256(joined(utf8("elearn-fact-1\0"), raw, sized(utf8(key)), sized(written))));
}

class Day {
  constructor(text) {
    if (typeof text !== "string" || !/^\d{4}-\d\d-\d\d$/.test(text)) throw new Refused("record-unreadable");
    this.text = text;
  }
}

const sized = (data) => joined(u32(data.length), data);
const tagged = (letter, data) => joined(utf8(letter), data);

function encoded(value) {
  if (value === null) return utf8("n");
  if (typeof value === "string") return tagged("s", sized(utf8(value.normalize("NFC"))));
  if (Number.isSafeInteger(value)) return tagged("i", sized(utf8(String(value))));
  if (value instanceof Day) return tagged("d", sized(utf8(value.text)));
  const parted = Array.isArray(value) ? value : typeof value === "object" ? Object.values(value) : [null];
  const fits = Array.isArray(value) ? (part) => typeof part === "string" : Number.isSafeInteger;
  if (!parted.every(fits)) throw new Refused("record-unreadable");
  if (Array.isArray(value)) return tagged("l", joined(u32(value.length), ...value.map(encoded)));
  const parts = Object.keys(value).map((key) => joined(encoded(key), encoded(value[key])));
  return tagged("m", joined(u32(parts.length), ...parts.sort(inByteOrder)));
}

async function recordDigest(commitments) {
  const parts = commitments.map(fromHex).sort(inByteOrder);
  return toHex(await sha256(joined(utf8("elearn-record-1\0"), u32(parts.length), ...parts)));
}

// The signed head of the log that the record's proof leads to; null if the key of the log was revoked since: then it
// proves nothing, and the record is like one without a proof.
async function provenHead({ proof, digest }, trust) {
  const { head, number, size, hashes } = proof;
  const whole = head !== null && typeof head === "object" && Array.isArray(hashes) && head.size === size;
  if (!whole || !(await isIncluded(digest, { number, size, hashes }, head.root))) throw new Refused("proof-wrong");
  const { at, log, root } = head;
  const signed = utf8(canonical({ at, log, root, size }));
  const keys = await keysCalled(trust, "log", head.kid);
  try {
    await signer(keys, signed, fromBase64url(head.signature) ?? new Uint8Array());
  } catch (refused) {
    if (refused.code === "key-revoked") return null;
    throw refused.code === "browser-too-old" ? refused : new Refused("proof-wrong");
  }
  return { at, size };
}
