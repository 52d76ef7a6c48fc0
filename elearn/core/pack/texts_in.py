"""Bytes of a text file as text, or the problems that forbid it."""

from elearn.core.pack import limits
from elearn.core.pack.codes import problem
from elearn.core.pack.places import text_limit
from elearn.core.problems import Problem


def read_text(path: str, data: bytes) -> tuple[str | None, list[Problem]]:
    """The text with LF line ends and without a byte order mark, or None and the reasons."""
    if len(data) > text_limit(path):
        text = f"This text may have {text_limit(path) // 1_000_000} MB, but has more; split it."
        return None, [problem(path, 0, "file-size", text)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, [
            problem(path, line, "file-encoding", "This is not UTF-8; save the file as UTF-8.")
        ]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > limits.LINE_CHARACTERS:
        for number, line_text in enumerate(text.split("\n"), 1):
            if len(line_text) > limits.LINE_CHARACTERS:
                say = f"A line may have {limits.LINE_CHARACTERS:,} characters; break it up."
                return None, [problem(path, number, "file-line", say)]
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        say = "This is no text file: it holds a zero byte. Save it as UTF-8."
        return None, [problem(path, line, "file-encoding", say)]
    return text, []
