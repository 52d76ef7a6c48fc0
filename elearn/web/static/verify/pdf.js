// The files attached to a PDF: streams of the type EmbeddedFile, plain or compressed (ISO 32000, 7.11.4).

const MOST_BYTES = 2 ** 20; // of an attached file

// The contents of the attached files, the latest first: a file that was added to replaces what stood there before.
export async function attachedFiles(data) {
  const text = new TextDecoder("latin1").decode(data);
  const found = [];
  for (const start of text.matchAll(/\/Type\s*\/EmbeddedFile\b/g)) {
    const dictionary = text.lastIndexOf(" obj", start.index);
    const stream = /stream\r?\n/.exec(text.slice(start.index, start.index + 2000));
    if (dictionary < 0 || !stream) continue;
    const about = text.slice(dictionary, start.index + stream.index);
    const from = start.index + stream.index + stream[0].length;
    const to = endOf(about, text, from);
    const raw = data.subarray(from, to);
    found.unshift(/\/FlateDecode\b/.test(about) ? await inflated(raw) : raw);
  }
  return found.filter(Boolean);
}

// Where a stream ends: by its length where that stands there, else before the word that closes it.
function endOf(about, text, from) {
  const length = /\/Length\s+(\d+)(?!\s+\d+\s+R)/.exec(about);
  if (length) return from + Number(length[1]);
  const end = text.indexOf("endstream", from);
  return end < 0 ? text.length : end;
}

async function inflated(data) {
  const out = [];
  let size = 0;
  try {
    const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate"));
    for (const reader = stream.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      out.push(value);
      size += value.length;
      if (size > MOST_BYTES) return null;
    }
  } catch {
    // A stream may be followed by a line end, which is too much for the decompressor; what came before it counts.
  }
  return size ? new Uint8Array(await new Blob(out).arrayBuffer()) : null;
}
