// What two spellings of one name have in common: script, accents, capitals and order make no difference. The same as
// `elearn/core/script.py` and `standing.folded_name`, since a commitment was made with those.

const PLAIN = new Map(
  [..."абвгдђежзијклмнопрстћуфхцчш"].map((letter, at) => [letter, [..."abvgdđežzijklmnoprstćufhcčš"][at]]),
);
const OTHERS = new Map(Object.entries({
  љ: "lj", њ: "nj", џ: "dž",
}));
const FOLDED = new Map(Object.entries({
  ѓ: "gj", ќ: "kj", ѕ: "dz", ѐ: "e", ѝ: "i", й: "j", ё: "e", э: "e", ы: "i", ъ: "", ь: "", щ: "sht", ю: "ju", я: "ja",
  і: "i", ї: "ji", є: "je", ґ: "g", đ: "dj", ð: "d", ł: "l", ø: "o", æ: "ae", œ: "oe", ß: "ss", ı: "i", þ: "th",
}));
const LONGEST_NAME = 200;

export function foldedName(name) {
  const words = fold(name).replace(/[^\p{L}\p{N}]/gu, " ").split(/\s+/u).filter(Boolean);
  return words.sort(byCodePoints).join(" ");
}

function fold(text) {
  let key = foldOnce(text);
  for (let round = 0; round < 4; round++) {
    const again = foldOnce(key);
    if (again === key) break;
    key = again;
  }
  return key;
}

function foldOnce(text) {
  const small = caseless(text.normalize("NFKC"));
  const latin = replaced(replaced(small, OTHERS), PLAIN);
  const bare = replaced(latin, FOLDED).normalize("NFD").replace(/\p{Mn}/gu, "");
  return bare.replace(/[\s\-_.,'’ʼ‐‑–—]+/gu, " ").trim();
}

// As Unicode compares without case: small letters, ß as ss, and one small sigma.
const caseless = (text) =>
  text.toUpperCase().toLowerCase().replaceAll("ς", "σ");

const replaced = (text, table) => Array.from(text, (letter) => table.get(letter) ?? letter).join("");

function byCodePoints(one, other) {
  const [a, b] = [Array.from(one), Array.from(other)];
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    if (a[at] !== b[at]) return a[at].codePointAt(0) - b[at].codePointAt(0);
  }
  return a.length - b.length;
}

export const isUsableName = (name) => Array.from(name).length <= LONGEST_NAME && foldedName(name) !== "";
