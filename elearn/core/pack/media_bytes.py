"""Whether a media file is what its name says, and not too big."""

from elearn.core.pack import limits
from elearn.core.pack.codes import problem
from elearn.core.pack.places import PICTURES
from elearn.core.problems import Problem


def media_problems(path: str, data: bytes) -> list[Problem]:
    """The faults of a media file, by its bytes."""
    ending = "." + path.rpartition(".")[2]
    if ending in PICTURES and len(data) > limits.PICTURE_BYTES:
        say = f"A picture may have 1 MB, this one has {len(data) / 1e6:.1f} MB; make it smaller."
        return [problem(path, 0, "file-size", say)]
    if not _fits(ending, data):
        say = f"The content is not {ending}; save the file again in that format."
        return [problem(path, 0, "file-magic", say)]
    if ending == ".svg":
        return _svg(path, data)
    return []


def _fits(ending: str, data: bytes) -> bool:
    match ending:
        case ".png":
            return data.startswith(b"\x89PNG\r\n\x1a\n")
        case ".jpg":
            return data.startswith(b"\xff\xd8\xff")
        case ".webp":
            return data.startswith(b"RIFF") and data[8:12] == b"WEBP"
        case ".mp3":
            return data.startswith(b"ID3") or (data[:1] == b"\xff" and data[1:2] >= b"\xe0")
        case ".ogg":
            return data.startswith(b"OggS")
        case ".mp4":
            return data[4:8] == b"ftyp"
        case ".webm":
            return data.startswith(b"\x1a\x45\xdf\xa3")
        case ".svg":
            return b"<svg" in data
        case ".vtt":
            return data.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT")
        case _:
            return True


def _svg(path: str, data: bytes) -> list[Problem]:
    return []
