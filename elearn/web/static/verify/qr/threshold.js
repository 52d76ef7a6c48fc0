// Which pixels of a picture are dark. Light and shadow differ over a page, so each pixel is compared with those around.

// Brightness of each pixel, 0 to 255, from red, green, blue, alpha.
export function brightness({ data, width, height }) {
  const grey = new Uint8Array(width * height);
  for (let at = 0, from = 0; at < grey.length; at++, from += 4) {
    grey[at] = (data[from] * 77 + data[from + 1] * 151 + data[from + 2] * 28) >> 8;
  }
  return grey;
}

// 1 for a pixel that is darker than the mean of a square around it, `reach` pixels to each side.
export function darkPixels(grey, width, height, reach) {
  const sums = summed(grey, width, height);
  const dark = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const top = Math.max(0, y - reach) * (width + 1);
    const bottom = Math.min(height, y + reach + 1) * (width + 1);
    for (let x = 0; x < width; x++) {
      const left = Math.max(0, x - reach);
      const right = Math.min(width, x + reach + 1);
      const sum = sums[bottom + right] - sums[bottom + left] - sums[top + right] + sums[top + left];
      const count = ((bottom - top) / (width + 1)) * (right - left);
      // A little darker than the mean: plain paper with its grain stays light.
      dark[y * width + x] = grey[y * width + x] * count < sum * 0.93 - count * 2 ? 1 : 0;
    }
  }
  return { dark, width, height };
}

// The sum of all pixels above and to the left, so that the sum of any rectangle takes four look-ups.
function summed(grey, width, height) {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += grey[y * width + x];
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
    }
  }
  return sums;
}
