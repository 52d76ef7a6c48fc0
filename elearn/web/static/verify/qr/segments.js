// The text in the data of a QR code: segments of digits, of letters and digits, of bytes.

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

// The text; null if the data make no sense, or hold kinds of segments that are not read here (kanji, parts of a set).
export function textOf(data, version) {
  const bits = reader(data);
  const group = version < 10 ? 0 : version < 27 ? 1 : 2;
  let text = "";
  while (bits.left() >= 4) {
    const mode = bits.take(4);
    if (mode === 0) break;
    const part = segment(bits, mode, group);
    if (part === null) return null;
    text += part;
  }
  return text;
}

function segment(bits, mode, group) {
  if (mode === 1) return digits(bits, bits.take([10, 12, 14][group]));
  if (mode === 2) return letters(bits, bits.take([9, 11, 13][group]));
  if (mode === 4) return bytes(bits, bits.take([8, 16, 16][group]));
  if (mode !== 7) return null;
  const first = bits.take(8); // names a set of characters; what is not UTF-8 is read as Latin 1 anyhow
  bits.take(first < 128 ? 0 : first < 192 ? 8 : 16);
  return "";
}

function digits(bits, count) {
  let text = "";
  for (let left = count; left > 0; left -= 3) {
    const size = Math.min(3, left);
    if (bits.left() < [0, 4, 7, 10][size]) return null;
    const group = String(bits.take([0, 4, 7, 10][size])).padStart(size, "0");
    if (group.length > size) return null;
    text += group;
  }
  return text;
}

function letters(bits, count) {
  let text = "";
  for (let left = count; left > 0; left -= 2) {
    if (bits.left() < (left > 1 ? 11 : 6)) return null;
    const pair = bits.take(left > 1 ? 11 : 6);
    if (left > 1 ? pair >= 2025 : pair >= 45) return null;
    text += (left > 1 ? LETTERS[Math.floor(pair / 45)] : "") + LETTERS[pair % 45];
  }
  return text;
}

function bytes(bits, count) {
  if (bits.left() < 8 * count) return null;
  const found = Uint8Array.from({ length: count }, () => bits.take(8));
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(found);
  } catch {
    return new TextDecoder("latin1").decode(found);
  }
}

function reader(data) {
  let at = 0;
  return {
    left: () => data.length * 8 - at,
    take(count) {
      let value = 0;
      for (let n = 0; n < count; n++, at++) value = value * 2 + (((data[at >> 3] ?? 0) >> (7 - (at & 7))) & 1);
      return value;
    },
  };
}
