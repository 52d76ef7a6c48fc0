"""What a badge tells of its record: the facts in its evidence, and the name of its subject."""

import json
import re
from collections.abc import Mapping
from typing import Any

from elearn.interop.jws import Refused
from elearn.interop.open_badges.achievement import Json

_LINE = re.compile(r"^- (\w+): `(.*)`$", re.MULTILINE)


def facts(credential: Json) -> tuple[str, Mapping[str, object]]:
    """The digest of the record, and its facts as JSON has them.

    Raises:
        Refused: `badge-unreadable`, if the badge is not one of this program's.
    """
    try:
        whole: Any = credential
        name = whole["credentialSubject"]["identifier"][0]["identityHash"]
        lines = _LINE.findall(whole["evidence"][0]["narrative"])
        told = {key: json.loads(text) for key, text in lines}
        return str(told.pop("record")), {"name": name, **told}
    except (KeyError, IndexError, TypeError, ValueError):
        raise Refused("This badge does not tell the facts of a record.") from None
