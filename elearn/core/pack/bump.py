"""A pack's next number, written into its files."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from elearn.core.errors import BadInput

_VERSION = re.compile(r"^version:[ \t]*([^\s#]*)[^\n#]*?(?=[ \t]*(?:#[^\n]*)?$)", re.MULTILINE)
_ENTRY = re.compile(r"^##[ \t]", re.MULTILINE)
_HEAD, _CHANGES = "pack.yaml", "CHANGELOG.md"


def with_version(
    files: Mapping[str, bytes],
    version: str,
    lines: Sequence[str],
    today: date,
    *,
    instead_of: str = "",
) -> dict[str, bytes]:
    """The files that change: pack.yaml gets the number, CHANGELOG.md an entry.

    Args:
        files: The pack.
        version: The new number.
        lines: What the entry says, one line a change.
        today: The day that the entry names.
        instead_of: A number that was not right: an entry under it gets the new one.

    Raises:
        BadInput: If pack.yaml has no line with a version.
    """
    about = files.get(_HEAD, b"").decode("utf-8", "replace")
    about, found = _VERSION.subn(f"version: {version}", about, count=1)
    if not found:
        raise BadInput("The line with the version in pack.yaml was not found.", code="no-version")
    changes = files.get(_CHANGES, b"").decode("utf-8", "replace")
    if instead_of and (under := _heading(changes, instead_of)):
        changes = changes[: under.start(1)] + version + changes[under.end(1) :]
    else:
        changes = _with_entry(changes, version, lines, today)
    return {_HEAD: about.encode(), _CHANGES: changes.encode()}


def entry(version: str, lines: Sequence[str], today: date) -> str:
    """An entry of CHANGELOG.md."""
    return f"## {version} - {today.isoformat()}\n\n" + "".join(f"- {line}\n" for line in lines)


def _heading(changes: str, version: str) -> re.Match[str] | None:
    """The heading of a version's entry."""
    number = rf"^##[ \t]+\[?v?({re.escape(version)})(?![^\s\]])"
    return re.search(number, changes, re.MULTILINE)


def _with_entry(changes: str, version: str, lines: Sequence[str], today: date) -> str:
    """The list of changes with one entry more, above the others; one that is there stays."""
    if _heading(changes, version):
        return changes
    first = _ENTRY.search(changes)
    at = first.start() if first else len(changes)
    above = changes[:at].rstrip("\n")
    parts = [above or "# Changes", entry(version, lines, today).rstrip("\n"), changes[at:]]
    return "\n\n".join(part for part in parts if part).rstrip("\n") + "\n"
