"""Every problem code, with its severity and one line that says what it means.

`docs/problems.md` has a section for each, `tests/packs/bad/` a tiny pack.
"""

from typing import NamedTuple

from elearn.core.problems import Problem, Severity


class Code(NamedTuple):
    """What a code stands for. `by_date`: a warning that becomes an error as days go by."""

    severity: Severity
    meaning: str
    by_date: bool = False

    @property
    def said(self) -> str:
        """The severity in words, as `docs/problems.md` has it."""
        return f"{self.severity}, or error by date" if self.by_date else self.severity.value


_E, _W = Severity.ERROR, Severity.WARNING

CODES: dict[str, Code] = {
    # Files and archives
    "archive-broken": Code(_E, "The archive cannot be read."),
    "archive-duplicate": Code(_E, "Two members of the archive have one name."),
    "archive-encrypted": Code(_E, "A member of the archive is encrypted."),
    "file-clash": Code(_E, "Two names differ only by case or by how letters are encoded."),
    "file-count": Code(_E, "The pack holds too many files."),
    "file-encoding": Code(_E, "A text file is not UTF-8."),
    "file-kind": Code(_E, "The file is of no kind that packs hold, or in a place for none."),
    "file-line": Code(_E, "A line is too long."),
    "file-link": Code(_E, "The file is a symbolic link or a device."),
    "file-magic": Code(_E, "The content is not what the name's ending says."),
    "file-name": Code(_E, "The name holds characters that are not allowed."),
    "file-path": Code(_E, "The path leads out of the pack."),
    "file-size": Code(_E, "The file is too big."),
    "file-unreadable": Code(_E, "The file cannot be read."),
    "pack-size": Code(_E, "The pack is too big."),
    # YAML
    "yaml-anchor": Code(_E, "YAML anchors and aliases are not allowed."),
    "yaml-depth": Code(_E, "The YAML is nested too deep."),
    "yaml-duplicate-key": Code(_E, "A key stands twice in one place."),
    "yaml-size": Code(_E, "The YAML holds too many values."),
    "yaml-syntax": Code(_E, "The YAML cannot be read."),
    "yaml-tag": Code(_E, "YAML tags are not allowed."),
    # Shape
    "date-bad": Code(_E, "Not a date."),
    "front-matter": Code(_E, "The lesson does not begin with front matter."),
    "id-bad": Code(_E, "Not an id."),
    "id-duplicate": Code(_E, "An id is used twice."),
    "id-missing": Code(_E, "Something has no id."),
    "key-missing": Code(_E, "A required key is missing."),
    "key-unknown": Code(_E, "The key is not known here."),
    "pack-format": Code(_E, "The format's version is not known."),
    "pack-missing": Code(_E, "There is no pack.yaml."),
    "module-missing": Code(_E, "A folder with items has no module.yaml."),
    "module-empty": Code(_W, "A module has no items."),
    "course-empty": Code(_E, "The course has no items."),
    "value-choice": Code(_E, "The value is none of those allowed."),
    "value-empty": Code(_E, "A value that must not be empty is."),
    "value-range": Code(_E, "A number or a list is too small or too big."),
    "value-type": Code(_E, "The value is of the wrong kind."),
    "value-url": Code(_E, "Not an address on the web."),
    "version-bad": Code(_E, "Not a version in three parts."),
    # Markdown
    "box-unknown": Code(_E, "The kind of box is not known."),
    "box-open": Code(_E, "A box has no end."),
    "check-place": Code(_E, "A self-check stands where none can be asked."),
    "heading-level": Code(_W, "A heading stands too high."),
    "html": Code(_E, "HTML is not allowed in texts."),
    "link-item": Code(_E, "A link leads to an item that does not exist."),
    "link-scheme": Code(_E, "A link's address is not of an allowed kind."),
    "text-overgrown": Code(_E, "A passage is too tangled to be read as Markdown."),
    # Media
    "media-alt": Code(_E, "A picture, sound or film has no alternative text."),
    "media-credit": Code(_E, "A file's author or licence is not named in media.yaml."),
    "media-credit-stale": Code(_W, "media.yaml names a file that is not there."),
    "media-missing": Code(_E, "The media file does not exist."),
    "media-place": Code(_W, "A picture stands inside a sentence."),
    "media-transcript": Code(_E, "Sound or film has no transcript."),
    "media-unused": Code(_W, "A media file is used nowhere."),
    "svg-unsafe": Code(_E, "A drawing holds what a drawing may not hold."),
    # Law
    "citation-bad": Code(_E, "The citation is not written as citations are."),
    "instrument-unknown": Code(_E, "The register does not list that instrument or judgment."),
    "key-lapsed": Code(_E, "The key of a question rests on law that is repealed."),
    "law-changed": Code(_W, "The law cited changed after the pack was checked.", by_date=True),
    "law-not-yet": Code(_W, "The law cited does not apply yet."),
    "law-repealed": Code(_W, "The law cited is repealed.", by_date=True),
    "law-unnamed": Code(_E, "The pack cites law or terms but names no register."),
    "provision-unknown": Code(_E, "The register does not list that provision."),
    "register-missing": Code(_W, "The register was not found, so citations were not checked."),
    "register-version": Code(_W, "The register at hand has another version than the pack names."),
    "term-unknown": Code(_E, "The glossary does not list that term."),
    # Quizzes
    "answer-ambiguous": Code(_E, "Two answers read the same."),
    "formula-bad": Code(_E, "A formula cannot be read, or uses a name that there is none of."),
    "formula-fails": Code(_E, "With some values a step cannot be computed or typed."),
    "parameter-bounds": Code(_E, "A parameter's bounds or choices make no sense."),
    "parameter-unknown": Code(_E, "A text has a value in braces that stands for nothing."),
    "hotspot-picture": Code(_E, "A question about a picture has not just one picture."),
    "region-place": Code(_E, "A region of a picture lies beyond its edge, or on another."),
    "mrz-bad": Code(_E, "A machine-readable zone cannot be read, or not be asked about."),
    "bank-unknown": Code(_E, "The quiz draws from a bank that does not exist."),
    "bank-unused": Code(_W, "No quiz draws from the bank."),
    "draw-short": Code(_E, "Too few questions of a bank fit what is drawn from it."),
    "draw-too-large": Code(_E, "The quiz draws more questions than the bank holds."),
    "feedback-idle": Code(_W, "A feedback is for what no answer can be."),
    "hints-dear": Code(_E, "The hints of a question cost more than everything."),
    "pair-role": Code(_E, "A post-test and its pretest do not belong together."),
    "pair-short": Code(_E, "Pretest and post-test cannot both be drawn without a repeat."),
    "pair-unknown": Code(_E, "The post-test's pretest does not exist."),
    "pass-unreachable": Code(_E, "Nobody can reach the pass mark."),
    "check-kind": Code(_E, "A self-check is of a kind that a person marks."),
    "pretest-rule": Code(_E, "A pretest has a pass mark or several attempts."),
    "gap-kind": Code(_E, "A gap takes nothing, or more than one kind of answer."),
    "gap-place": Code(_E, "A text and its gaps do not fit each other."),
    "part-unknown": Code(_E, "A part of a question names another that does not exist."),
    "question-many-right": Code(_E, "A single-choice question has several right options."),
    "quiz-options": Code(_E, "Options of a quiz contradict one another."),
    "question-no-right": Code(_E, "A question has no right answer."),
    "rubric-points": Code(_E, "A criterion of a rubric can earn nothing."),
    "section-empty": Code(_E, "A section asks nothing."),
    "section-mixed": Code(_E, "A quiz has sections, and questions outside them."),
    # Case studies
    "budget-missing": Code(_E, "A condition counts the time that is left, but there is no budget."),
    "case-too-wide": Code(_W, "There are too many ways through the case to look at all of them."),
    "case-unpassable": Code(_E, "No road through the case passes."),
    "choice-closed": Code(_W, "A choice is open on no road."),
    "choice-unknown": Code(_E, "A condition names a choice that does not exist."),
    "exhibit-unknown": Code(_E, "Something names an exhibit that does not exist."),
    "exhibit-unused": Code(_W, "Nothing shows the exhibit."),
    "measure-unknown": Code(_E, "Something names a measure that does not exist."),
    "measure-unused": Code(_W, "No choice changes the measure."),
    "message-lost": Code(_W, "A message arrives on no road."),
    "scene-choices": Code(_E, "A scene has too few or too many choices for what it is."),
    "scene-endless": Code(_E, "From a scene no ending can be reached."),
    "scene-stuck": Code(_E, "On some road a scene has no choice that is open."),
    "scene-unknown": Code(_E, "Something leads to a scene or names one that does not exist."),
    "scene-unreachable": Code(_E, "No road leads to the scene."),
    # Outcomes and completion
    "award-ungraded": Code(_E, "An achievement is awarded, but completion asks for no quiz."),
    "credit-language": Code(_E, "Credit is given in a language that the course is not in."),
    "credit-unfinished": Code(_E, "Credit is given in a language, and its translation has gaps."),
    "completion-empty": Code(_E, "Nothing is required for completion."),
    "completion-kind": Code(_E, "Completion asks for the wrong thing of an item."),
    "completion-unknown": Code(_E, "Completion names an item that does not exist."),
    "outcome-unassessed": Code(_W, "No question or case study assesses the outcome."),
    "outcome-unknown": Code(_E, "The outcome is not one of the course's."),
    "outcome-untaught": Code(_W, "No lesson teaches the outcome."),
    # Translations
    "locale-language": Code(_E, "The catalogue's name is not a language of the house."),
    "locale-missing": Code(_W, "A language is listed, but its catalogue is missing."),
    "locale-unlisted": Code(_W, "A catalogue's language is not listed in pack.yaml."),
    "translation-missing": Code(_W, "Texts have no translation."),
    "translation-reference": Code(_E, "A translation points at other law, terms, links or media."),
    "translation-stale": Code(_W, "A translation was made from an older text."),
    "translation-syntax": Code(_E, "The catalogue cannot be read."),
    "translation-unknown": Code(_W, "A catalogue translates a text that the pack does not hold."),
    # Versions
    "changelog": Code(_E, "CHANGELOG.md has no heading for this version."),
    "version-low": Code(_E, "The version number claims less than what changed demands."),
    "version-order": Code(_E, "The version number is not higher than the one it follows."),
    # Registers
    "dates-order": Code(_E, "Two dates stand in an order that cannot be."),
    "provision-duplicate": Code(_E, "An instrument lists a provision twice for the same days."),
    "replaces-unknown": Code(_E, "An instrument names another that the register does not list."),
}


def problem(path: str, line: int, code: str, text: str, *, late: bool = False) -> Problem:
    """A problem with the severity that its code has; where days decide, `late` makes it an error.

    Texts quote what authors wrote, so whatever could disturb a terminal is taken out.

    Raises:
        KeyError: If the code is not declared above.
    """
    severity = _E if late and CODES[code].by_date else CODES[code].severity
    return Problem(_shown(path), line, code, _shown(text), severity)


def _shown(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " for c in text)
