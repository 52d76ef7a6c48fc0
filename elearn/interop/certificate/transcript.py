"""Transcripts: all records of a person in one file."""

from dataclasses import asdict, dataclass
from datetime import date

from elearn.interop.certificate import typeset

_TEMPLATE = "transcript.typ"


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptLine:
    """One record.

    Attributes:
        title, title_language: What was completed, and the tag of that language.
        details: What stands below the title, small.
        cells: What stands in the columns between title and code.
        code: The code of the record.
    """

    title: str
    title_language: str
    details: tuple[str, ...]
    cells: tuple[str, str, str]
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What stands on a transcript; plain texts, in the language of the page unless noted.

    Attributes:
        language: BCP 47 tag of the page, such as `sr-Cyrl`.
        region: Country of the language's spelling (ISO 3166-1 alpha-2).
        day: The day on which it was made.
        site: Who keeps the records.
        heading, of_whom, name, made: What stands at the top; `made` says on which day.
        description: What the file is, for whoever lists files.
        columns: The headings of the five columns.
        lines: The records.
        check_heading, check, address: How to check it.
        attached, attached_is: The records as JSON, and what that is.
        signature_is: What a signature of the file is, for whoever does not see it.
    """

    language: str
    region: str
    day: date
    site: str
    heading: str
    of_whom: str
    name: str
    made: str
    description: str
    columns: tuple[str, str, str, str, str]
    lines: tuple[TranscriptLine, ...]
    check_heading: str
    check: str
    address: str
    attached: str
    attached_is: str
    signature_is: str = ""


def draw(transcript: Transcript) -> bytes:
    """The file.

    Raises:
        Unprintable: If the name or another text has letters that cannot be printed.
    """
    return typeset.pdf(_TEMPLATE, _data(transcript), transcript.day)


def picture(transcript: Transcript, *, dots_per_inch: int = 96) -> list[bytes]:
    """Its pages as PNG, to look at."""
    return typeset.pictures(_TEMPLATE, _data(transcript), transcript.day, dpi=dots_per_inch)


def _data(transcript: Transcript) -> dict[str, object]:
    lines = [
        {**asdict(line), "title_lang": line.title_language.partition("-")[0]}
        for line in transcript.lines
    ]
    return {
        **asdict(transcript),
        **typeset.language(transcript.language),
        "day": None,
        "lines": lines,
    }
