// Reads the QR code in a picture: { data, width, height } as a canvas gives it, four bytes a pixel.
import { findCorners } from "./finders.js";
import { grids } from "./grid.js";
import { readModules } from "./modules.js";
import { brightness, darkPixels } from "./threshold.js";

// The text, or null if there is no code that can be read. `quick`: one try only, for pictures that follow each other.
export function readPicture(picture, quick = false) {
  const { width, height } = picture;
  const grey = brightness(picture);
  const side = Math.max(width, height);
  const reaches = [side >> 4, side >> 2, side >> 6];
  for (const reach of quick ? reaches.slice(0, 1) : reaches) {
    const map = darkPixels(grey, width, height, Math.max(reach, 4));
    for (const corners of findCorners(map).slice(0, quick ? 2 : undefined)) {
      for (const rows of grids(map, corners)) {
        const text = readModules(rows);
        if (text) return text;
      }
    }
  }
  return null;
}
