// From the modules of a QR code to its text: format, mask, codewords, blocks.
import { correctBlock } from "./correct.js";
import { textOf } from "./segments.js";
import { alignmentLines, blocksOf } from "./tables.js";

const MASKS = [
  (x, y) => (x + y) % 2,
  (x, y) => y % 2,
  (x, y) => x % 3,
  (x, y) => (x + y) % 3,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2,
  (x, y) => ((x * y) % 2) + ((x * y) % 3),
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
];

// The text of a code, given as rows of 0 and 1; null if it cannot be read.
export function readModules(rows) {
  const format = formatOf(rows);
  if (format === null) return null;
  const version = (rows.length - 17) / 4;
  const words = codewords(rows, version, MASKS[format & 7]);
  const data = correctedData(words, blocksOf(version, format >> 3));
  return data && textOf(data, version);
}

// Five bits, level and mask, protected by ten more; they stand in two places. Null if neither is near a right one.
function formatOf(rows) {
  const size = rows.length;
  let [one, other] = [0, 0];
  for (let bit = 14; bit >= 0; bit--) {
    const [x, y] = bit < 6 ? [8, bit] : bit < 8 ? [8, bit + 1] : bit < 9 ? [7, 8] : [14 - bit, 8];
    one = (one << 1) | rows[y][x];
    other = (other << 1) | (bit < 8 ? rows[8][size - 1 - bit] : rows[size - 15 + bit][8]);
  }
  let best = { off: 4, format: null };
  for (let format = 0; format < 32; format++) {
    const right = protectedFormat(format);
    for (const read of [one, other]) {
      const off = bitsIn(read ^ right);
      if (off < best.off) best = { off, format };
    }
  }
  return best.format;
}

function protectedFormat(format) {
  let rest = format;
  for (let n = 0; n < 10; n++) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
  return ((format << 10) | rest) ^ 0x5412;
}

function bitsIn(number) {
  let count = 0;
  for (let rest = number; rest; rest &= rest - 1) count++;
  return count;
}

// Eight modules a codeword, read upwards and downwards in columns of two from the right, past the fixed patterns.
function codewords(rows, version, mask) {
  const size = rows.length;
  const fixed = fixedModules(size, version);
  const words = [];
  let [word, count] = [0, 0];
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right--;
    const up = ((right + 1) & 2) === 0;
    for (let n = 0; n < 2 * size; n++) {
      const x = right - (n & 1);
      const y = up ? size - 1 - (n >> 1) : n >> 1;
      if (fixed[y * size + x]) continue;
      word = (word << 1) | (rows[y][x] ^ (mask(x, y) === 0 ? 1 : 0));
      if (++count < 8) continue;
      words.push(word);
      [word, count] = [0, 0];
    }
  }
  return words;
}

function fixedModules(size, version) {
  const fixed = new Uint8Array(size * size);
  const fill = (left, top, width, height) => {
    for (let y = top; y < top + height; y++) fixed.fill(1, y * size + left, y * size + left + width);
  };
  fill(0, 0, 9, 9);
  fill(size - 8, 0, 8, 9);
  fill(0, size - 8, 9, 8);
  fill(6, 0, 1, size);
  fill(0, 6, size, 1);
  const lines = alignmentLines(version);
  const last = lines.at(-1);
  for (const x of lines) {
    for (const y of lines) {
      const atFinder = (x === 6 && y === 6) || (x === 6 && y === last) || (x === last && y === 6);
      if (!atFinder) fill(x - 2, y - 2, 5, 5);
    }
  }
  if (version >= 7) {
    fill(size - 11, 0, 3, 6);
    fill(0, size - 11, 6, 3);
  }
  return fixed;
}

// The blocks lie one in another, codeword by codeword; each is corrected, and their data follow one another.
function correctedData(words, blocks) {
  const longest = Math.max(...blocks.map((block) => block.data));
  const filled = blocks.map((block) => new Uint8Array(block.data + block.checks));
  let at = 0;
  for (let n = 0; n < longest; n++) {
    blocks.forEach((block, b) => n < block.data && (filled[b][n] = words[at++]));
  }
  for (let n = 0; n < blocks[0].checks; n++) {
    blocks.forEach((block, b) => (filled[b][block.data + n] = words[at++]));
  }
  if (!filled.every((block, b) => correctBlock(block, blocks[b].checks))) return null;
  return blocks.flatMap((block, b) => [...filled[b].subarray(0, block.data)]);
}
