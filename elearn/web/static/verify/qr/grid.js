// From three corners to the modules of a code: how many there are, where each lies in the picture, whether it is dark.
import { LARGEST, SMALLEST } from "./tables.js";

// The codes that these corners may belong to, the likeliest first: square lists of rows of 0 and 1.
export function* grids(map, corners) {
  const guess = dimensionOf(map, corners);
  for (const size of [guess, guess + 4, guess - 4]) {
    if (size < SMALLEST || size > LARGEST) continue;
    yield sampled(map, placing(corners, size, alignment(map, corners, size)), size);
    yield sampled(map, placing(corners, size, null), size);
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

// The centre of the small square near the fourth corner; null where the code has none, or it is not seen.
function alignment(map, { corner, right, below }, size) {
  if (size === SMALLEST) return null;
  const u = [(right.x - corner.x) / (size - 7), (right.y - corner.y) / (size - 7)];
  const v = [(below.x - corner.x) / (size - 7), (below.y - corner.y) / (size - 7)];
  const at = (i, j) => [corner.x + u[0] * i + v[0] * j, corner.y + u[1] * i + v[1] * j];
  let best = { fit: 0 };
  const look = (i, j, far) => {
    const fit = alignmentFit(map, at(i, j), u, v);
    if (fit > best.fit || (fit === best.fit && far < best.far)) best = { fit, far, i, j };
  };
  const reach = Math.min(10, 3 + size / 12);
  for (let i = -reach; i <= reach; i += 0.5) {
    for (let j = -reach; j <= reach; j += 0.5) look(size - 10 + i, size - 10 + j, Math.hypot(i, j));
  }
  return best.fit >= 21 ? at(...middle(map, best, at, u, v)) : null;
}

// Of 25 modules, how many are as in the small square: dark, light, and dark in the middle.
function alignmentFit(map, [x, y], u, v) {
  let fit = 0;
  for (let i = -2; i <= 2; i++) {
    for (let j = -2; j <= 2; j++) {
      const wanted = Math.max(Math.abs(i), Math.abs(j)) === 1 ? 0 : 1;
      if (isDark(map, x + u[0] * i + v[0] * j, y + u[1] * i + v[1] * j) === wanted) fit++;
    }
  }
  return fit;
}

// The middle of the places around that fit as well.
function middle(map, best, at, u, v) {
  let [sumI, sumJ, count] = [0, 0, 0];
  for (let i = best.i - 0.75; i <= best.i + 0.75; i += 0.125) {
    for (let j = best.j - 0.75; j <= best.j + 0.75; j += 0.125) {
      if (alignmentFit(map, at(i, j), u, v) < best.fit) continue;
      sumI += i;
      sumJ += j;
      count++;
    }
  }
  return count ? [sumI / count, sumJ / count] : [best.i, best.j];
}

// Where a module lies in the picture: the eight numbers of a perspective view, from four known places.
function placing({ corner, right, below }, size, small) {
  const fourth = small ?? [right.x + below.x - corner.x, right.y + below.y - corner.y];
  const last = size - (small ? 6.5 : 3.5);
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
