// Reed-Solomon codes over the field of 256 elements, as QR codes use them (polynomial 11d, first root 1).

const POWERS = new Uint8Array(512);
const LOGS = new Uint8Array(256);
for (let n = 0, value = 1; n < 255; n++) {
  POWERS[n] = POWERS[n + 255] = value;
  LOGS[value] = n;
  value = (value << 1) ^ (value & 128 ? 0x11d : 0);
}

const times = (a, b) => (a && b ? POWERS[LOGS[a] + LOGS[b]] : 0);
const inverse = (a) => POWERS[255 - LOGS[a]];

// The value of a polynomial, its lowest coefficient first.
const valueAt = (terms, x) => terms.reduceRight((sum, term) => times(sum, x) ^ term, 0);

// A block put right in its place, its last `checks` codewords being for correction; false if too much is wrong.
export function correctBlock(block, checks) {
  const signs = syndromes(block, checks);
  if (signs.every((sign) => sign === 0)) return true;
  const locator = errorLocator(signs);
  const wrong = locator.length - 1;
  if (2 * wrong > checks) return false;
  const values = errorValues(signs, locator);
  let found = 0;
  for (let place = 0; place < block.length; place++) {
    const power = block.length - 1 - place;
    const root = POWERS[(255 - (power % 255)) % 255];
    if (valueAt(locator, root) !== 0) continue;
    block[place] ^= values(root);
    found++;
  }
  return found === wrong && syndromes(block, checks).every((sign) => sign === 0);
}

function syndromes(block, checks) {
  return Array.from({ length: checks }, (_, n) => block.reduce((sum, word) => times(sum, POWERS[n]) ^ word, 0));
}

// The shortest recurrence that makes the syndromes (Berlekamp and Massey): its roots tell what is wrong.
function errorLocator(signs) {
  let [locator, before] = [[1], [1]];
  let [length, shift, scale] = [0, 1, 1];
  for (let n = 0; n < signs.length; n++) {
    let gap = signs[n];
    for (let i = 1; i <= length; i++) gap ^= times(locator[i] ?? 0, signs[n - i]);
    if (gap === 0) {
      shift++;
      continue;
    }
    const factor = times(gap, inverse(scale));
    const next = locator.slice();
    before.forEach((term, i) => (next[i + shift] = (next[i + shift] ?? 0) ^ times(factor, term)));
    for (let i = 0; i < next.length; i++) next[i] ??= 0;
    if (2 * length <= n) [before, length, scale, shift] = [locator, n + 1 - length, gap, 1];
    else shift++;
    locator = next;
  }
  while (locator.length > 1 && locator.at(-1) === 0) locator.pop();
  return locator;
}

// What to add at each root (Forney).
function errorValues(signs, locator) {
  const product = signs.map((_, n) => locator.reduce((sum, term, i) => (i > n ? sum : sum ^ times(term, signs[n - i])), 0));
  const evaluator = product.slice(0, locator.length - 1);
  const slope = locator.map((term, i) => (i % 2 ? term : 0)).slice(1);
  return (root) => {
    const below = valueAt(slope, root);
    return below ? times(times(inverse(root), valueAt(evaluator, root)), inverse(below)) : 0;
  };
}
