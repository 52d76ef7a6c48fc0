// From three corners to the modules of a code: how many there are, where each lies in the picture, whether it is dark.
import { LARGEST, SMALLEST } from "./tables.js";

const MOST_PLACES = 4; // for the small square near the fourth corner that are tried

// The codes that these corners may belong to, the likeliest first: square lists of rows of 0 and 1.
export function* grids(map, corners) {
  const guess = dimensionOf(map, corners);
  for (const size of [guess, guess + 4, guess - 4]) {
    if (size < SMALLEST || size > LARGEST) continue;
    for (const small of [...alignments(map, corners, size), null]) {
      yield sampled(map, placing(corners, size, small), size);
    }
  }
}

const isDark = ({ dark, width, height }, x, y) => {
  const [column, row] = [Math.round(x), Math.round(y)];
  return column >= 0 && row >= 0 && column < width && row < height ? dark[row * width + column] : 0;
};

// The number of modules on a side, from the distance of the corners and the size of a module.
function dimensionOf(map, { corner, right, below }) {
  const across = Math.hypot(right.x - corner.x, right.y - corner.y);
  const down = Math.hypot(below.x - corner.x, below.y - corner.y);
  const wide = (moduleAlong(map, corner, right) + moduleAlong(map, right, corner)) / 2;
  const high = (moduleAlong(map, corner, below) + moduleAlong(map, below, corner)) / 2;
  const modules = (across / wide + down / high) / 2 + 7;
  return Math.round((modules - 17) / 4) * 4 + 17;
}

// The size of a module: a corner's square reaches 3.5 modules from its centre, on the line to another and behind it.
function moduleAlong(map, from, to) {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  return (edge(map, from, dx, dy) + edge(map, from, -dx, -dy)) / 7;
}

function edge(map, from, dx, dy) {
  const most = from.unit * 8;
  let wanted = 1;
  let changes = 0;
  for (let gone = 0; gone < most; gone += 0.25) {
    if (isDark(map, from.x + dx * gone, from.y + dy * gone) === wanted) continue;
    wanted = 1 - wanted;
    if (++changes === 3) return gone;
  }
  return from.unit * 3.5;
}

// Where the centre of the small square near the fourth corner may be, the likeliest place first.
function alignments(map, corners, size) {
  if (size === SMALLEST) return [];
  const at = roughly(corners, size);
  const found = [];
  const reach = Math.min(10, 3 + size / 12);
  for (let i = -reach; i <= reach; i += 0.5) {
    for (let j = -reach; j <= reach; j += 0.5) {
      const place = { i: size - 6.5 + i, j: size - 6.5 + j, far: Math.hypot(i, j) };
      place.fit = alignmentFit(map, place.i, place.j, at);
      if (place.fit >= 20) found.push(place);
    }
  }
  return apart(found).map((place) => at(...middle(map, place, at)));
}

// From modules to the picture, by the corners alone. What is seen askew gets smaller with its distance: an area with
// the third power of it, so the sizes of the modules at three corners tell how far each is, and thereby the fourth.
function roughly({ corner, right, below }, size) {
  const far = ({ unit }) => (corner.unit / unit) ** (2 / 3);
  const [r, b] = [far(right), far(below)];
  const span = size - 7;
  return (i, j) => {
    const [u, v] = [(i - 3.5) / span, (j - 3.5) / span];
    const w = 1 + (r - 1) * u + (b - 1) * v;
    const along = (axis) => (corner[axis] * (1 - u - v) + r * right[axis] * u + b * below[axis] * v) / w;
    return [along("x"), along("y")];
  };
}

// The best of the places that are no neighbours of each other.
function apart(places) {
  const best = [];
  for (const place of places.sort((a, b) => b.fit - a.fit || a.far - b.far)) {
    if (best.length === MOST_PLACES) break;
    if (best.every(({ i, j }) => Math.hypot(i - place.i, j - place.j) > 2)) best.push(place);
  }
  return best;
}

// Of 25 modules, how many are as in the small square: dark, light, and dark in the middle.
function alignmentFit(map, i, j, at) {
  let fit = 0;
  for (let x = -2; x <= 2; x++) {
    for (let y = -2; y <= 2; y++) {
      const wanted = Math.max(Math.abs(x), Math.abs(y)) === 1 ? 0 : 1;
      if (isDark(map, ...at(i + x, j + y)) === wanted) fit++;
    }
  }
  return fit;
}

// The middle of the places around that fit as well.
function middle(map, best, at) {
  let [sumI, sumJ, count] = [0, 0, 0];
  for (let i = best.i - 0.75; i <= best.i + 0.75; i += 0.125) {
    for (let j = best.j - 0.75; j <= best.j + 0.75; j += 0.125) {
      if (alignmentFit(map, i, j, at) < best.fit) continue;
      sumI += i;
      sumJ += j;
      count++;
    }
  }
  return count ? [sumI / count, sumJ / count] : [best.i, best.j];
}

// Where a module lies in the picture: the eight numbers of a perspective view, from four known places.
function placing(corners, size, small) {
  const { corner, right, below } = corners;
  const last = size - (small ? 6.5 : 3.5);
  const fourth = small ?? roughly(corners, size)(last, last);
  return perspective(
    [[3.5, 3.5], [size - 3.5, 3.5], [3.5, size - 3.5], [last, last]],
    [[corner.x, corner.y], [right.x, right.y], [below.x, below.y], fourth],
  );
}

function perspective(from, to) {
  const rows = [];
  from.forEach(([x, y], n) => {
    const [X, Y] = to[n];
    rows.push([x, y, 1, 0, 0, 0, -x * X, -y * X, X]);
    rows.push([0, 0, 0, x, y, 1, -x * Y, -y * Y, Y]);
  });
  return solved(rows);
}

// Eight linear equations, by elimination.
function solved(rows) {
  for (let n = 0; n < 8; n++) {
    let pivot = n;
    for (let row = n; row < 8; row++) if (Math.abs(rows[row][n]) > Math.abs(rows[pivot][n])) pivot = row;
    [rows[n], rows[pivot]] = [rows[pivot], rows[n]];
    for (let row = 0; row < 8; row++) {
      if (row === n) continue;
      const factor = rows[row][n] / rows[n][n];
      for (let column = n; column < 9; column++) rows[row][column] -= factor * rows[n][column];
    }
  }
  return rows.map((row, n) => row[8] / row[n]);
}

// Each module by the vote of five points.
function sampled(map, [a, b, c, d, e, f, g, h], size) {
  const points = [[0, 0], [0.2, 0], [-0.2, 0], [0, 0.2], [0, -0.2]];
  const rows = [];
  for (let row = 0; row < size; row++) {
    const line = new Uint8Array(size);
    for (let column = 0; column < size; column++) {
      let votes = 0;
      for (const [x, y] of points) {
        const [i, j] = [column + 0.5 + x, row + 0.5 + y];
        const w = g * i + h * j + 1;
        votes += isDark(map, (a * i + b * j + c) / w, (d * i + e * j + f) / w);
      }
      line[column] = votes > 2 ? 1 : 0;
    }
    rows.push(line);
  }
  return rows;
}
