"""Pictures of a question: out of base64, checked, named, and put into the pack's media folder."""

import binascii
import re
from collections.abc import Iterable
from hashlib import sha256
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from elearn.core.pack.limits import PICTURE_BYTES
from elearn.core.pack.media_bytes import media_problems
from elearn.core.said import Said
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
            self._told(path)
        return path

    def beside(self, name: str, base64: str) -> str | None:
        """The path of a picture that stands beside the texts, or None if it cannot be kept."""
        path = self._keep(name, base64) if base64.strip() else self._lost(_absent(name))
        if path:
            self._changes.remark("A picture has no alternative text; write what is seen.")
            self._told(path)
        return path

    def used(self, name: str) -> None:
        """A file that stands beside the texts is shown too."""
        self._used.add(name)

    def kept(self, path: str) -> bytes:
        """The content of a picture that was kept."""
        return self._shelf.files[path]

    def _told(self, path: str) -> None:
        self._changes.remark(
            Said(
                "A picture went to %(path)s; write its author and licence in media/media.yaml.",
                path=path,
            )
        )

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
                    return self._lost(
                        Said(
                            "The picture %(name)s is not written as base64; it was left out.",
                            name=shown(name),
                        )
                    )
                return self._keep(name.rpartition("/")[2], file.text or "")
        return self._lost(_absent(src))

    def _keep(self, name: str, base64: str) -> str | None:
        stem, _, ending = name.lower().rpartition(".")
        name = f"{stem or 'picture'}.{_ENDINGS.get(ending, ending)}"
        if ending not in ("png", "jpg", "jpeg", "pjpeg", "webp", "svg", "svg+xml"):
            return self._lost(
                Said(
                    "The picture %(name)s is of a kind that packs do not hold (png, jpg, webp, "
                    "svg); it was left out.",
                    name=shown(name),
                )
            )
        try:
            data = binascii.a2b_base64(_SPACE.sub("", base64).encode("ascii", "replace"))
        except (binascii.Error, ValueError):
            return self._lost(
                Said(
                    "The picture %(name)s cannot be read: its base64 is broken; it was left out.",
                    name=shown(name),
                )
            )
        if len(data) > PICTURE_BYTES:
            return self._lost(
                Said(
                    "The picture %(name)s is larger than %(most)s MB; it was left out.",
                    name=shown(name),
                    most=PICTURE_BYTES // 1_000_000,
                )
            )
        for fault in media_problems(f"media/{name}", data):
            return self._lost(
                Said(
                    "The picture %(name)s cannot be kept: %(fault)s; it was left out.",
                    name=shown(name),
                    fault=fault.text,
                )
            )
        return self._shelf.keep(name, data)

    def _lost(self, why: Said) -> str | None:
        self._changes.remark(why)
        return None

    def tell_unused(self) -> None:
        """Say which files came along and are shown nowhere."""
        for name in self._files.keys() - self._used:
            self._changes.remark(
                Said("The file %(name)s is shown by no text and was left out.", name=shown(name))
            )


def _absent(name: str) -> Said:
    return Said("The picture %(name)s is not in the file; it was left out.", name=shown(name))
