// What a badge states (JSON-LD 1.1), in the canonical form of RDF (RDFC-1.0): the bytes that a Data Integrity proof signs.
// Not for any document: for those that our badges are like. It knows the words in `words.js` alone, each thing is described
// once, and things without an address differ by what they say themselves. So the document says what it states, and the long
// part of RDFC-1.0, which tells things apart that look alike, is not needed: where they do, it is no badge of ours.
import { unreadable } from "./badge.js";
import { inByteOrder, sha256, toHex, utf8 } from "./bytes.js";
import { ANYWHERE, BOOLEAN, CONTEXTS, LINK, OF_TYPES } from "./words.js";

export const IRI = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/;
const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const DEEPEST = 20;

// Those statements, as UTF-8.
export async function statementsOf(document) {
  const { "@context": contexts, ...thing } = document;
  const fits = Array.isArray(contexts) && contexts.length === CONTEXTS.length && CONTEXTS.every((one, at) => one === contexts[at]);
  if (!fits) unreadable();
  const found = { lines: [], blanks: 0, described: new Set() };
  describe(thing, found, 0);
  const named = await names(found);
  const lines = found.lines.map((parts) => `${parts.map((part) => (isBlank(part) ? named[part] : part)).join(" ")} .\n`);
  if (new Set(lines).size !== lines.length) unreadable();
  return utf8(sorted(lines).join(""));
}

// Blank things are numbers until they have a name.
const isBlank = (part) => typeof part === "number";

// Takes down what a thing says, and gives how it is called.
function describe(thing, found, depth) {
  if (depth > DEEPEST) unreadable();
  const { id, type, ...said } = thing;
  if ("id" in thing && (!isAddress(id) || found.described.has(id))) unreadable();
  const called = "id" in thing ? `<${id}>` : found.blanks++;
  found.described.add(id);
  const types = "type" in thing ? several(type) : [];
  if (!types.every((one) => typeof one === "string" && Object.hasOwn(OF_TYPES, one))) unreadable();
  found.lines.push(...types.map((one) => [called, `<${TYPE}>`, `<${OF_TYPES[one][0]}>`]));
  const words = Object.assign({}, ANYWHERE, ...types.map((one) => OF_TYPES[one][1]));
  for (const [word, value] of Object.entries(said)) {
    if (!Object.hasOwn(words, word)) unreadable();
    const [address, kind] = words[word];
    for (const one of several(value)) found.lines.push([called, `<${address}>`, object(one, kind, found, depth)]);
  }
  return called;
}

function object(value, kind, found, depth) {
  const isThing = value !== null && typeof value === "object" && !Array.isArray(value);
  if (isThing && (kind === "" || kind === LINK)) return describe(value, found, depth + 1);
  if (kind === BOOLEAN ? typeof value !== "boolean" : !isText(value)) unreadable();
  if (kind === LINK) return isAddress(value) ? `<${value}>` : unreadable();
  const text = `"${escaped(String(value))}"`;
  return kind ? `${text}^^<${kind}>` : text;
}

function several(value) {
  const values = Array.isArray(value) ? value : [value];
  return values.length ? values : unreadable();
}

const isText = (value) => typeof value === "string" && !/\p{Surrogate}/u.test(value); // half a letter is none
const isAddress = (value) => isText(value) && IRI.test(value);
const ESCAPED = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"' };
const escaped = (text) => text.replace(/[\\\t\n\r"]/g, (letter) => ESCAPED[letter]);

function sorted(lines) {
  const written = lines.map((line) => [utf8(line), line]);
  return written.sort(([one], [other]) => inByteOrder(one, other)).map(([, line]) => line);
}

// What blank things are called: numbered in the order of the hashes of what each says and where it stands (section 4.6).
async function names({ lines, blanks }) {
  const hashes = await Promise.all(
    Array.from({ length: blanks }, async (_, blank) => {
      const seen = (part) => (isBlank(part) ? (part === blank ? "_:a" : "_:z") : part);
      const about = lines.filter((parts) => parts.includes(blank)).map((parts) => `${parts.map(seen).join(" ")} .\n`);
      return toHex(await sha256(utf8(sorted(about).join(""))));
    }),
  );
  const order = [...hashes].sort();
  if (new Set(order).size !== order.length) unreadable();
  return hashes.map((hash) => `_:c14n${order.indexOf(hash)}`);
}
