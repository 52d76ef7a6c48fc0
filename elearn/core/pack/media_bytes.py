"""Whether a media file is what its name says, and not too big."""

import re

from elearn.core.pack import limits, svg
from elearn.core.pack.codes import problem
from elearn.core.pack.places import PICTURES
from elearn.core.problems import Problem

_BEGINNINGS: dict[str, re.Pattern[bytes]] = {
    ".png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    ".jpg": re.compile(rb"\xff\xd8\xff"),
    ".webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
    ".mp3": re.compile(rb"ID3|\xff[\xe0-\xff]"),
    ".ogg": re.compile(rb"OggS"),
    ".mp4": re.compile(rb"....ftyp", re.DOTALL),
    ".webm": re.compile(rb"\x1a\x45\xdf\xa3"),
    ".vtt": re.compile(rb"(?:\xef\xbb\xbf)?WEBVTT"),
}
"""How files of each kind begin."""


def media_problems(path: str, data: bytes) -> list[Problem]:
    """The faults of a media file, by its bytes."""
    ending = "." + path.rpartition(".")[2]
    if ending in PICTURES and len(data) > limits.PICTURE_BYTES:
        say = "A picture may have 1 MB, this one has more; make it smaller."
        return [problem(path, 0, "file-size", say)]
    beginning = _BEGINNINGS.get(ending)
    if beginning and not beginning.match(data):
        say = f"The content is not {ending}; save the file again in that format."
        return [problem(path, 0, "file-magic", say)]
    return svg.problems(data, path) if ending == ".svg" else []
