// Bytes and the ways in which they are written: hexadecimal, base64url, UTF-8, and big-endian numbers.

export const utf8 = (text) => new TextEncoder().encode(text);

export function joined(...parts) {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
}

export const u32 = (number) => Uint8Array.of(number >>> 24, number >>> 16, number >>> 8, number);

export const toHex = (data) => Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");

// The bytes of a text of lower-case hexadecimal digits; null for any other.
export function fromHex(text) {
  if (typeof text !== "string" || !/^(?:[0-9a-f]{2})*$/.test(text)) return null;
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

// The bytes of a text in base64url without padding; null for any other, also if its last bits are not nought.
export function fromBase64url(text) {
  if (typeof text !== "string" || !/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return null;
  const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const data = Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
  return toBase64url(data) === text ? data : null;
}

export function toBase64url(data) {
  const raw = Array.from(data, (byte) => String.fromCharCode(byte)).join("");
  return btoa(raw).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

// The bytes of a short text in base58, as Bitcoin has it; null for any other.
export function fromBase58(text) {
  if (!/^[1-9A-HJ-NP-Za-km-z]{0,120}$/.test(text)) return null;
  const number = [...text].reduce((sum, letter) => sum * 58n + BigInt(BASE58.indexOf(letter)), 0n);
  const digits = number ? number.toString(16) : "";
  const noughts = "00".repeat(/^1*/.exec(text)[0].length);
  return fromHex(noughts + (digits.length % 2 ? "0" : "") + digits);
}

export async function sha256(data) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", data));
}

export function isSame(one, other) {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

// Which of two comes first, byte by byte; for sorting.
export function inByteOrder(one, other) {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at++) if (one[at] !== other[at]) return one[at] - other[at];
  return one.length - other.length;
}
