// The signed essentials in the QR code of a certificate. `elearn/core/learning/essentials.py` has every byte.
import { fromHex, isSame, joined, toHex, utf8 } from "./bytes.js";
import { keysNamed, signer } from "./keys.js";
import { foldedName, isUsableName } from "./names.js";
import { Refused } from "./refused.js";

const KINDS = ["participation", "completion", "achievement", "renewal"];
const START = fromHex("d2844da201260448");
const SIGNED = joined(fromHex("846a"), utf8("Signature1")); // what COSE signs begins so (RFC 9052, section 4.4)
const NOTHING = fromHex("40");
const LONGEST = { pack: 36, version: 16, language: 7 }; // in bytes
const MOST_DIGITS = 482; // of a number of 200 bytes
const MOST_BYTES = 200;
const ROUNDS = 20000;
const LAST_DAY = 2932896; // 31 December 9999

// Whether a text may be that of a QR code: digits, or an address that ends with # and digits.
export const looksLikeEssentials = (text) => /^[0-9]+$/.test(text.trim()) || /^\S*#[0-9]+$/.test(text.trim());

// What the text of a QR code says, if a key of the issuer signed it.
export async function checkEssentials(text, trust) {
  const { key, payload, signature } = unsealed(fromDigits(text));
  const signedPart = joined(SIGNED, keyed(key), NOTHING, asBytes(payload));
  const kid = await signer(await keysNamed(trust, "qr", key), signedPart, signature);
  return { ...fields(payload), kid };
}

// Whether a name is the one that the commitment was made for.
export async function essentialsName(essentials, name) {
  if (!isUsableName(name)) return false;
  const salt = joined(utf8("elearn-name-1\0"), fromHex(essentials.digest));
  const password = await crypto.subtle.importKey("raw", utf8(foldedName(name)), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return isSame(new Uint8Array(await crypto.subtle.deriveBits(how, password, 128)), essentials.name);
}

// The protected header: ES256, and the name of the key.
const keyed = (key) => asBytes(joined(START.subarray(3), key));

const asBytes = (data) => joined(Uint8Array.from(data.length < 24 ? [0x40 | data.length] : [0x58, data.length]), data);

function fromDigits(text) {
  const digits = text.trim().split("#").at(-1);
  if (!/^[1-9][0-9]*$/.test(digits) || digits.length > MOST_DIGITS) throw new Refused("essentials-unreadable");
  const hex = BigInt(digits).toString(16);
  return fromHex(hex.length % 2 ? `0${hex}` : hex);
}

function unsealed(message) {
  const end = 19 + message[18];
  const framed =
    isSame(message.subarray(0, 8), START) && message[16] === 0xa0 && message[17] === 0x58 &&
    message[end] === 0x58 && message[end + 1] === 0x40 && message.length === end + 66 && message.length <= MOST_BYTES;
  if (!framed) throw new Refused("essentials-unreadable");
  return { key: message.subarray(8, 16), payload: message.subarray(19, end), signature: message.subarray(end + 2) };
}

function fields(payload) {
  const read = reader(payload);
  const count = read.head(4);
  const version = read.head(0);
  if (version !== 1 && version !== 2) throw new Refused("essentials-newer");
  const found = {
    digest: toHex(read.bytes(2)),
    pack: read.text(LONGEST.pack),
    version: read.text(LONGEST.version),
    kind: KINDS[read.head(0)],
    language: read.text(LONGEST.language),
    issued: read.day(),
    valid_until: version === 2 ? read.yes() : read.dayOrNone(),
    law_checked: read.dayOrNone(),
    name: read.bytes(2),
    ...(version === 2 ? { validity: "until-law-changes" } : {}),
  };
  if (count !== 10 || !found.kind || found.digest.length !== 32 || found.name.length !== 16 || !read.done()) {
    throw new Refused("essentials-unreadable");
  }
  return found;
}

// The few kinds of CBOR that stand in a payload, each only in its one shortest form.
function reader(data) {
  let at = 0;
  const fail = () => {
    throw new Refused("essentials-unreadable");
  };
  const take = (size) => (at + size > data.length ? fail() : data.subarray(at, (at += size)));
  const head = (major) => {
    const [first] = take(1);
    const low = first & 31;
    if (first >> 5 !== major || low > 26) fail();
    if (low < 24) return low;
    const value = take(1 << (low - 24)).reduce((sum, byte) => sum * 256 + byte, 0);
    return value < [24, 256, 65536][low - 24] ? fail() : value;
  };
  const bytes = (major) => take(head(major));
  const day = () => {
    const days = head(0);
    return days > LAST_DAY ? fail() : new Date(days * 86400000).toISOString().slice(0, 10);
  };
  return {
    head,
    bytes,
    day,
    dayOrNone: () => (data[at] === 0xf6 ? (at++, null) : day()),
    yes: () => (take(1)[0] === 0xf5 ? null : fail()),
    text(most) {
      const found = bytes(3);
      if (found.length > most) fail();
      try {
        return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(found);
      } catch {
        return fail();
      }
    },
    done: () => at === data.length,
  };
}
