"""Questions from other systems into a pack, and a pack's questions out. Needs no database."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from elearn.core import ids
from elearn.core.errors import BadInput, Conflict
from elearn.core.pack import limits
from elearn.core.pack.checks.look import placed_questions
from elearn.core.pack.facts import FileCache
from elearn.core.pack.model import Bank, Course, Quiz
from elearn.core.pack.yaml_tree import read as read_yaml
from elearn.core.problems import Problem, errors
from elearn.core.quiz.questions import Question
from elearn.core.said import Said
from elearn.interop import aiken, cloze_text, decode, other_files
from elearn.interop.gift import read as gift_read
from elearn.interop.gift import write as gift_write
from elearn.interop.moodle_xml import read as xml_read
from elearn.interop.moodle_xml import write as xml_write
from elearn.interop.naming import Names, slug
from elearn.interop.notes import Exported, Imported, ImportNote, State, shown
from elearn.interop.quiz_yaml import credits_text, quiz_text
from elearn.interop.workbook import read as workbook_read
from elearn.interop.workbook.headings import NO_WORDS
from elearn.services.packs_check import Report, check_files, check_path
from elearn.store import pack_files

FORMATS = ("gift", "moodle-xml")
"""The formats in which questions can leave."""

_MOST = 200_000_000
_CREDITS = "media/media.yaml"
_PASS = 70
_MINUTES = 600


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do; nothing is written yet.

    Attributes:
        quiz: The quiz that would be written; without questions if none could be read.
        notes: What became of each item of the file.
        files: What would be written, by path in the pack; empty if there is no question.
        warnings: What the check says of the pack with the quiz in it and did not say before.
    """

    quiz: Quiz
    notes: tuple[ImportNote, ...]
    files: dict[str, bytes]
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A file with questions.

    Attributes:
        name: Its name; the quiz is called after it.
        data: What is in it.
        quiz_id: The id of the new quiz; made from the name if empty.
        title: The title of the new quiz; made from the name if empty.
        headings: Headings of the template in other languages, with the English ones.
    """

    name: str
    data: bytes
    quiz_id: str = ""
    title: str = ""
    headings: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The name without its ending."""
        stem = self.name.replace("\\", "/").rpartition("/")[2]
        return stem.rpartition(".")[0] or stem


Check = Callable[[dict[str, bytes]], Report]
"""Checks the files of a pack."""


def plan_import(
    file: Path,
    pack: Path,
    *,
    quiz_id: str | None = None,
    headings: Mapping[str, str] = NO_WORDS,
    as_of: date | None = None,
    cache: FileCache | None = None,
) -> Plan:
    """Read questions from a file and see how they fit into a pack that lies in a folder.

    Args:
        file: The file to read; its content says which format it has.
        pack: A course's folder.
        quiz_id: The id of the new quiz; made from the file's name if left out.
        headings: Headings of the template in other languages, with the English ones.
        as_of: The day that decides which law is repealed; by default that of the pack's check.
        cache: Where facts of files are kept between runs.

    Raises:
        BadInput: If the file or the pack cannot be used.
        Conflict: If the id is taken, or the pack would get errors.
    """
    source = Source(file.name, _read_file(file), quiz_id or "", headings=headings)
    if not pack.is_dir():
        raise BadInput(f"{pack} is no folder; questions are imported into folders only.")

    def check(files: dict[str, bytes]) -> Report:
        return check_files(pack, files, as_of=as_of, cache=cache)

    return plan(source, check_path(pack, as_of=as_of, cache=cache), check)


def plan(source: Source, report: Report, check: Check) -> Plan:
    """See how the questions of a file fit into a pack.

    The quiz goes to the end of the last module. A question that the check finds an error in is
    left out, with that error as the reason.

    Args:
        source: The file.
        report: The pack as it is.
        check: How the pack is checked with the quiz in it.

    Raises:
        BadInput: If the pack cannot be used.
        Conflict: If the id is taken, or the pack would get errors.
    """
    course = report.pack
    if not isinstance(course, Course) or not course.modules:
        raise BadInput("This is no course that can be read. Check it first, and mend its errors.")
    taken = _taken(course)
    name = _quiz_id(source, taken)
    known, words = taken | {name}, source.headings
    read = read_questions(source.data, taken=known, media=report.files, headings=words)
    imported = _in_one_file(read)
    title = " ".join(source.title.split()) or source.words.replace("_", " ").replace("-", " ")
    quiz = Quiz(
        id=name,
        title=shown(title, 80) or name,
        minutes=min(_MINUTES, max(1, len(imported.questions))),
        questions=imported.questions,
        pass_percent=_PASS,
        path=_path_for(course, report, name),
    )
    return _fitted(report, quiz, imported, check)


