// Proofs of the log (RFC 9162): that an entry is among those under a signed head.
import { fromHex, isSame, joined, sha256 } from "./bytes.js";

const leafHash = (entry) => sha256(joined(Uint8Array.of(0), entry));
const nodeHash = (left, right) => sha256(joined(Uint8Array.of(1), left, right));

// Whether an entry is in the log with that root (section 2.1.3.2). Entry, path and root are hexadecimal.
export async function isIncluded(entry, { number, size, hashes }, root) {
  const path = hashes.map(fromHex);
  if (!Number.isSafeInteger(number) || !Number.isSafeInteger(size) || number < 0 || number >= size) return false;
  if (size > 2 ** 31 || path.some((hash) => hash?.length !== 32)) return false;
  let [at, last, made] = [number, size - 1, await leafHash(fromHex(entry))];
  for (const step of path) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      made = await nodeHash(step, made);
      while (at !== 0 && at % 2 === 0) [at, last] = [at >> 1, last >> 1];
    } else {
      made = await nodeHash(made, step);
    }
    [at, last] = [at >> 1, last >> 1];
  }
  return last === 0 && isSame(made, fromHex(root) ?? []);
}
