"""Pictures of a question: out of base64, checked, named, and put into the pack's media folder."""

import binascii
import re
from collections.abc import Iterable
from hashlib import sha256
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from elearn.core.pack.limits import PICTURE_BYTES
from elearn.core.pack.media_bytes import media_problems
from elearn.interop.naming import slug
from elearn.interop.notes import Changes, shown

PLUGINFILE = "@@PLUGINFILE@@/"
"""How Moodle's texts name files that come along."""

_DATA = re.compile(r"data:image/([A-Za-z0-9.+-]{1,40});base64,")
_ENDINGS = {"jpeg": "jpg", "svg+xml": "svg", "pjpeg": "jpg"}
_SPACE = re.compile(r"\s+")


class Shelf:
    """Pictures that were kept, by their path in the pack. Equal pictures are kept once."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self.files: dict[str, bytes] = {}
        self._taken = set(taken)
        self._known: dict[bytes, str] = {}

    def keep(self, name: str, data: bytes) -> str:
        """The path under which a picture is kept."""
        key = sha256(data).digest()
        if key in self._known:
            return self._known[key]
        stem, _, ending = name.rpartition(".")
        stem = slug(stem) or "picture"
        path, count = f"media/{stem}.{ending}", 1
        while path in self._taken:
            count += 1
            path = f"media/{stem}-{count}.{ending}"
        self._taken.add(path)
        self._known[key] = path
        self.files[path] = data
        return path

    def back_to(self, count: int) -> None:
        """Keep the first so many pictures only."""
        for path in list(self.files)[count:]:
            del self._known[sha256(self.files.pop(path)).digest()]
            self._taken.discard(path)


class Pictures:
    """The pictures of one question."""

    def __init__(self, question: Element, shelf: Shelf, changes: Changes) -> None:
        self._files = {
            f"{(file.get('path') or '/').strip('/')}/{file.get('name') or ''}".lstrip("/"): file
            for file in question.iter("file")
        }
        self._shelf = shelf
        self._changes = changes
        self._used: set[str] = set()
        self._found: dict[str, str] = {}

    def place(self, src: str, _alt: str = "") -> str | None:
        """The path of a picture in the pack, or None if it cannot be kept; then it is said why."""
        if src in self._found:
            return self._found[src]
        path = self._place(src)
        if path:
            self._found[src] = path
            self._changes.say(
                f"A picture went to {path}; write its author and licence in media/media.yaml."
            )
        return path

    def _place(self, src: str) -> str | None:
        if match := _DATA.match(src):
            kind = match[1].lower()
            return self._keep(f"picture.{_ENDINGS.get(kind, kind)}", src[match.end() :])
        if src.startswith(PLUGINFILE):
            name = unquote(src.removeprefix(PLUGINFILE).partition("?")[0])
            if name in self._files:
                self._used.add(name)
                file = self._files[name]
                if (file.get("encoding") or "base64") != "base64":
                    return self._lost(name, "is not written as base64")
                return self._keep(name.rpartition("/")[2], file.text or "")
        return self._lost(src, "is not in the file")

    def _keep(self, name: str, base64: str) -> str | None:
        stem, _, ending = name.lower().rpartition(".")
        name = f"{stem or 'picture'}.{_ENDINGS.get(ending, ending)}"
        if ending not in ("png", "jpg", "jpeg", "pjpeg", "webp", "svg", "svg+xml"):
            return self._lost(name, "is of a kind that packs do not hold (png, jpg, webp, svg)")
        try:
            data = binascii.a2b_base64(_SPACE.sub("", base64).encode("ascii", "replace"))
        except (binascii.Error, ValueError):
            return self._lost(name, "cannot be read: its base64 is broken")
        if len(data) > PICTURE_BYTES:
            return self._lost(name, f"is larger than {PICTURE_BYTES // 1_000_000} MB")
        for fault in media_problems(f"media/{name}", data):
            return self._lost(name, f"cannot be kept: {fault.text}")
        return self._shelf.keep(name, data)

    def _lost(self, name: str, why: str) -> str | None:
        self._changes.say(f"The picture {shown(name)} {why}; it was left out.")
        return None

    def tell_unused(self) -> None:
        """Say which files came along and are shown nowhere."""
        for name in self._files.keys() - self._used:
            self._changes.say(f"The file {shown(name)} is shown by no text and was left out.")