def read_questions(
    data: bytes,
    *,
    taken: Iterable[str] = (),
    media: Iterable[str] = (),
    headings: Mapping[str, str] = NO_WORDS,
) -> Imported:
    """The questions of a file in any format known here. Nothing in it can raise."""
    if other_files.is_workbook(data):
        return workbook_read.read(data, ids=taken, words=headings)
    start, _ = decode.decode(data[:4000])
    head = start.lstrip()
    if reasons := other_files.instead(data) or other_files.instead_of_text(head):
        return Imported((), (ImportNote("file", "", State.LEFT_OUT, reasons),))
    if head.startswith(("<?xml", "<quiz", "<!DOCTYPE quiz", "<question")) or "<quiz>" in head:
        return xml_read.read(data, ids=taken, media=media)
    if cloze_text.is_one(data):
        return cloze_text.read(data, ids=taken)
    if aiken.is_one(data):
        return aiken.read(data, ids=taken)
    return gift_read.read(data, ids=taken)


def carry_out(plan: Plan, pack: Path) -> list[Path]:
    """Write what was planned into the folder of the pack; returns the files.

    Raises:
        BadInput: If there is nothing to write, or a file cannot be written.
        Conflict: If something else was written there in the meantime.
    """
    if not plan.files:
        raise BadInput("There is no question to write.")
    if (pack / plan.quiz.path).exists():
        raise Conflict(f"{pack / plan.quiz.path} is there already.")
    written = []
    try:
        # The quiz comes last: it never names a picture that is not there yet.
        for path in sorted(plan.files, key=lambda p: p == plan.quiz.path):
            target = pack / path
            target.parent.mkdir(parents=True, exist_ok=True)
            pack_files.replace_file(target, plan.files[path])
            written.append(target)
    except OSError as error:
        raise BadInput(f"{error.filename} cannot be written: {error.strerror}.") from None
    return written


def export_quiz(
    pack: Path,
    quiz_id: str,
    form: str,
    *,
    as_of: date | None = None,
    cache: FileCache | None = None,
) -> Exported:
    """A quiz or a bank as GIFT or Moodle XML, with a note for each question.

    Raises:
        BadInput: If the pack, the quiz or the format cannot be used.
    """
    report = check_path(pack, as_of=as_of, cache=cache)
    if not isinstance(report.pack, Course):
        raise BadInput(f"{pack} is no course that can be read. Try: elearn pack check {pack}")
    return exported(report.pack, report.files, quiz_id, form)


def exported(course: Course, files: Mapping[str, bytes], quiz_id: str, form: str) -> Exported:
    """A quiz or a bank of a course that was read.

    Args:
        course: The course.
        files: Its files: pictures that are shown go along.
        quiz_id: The quiz or bank.
        form: One of `FORMATS`.

    Raises:
        BadInput: If there is no such quiz, or the format is not known.
    """
    asked = asked_in(course)
    found = next((q for q in asked if q.id == quiz_id), None)
    if found is None:
        known = ", ".join(q.id for q in asked)
        raise BadInput(
            "There is no quiz or bank %(quiz)s. There are: %(known)s.",
            values={"quiz": repr(quiz_id), "known": known},
        )
    category = f"$course$/top/{found.title.replace('/', '//')}"
    match form:
        case "gift":
            made = gift_write.write(found.questions, category)
        case "moodle-xml":
            made = xml_write.write(found.questions, category, files)
        case _:
            raise BadInput(
                "%(form)s is no format known here; use one of these: %(known)s.",
                values={"form": repr(form), "known": ", ".join(FORMATS)},
            )
    why = (Said("Questions from a bank: export the bank too."),)
    drawn = tuple(
        ImportNote("file", d.bank, State.LEFT_OUT, why)
        for d in (found.draw if isinstance(found, Quiz) else ())
    )
    return replace(made, notes=(*made.notes, *drawn))


def asked_in(course: Course) -> list[Quiz | Bank]:
    """The quizzes and banks of a course."""
    quizzes: list[Quiz | Bank] = [i for i in course.items if isinstance(i, Quiz)]
    return [*quizzes, *course.banks]


def write_export(made: Exported, target: Path) -> None:
    """Write an export to a file.

    Raises:
        BadInput: If it cannot be written.
    """
    try:
        pack_files.replace_file(target, made.data)
    except OSError as error:
        raise BadInput(f"{target} cannot be written: {error.strerror}.") from None


def _read_file(file: Path) -> bytes:
    try:
        if file.stat().st_size > _MOST:
            raise BadInput(f"{file} has more than {_MOST // 1_000_000} MB; split it.")
        return file.read_bytes()
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}.", code="no-such-path") from None


