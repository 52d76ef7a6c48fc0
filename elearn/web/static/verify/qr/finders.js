// The three large squares in the corners of a QR code: dark, light, dark, light, dark as 1 : 1 : 3 : 1 : 1.

const MOST_CENTRES = 16; // of a picture that are looked at
const MOST_TRIPLES = 6; // that are tried

// Sets of three centres that may be one code, the likeliest first: [{ corner, right, below }].
export function findCorners(map) {
  const centres = findCentres(map).sort((a, b) => b.seen - a.seen).slice(0, MOST_CENTRES);
  const found = [];
  for (let i = 0; i < centres.length; i++) {
    for (let j = i + 1; j < centres.length; j++) {
      for (let k = j + 1; k < centres.length; k++) {
        const triple = asCorners(centres[i], centres[j], centres[k]);
        if (triple) found.push(triple);
      }
    }
  }
  return found.sort((a, b) => a.doubt - b.doubt).slice(0, MOST_TRIPLES);
}

function findCentres(map) {
  const centres = [];
  const step = map.height > 700 ? 2 : 1;
  for (let y = 0; y < map.height; y += step) {
    for (const [x, unit] of patternsInRow(map, y)) {
      const column = crossing(map, x, y, 0, 1);
      if (!column || !alike(column.unit, unit)) continue;
      const row = crossing(map, x, column.centre, 1, 0);
      if (row) addCentre(centres, row.centre, column.centre, (row.unit + column.unit) / 2);
    }
  }
  return centres;
}

// Where the pattern stands in a row: its middle and the size of a module.
function* patternsInRow({ dark, width }, y) {
  const runs = [0, 0, 0, 0, 0];
  let colour = 0;
  const base = y * width;
  for (let x = 0; x <= width; x++) {
    const pixel = x < width ? dark[base + x] : 1 - colour;
    if (pixel === colour) {
      runs[4]++;
      continue;
    }
    if (colour && isPattern(runs)) {
      yield [Math.round(x - runs[4] - runs[3] - runs[2] / 2), total(runs) / 7];
    }
    runs.shift();
    runs.push(1);
    colour = pixel;
  }
}

const total = (runs) => runs[0] + runs[1] + runs[2] + runs[3] + runs[4];

function isPattern(runs) {
  const unit = total(runs) / 7;
  if (unit < 1 || runs.includes(0)) return false;
  const off = unit * 0.6;
  const near = (at) => Math.abs(runs[at] - unit) < off;
  return near(0) && near(1) && near(3) && near(4) && Math.abs(runs[2] - 3 * unit) < 2 * off;
}

const alike = (one, other) => one < 2 * other && other < 2 * one;

// The pattern along a line through a pixel: its exact middle and module size; null if there is none.
function crossing({ dark, width, height }, x, y, dx, dy) {
  const from = dx ? x : y;
  const end = dx ? width : height;
  const at = (place) => (dx ? dark[Math.round(y) * width + place] : dark[place * width + Math.round(x)]);
  const runs = [0, 0, 0, 0, 0];
  let before = Math.round(from);
  for (let run = 2; run >= 0; run--) {
    while (before >= 0 && at(before) === (run % 2 ? 0 : 1)) {
      runs[run]++;
      before--;
    }
  }
  let after = Math.round(from) + 1;
  for (let run = 2; run < 5; run++) {
    while (after < end && at(after) === (run % 2 ? 0 : 1)) {
      runs[run]++;
      after++;
    }
  }
  if (!isPattern(runs)) return null;
  return { centre: after - runs[4] - runs[3] - runs[2] / 2 - 0.5, unit: total(runs) / 7 };
}

function addCentre(centres, x, y, unit) {
  for (const known of centres) {
    if (Math.hypot(known.x - x, known.y - y) > 3 * known.unit || !alike(known.unit, unit)) continue;
    const seen = known.seen + 1;
    known.x += (x - known.x) / seen;
    known.y += (y - known.y) / seen;
    known.unit += (unit - known.unit) / seen;
    known.seen = seen;
    return;
  }
  centres.push({ x, y, unit, seen: 1 });
}

// Three centres as corners of a code, and how far they are from a right angle with two equal sides.
function asCorners(a, b, c) {
  const units = [a.unit, b.unit, c.unit];
  if (Math.max(...units) > 1.8 * Math.min(...units)) return null;
  const [corner, one, other] = byCorner(a, b, c);
  const first = [one.x - corner.x, one.y - corner.y];
  const second = [other.x - corner.x, other.y - corner.y];
  const [length, width] = [Math.hypot(...first), Math.hypot(...second)];
  const unit = (a.unit + b.unit + c.unit) / 3;
  if (Math.min(length, width) < 8 * unit || Math.max(length, width) > 200 * unit) return null;
  const cosine = (first[0] * second[0] + first[1] * second[1]) / (length * width);
  const ratio = Math.max(length, width) / Math.min(length, width);
  if (Math.abs(cosine) > 0.5 || ratio > 1.7) return null;
  const doubt = Math.abs(cosine) + (ratio - 1) + (Math.max(...units) / Math.min(...units) - 1) / 2;
  const turn = first[0] * second[1] - first[1] * second[0];
  return turn > 0 ? { corner, right: one, below: other, doubt } : { corner, right: other, below: one, doubt };
}

// The corner lies opposite the longest side.
function byCorner(a, b, c) {
  const far = (p, q) => Math.hypot(p.x - q.x, p.y - q.y);
  const [ab, bc, ca] = [far(a, b), far(b, c), far(c, a)];
  if (bc >= ab && bc >= ca) return [a, b, c];
  return ca >= ab ? [b, a, c] : [c, a, b];
}
