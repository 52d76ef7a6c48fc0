// Checks whatever a record leaves its site as, with the issuer's keys and nothing else: the text of a QR code, a record
// as JSON, a badge as a token, as a document or as a picture, chosen facts, a certificate as PDF. The same as
// `elearn/interop/artefacts.py`.
import { checkBadge, looksLikeBadge, tokenInPicture } from "./badge.js";
import { checkDocument } from "./document.js";
import { checkEssentials, essentialsName, looksLikeEssentials } from "./essentials.js";
import { foldedName, isUsableName } from "./names.js";
import { attachedFiles } from "./pdf.js";
import { checkRecord } from "./record.js";
import { Refused } from "./refused.js";
import { checkSelection, looksLikeSelection } from "./selection.js";

const UNTIL_LAW = "until-law-changes";
const SHORT = 16; // hexadecimal digits of a digest in the issuer's lists

// What a text says: { kind, facts, digest, kid }, and `essentials` of a QR code.
export async function checkText(text, trust) {
  const given = text.replace(/^\ufeff/, "").trim();
  if (given.startsWith("{")) return checkObject(given, trust);
  if (given.startsWith("<")) return { kind: "badge", ...(await checkBadge(tokenInPicture(given), trust)) };
  if (looksLikeSelection(given)) return { kind: "selection", ...(await checkSelection(given, trust)) };
  if (looksLikeBadge(given)) return { kind: "badge", ...(await checkBadge(given, trust)) };
  if (!looksLikeEssentials(given)) throw new Refused("artefact-unknown");
  const essentials = await checkEssentials(given, trust);
  const { digest, kid, name, ...facts } = essentials;
  return { kind: "essentials", facts, digest, kid, essentials };
}

async function checkObject(text, trust) {
  const made = parsed(text);
  if (made.type === "elearn-records-1") throw new Refused("records-several");
  if ("@context" in made) return { kind: "badge", ...(await checkDocument(text, trust)) };
  return { kind: "record", ...(await checkRecord(made, trust)) };
}

// The same for the bytes of a file that is no picture.
export async function checkFile(data, trust) {
  if (new TextDecoder("latin1").decode(data.subarray(0, 5)) === "%PDF-") return checkPdf(data, trust);
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(data);
  } catch {
    throw new Refused("artefact-unknown");
  }
  return checkText(text, trust);
}

async function checkPdf(data, trust) {
  let refused = new Refused("artefact-unknown");
  let first = true;
  for (const attached of await attachedFiles(data)) {
    if (!new TextDecoder().decode(attached.subarray(0, 20)).trim().startsWith("{")) continue;
    try {
      return await checkFile(attached, trust);
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
      if (first) refused = fault;
      first = false;
    }
  }
  throw refused;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused("record-unreadable");
  }
}

// How it stands on a day, as far as the issuer's last list says: valid, expired, superseded or revoked.
export function statusOf(found, trust, today) {
  const short = found.digest.slice(0, SHORT);
  if (trust.withdrawn?.includes(short)) return "revoked";
  if (trust.superseded?.includes(short)) return "superseded";
  const until = endOf(found, trust);
  return typeof until === "string" && today > until ? "expired" : "valid";
}

// The last day on which it holds, as far as the issuer's last list says when the law changes; null if none is known.
export function endOf(found, trust) {
  const { pack, version, validity, valid_until: signed } = found.facts;
  const until = found.until ?? signed ?? null;
  if (until !== null || validity !== UNTIL_LAW) return until;
  return trust.law?.find((one) => one.pack === pack && one.version === version)?.until ?? null;
}

// Whether a name is the record's, in any script and order; null where the chosen facts have no name.
export async function nameFits(found, name) {
  if (found.essentials) return essentialsName(found.essentials, name);
  if (found.kind === "selection" && !("name" in found.facts)) return null;
  return isUsableName(name) && foldedName(name) === foldedName(String(found.facts.name ?? ""));
}
