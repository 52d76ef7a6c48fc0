"""Names of things: slugs that authors write, and opaque keys for addresses."""

import re

_SLUG = re.compile(r"[a-z][a-z0-9-]{0,63}")
_VERSION = re.compile(
    r"(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?"
)

LANGUAGES = ("en", "bs", "sr", "sq", "mk", "hr", "cnr")
"""Languages that packs are written in; Serbian stands in Cyrillic, its Latin form is derived."""


def is_slug(text: str) -> bool:
    """Whether `text` can be an id: letters a-z first, then digits and `-` too, 64 at most."""
    return _SLUG.fullmatch(text) is not None


def version_key(text: str) -> tuple[int, int, int, int, tuple[tuple[int, int, str], ...]]:
    """Sort key of a semantic version (semver.org 2.0.0, without build metadata).

    Raises:
        ValueError: If `text` is not a version.
    """
    match = _VERSION.fullmatch(text)
    if match is None:
        raise ValueError(f"not a version: {text!r}")
    major, minor, patch, pre = match.groups()
    parts = tuple(
        (0, int(p), "") if p.isdigit() else (1, 0, p) for p in (pre.split(".") if pre else ())
    )
    return int(major), int(minor), int(patch), 0 if pre else 1, parts


def is_version(text: str) -> bool:
    """Whether `text` is a semantic version such as `1.0.0` or `2.0.0-draft.1`."""
    return _VERSION.fullmatch(text) is not None


def major_of(version: str) -> int:
    """The major number of a version."""
    return version_key(version)[0]
