"""What the verify page's own modules say of a file or a text, beside what the program says."""

import base64
import json
from datetime import date

import node
import wholes

from elearn.core.errors import BadInput
from elearn.interop import artefacts, trust

CHECK = """
const found = [];
for (const { content, trust, name, today } of given) {
  const data = Uint8Array.from(Buffer.from(content, "base64"));
  try {
    const one = await checkFile(data, trust);
    const fits = name ? await nameFits(one, name) : null;
    const { facts, digest, kid } = one;
    found.push({ facts, digest, kid, fits, status: statusOf(one, trust, today) });
  } catch (refused) {
    if (!refused.code) throw refused;
    found.push({ code: refused.code, fact: refused.detail });
  }
}
return found;
"""
TODAY = date(2026, 12, 1)


def case(content, known=None, name="", today=TODAY):
    return {"content": content, "trust": known or wholes.trust(), "name": name, "today": today}


def in_browser(cases):
    """What the page's modules say."""
    given = [
        {
            **one,
            "content": base64.b64encode(one["content"]).decode(),
            "today": one["today"].isoformat(),
        }
        for one in cases
    ]
    return node.run("verify/check.js", "checkFile, nameFits, statusOf", CHECK, given)


def here(one):
    """What the program says."""
    known = trust.read(json.dumps(one["trust"]))
    try:
        found = artefacts.check(one["content"], known)
    except BadInput as refused:
        return {"code": refused.code, "fact": refused.details.get("fact", "")}
    return {
        "facts": dict(found.facts),
        "digest": found.digest,
        "kid": found.kid,
        "fits": artefacts.name_fits(found, one["name"]) if one["name"] else None,
        "status": artefacts.status(found, known, one["today"]).value,
    }


def assert_same(cases):
    """Both say the same of every case."""
    for one, said in zip(cases, in_browser(cases), strict=True):
        assert said == here(one), one["content"][:300]