def _in_one_file(imported: Imported) -> Imported:
    """As many of the questions as one file of a pack holds; the others are left out."""
    size = values = 0
    kept: list[Question] = []
    for question in imported.questions:
        # About what it takes in YAML; a little more, so that the check never finds too much.
        written = repr(question)
        size += len(written.encode("utf-8", "replace"))
        values += 2 * written.count("=")
        if size > limits.TEXT_BYTES or values > limits.YAML_NODES:
            break
        kept.append(question)
    lost = {question.id for question in imported.questions[len(kept) :]}
    reason = Said("The new quiz is as large as a file of a pack may be; import the rest by itself.")
    notes = tuple(
        replace(note, state=State.LEFT_OUT, reasons=(reason,), question="")
        if note.question in lost
        else note
        for note in imported.notes
    )
    return replace(imported, questions=tuple(kept), notes=notes)


def _taken(course: Course) -> set[str]:
    used = {placed.question.id for placed in placed_questions(course)}
    used |= {item.id for item in course.items} | {bank.id for bank in course.banks}
    return used | {module.id for module in course.modules}


def _quiz_id(source: Source, taken: set[str]) -> str:
    given = source.quiz_id
    if not given:
        name = slug(source.title or source.words)
        return Names(taken).unused(name if ids.is_slug(name) else f"quiz-{name}".rstrip("-"))
    if not ids.is_slug(given):
        raise BadInput(
            "%(id)s is no id. Use lower-case letters, digits and -, starting with a letter.",
            values={"id": repr(given)},
        )
    if given in taken:
        raise Conflict(
            "The pack has something with the id %(id)s already; choose another.",
            values={"id": repr(given)},
        )
    return given


def _path_for(course: Course, report: Report, name: str) -> str:
    """Behind the last item of the last module, numbered as its neighbours are."""
    folder = course.modules[-1].path.removesuffix("/module.yaml")
    files = [p.rpartition("/")[2] for p in report.files if p.startswith(f"{folder}/")]
    numbers = [int(n) for f in files if (n := f.partition("-")[0]).isdecimal() and len(n) < 5]
    return f"{folder}/{max(numbers, default=0) + 1:02}-{name}.quiz.yaml"


def _fitted(report: Report, quiz: Quiz, imported: Imported, check: Check) -> Plan:
    """The plan, without the questions that would bring an error into the pack."""
    notes = list(imported.notes)
    before = set(report.problems)
    while quiz.questions:
        files = _files(report, quiz, imported)
        new = [p for p in check(report.files | files).problems if p not in before]
        bad = errors(new)
        if not bad:
            return Plan(quiz, tuple(notes), files, tuple(new))
        faulty = _faulty(files[quiz.path].decode(), quiz, bad)
        if not faulty:
            raise Conflict(
                "The pack would get an error: %(why)s",
                code="pack-has-errors",
                values={"why": bad[0]},
            )
        notes = [_refused(note, faulty) for note in notes]
        kept = tuple(q for q in quiz.questions if q.id not in faulty)
        quiz = replace(quiz, questions=kept)
    return Plan(quiz, tuple(notes), {})


def _refused(note: ImportNote, faulty: dict[str, str]) -> ImportNote:
    """The note of a question in which the check finds an error."""
    if note.question not in faulty:
        return note
    reason = Said("The check finds: %(problem)s", problem=faulty[note.question])
    return replace(note, state=State.LEFT_OUT, reasons=(reason,), question="")


def _files(report: Report, quiz: Quiz, imported: Imported) -> dict[str, bytes]:
    text = quiz_text(quiz)
    media = {path: data for path, data in imported.media.items() if f"({path}" in text}
    files = {quiz.path: text.encode(), **media}
    if media:
        there = report.files.get(_CREDITS, b"")
        gap = b"" if not there or there.endswith(b"\n") else b"\n"
        names = [path.removeprefix("media/") for path in sorted(media)]
        new = credits_text(names, "to be filled in", "to be filled in")
        files[_CREDITS] = there + gap + new.encode()
    return files


def _faulty(text: str, quiz: Quiz, bad: Sequence[Problem]) -> dict[str, str]:
    """Which questions the errors in the quiz's file stand in, each with the first of them."""
    lines = read_yaml(text).lines
    starts = [lines.get(("questions", i), 0) for i in range(len(quiz.questions))]
    faulty: dict[str, str] = {}
    for problem in bad:
        at = bisect_right(starts, problem.line) - 1
        if problem.path == quiz.path and problem.line and at >= 0:
            question: Question = quiz.questions[at]
            faulty.setdefault(question.id, problem.text)
    return faulty
