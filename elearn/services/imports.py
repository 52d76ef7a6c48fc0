"""Questions from other systems into a pack, and a pack's questions out. Needs no database."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from elearn.core import ids
from elearn.core.errors import BadInput, Conflict
from elearn.core.pack.checks.look import placed_questions
from elearn.core.pack.facts import FileCache
from elearn.core.pack.model import Bank, Course, Quiz
from elearn.core.pack.yaml_tree import read as read_yaml
from elearn.core.problems import Problem, errors
from elearn.core.quiz.questions import Question
from elearn.interop import decode
from elearn.interop.gift import read as gift_read
from elearn.interop.gift import write as gift_write
from elearn.interop.moodle_xml import read as xml_read
from elearn.interop.moodle_xml import write as xml_write
from elearn.interop.naming import Names, slug
from elearn.interop.notes import Exported, Imported, ImportNote, State, shown
from elearn.interop.quiz_yaml import credits_text, quiz_text
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
        pack: The pack's folder.
        quiz: The quiz that would be written; without questions if none could be read.
        notes: What became of each item of the file.
        files: What would be written, by path in the pack; empty if there is no question.
        warnings: What the check says of the pack with the quiz in it and did not say before.
    """

    pack: Path
    quiz: Quiz
    notes: tuple[ImportNote, ...]
    files: dict[str, bytes]
    warnings: tuple[Problem, ...] = ()


def plan_import(
    file: Path,
    pack: Path,
    *,
    quiz_id: str | None = None,
    as_of: date,
    cache: FileCache | None = None,
) -> Plan:
    """Read questions from a GIFT or Moodle XML file and see how they fit into a pack.

    The quiz goes to the end of the last module. A question that the check finds an error in is
    left out, with that error as the reason.

    Args:
        file: The file to read; its content says which format it has.
        pack: A course's folder.
        quiz_id: The id of the new quiz; made from the file's name if left out.
        as_of: The day that decides which law is repealed.
        cache: Where facts of files are kept between runs.

    Raises:
        BadInput: If the file or the pack cannot be used.
        Conflict: If the id is taken, or the pack would get errors.
    """
    data = _read_file(file)
    if not pack.is_dir():
        raise BadInput(f"{pack} is no folder; questions are imported into folders only.")
    report = check_path(pack, as_of=as_of, cache=cache)
    course = report.pack
    if not isinstance(course, Course) or not course.modules:
        raise BadInput(f"{pack} is no course that can be read. Try: elearn pack check {pack}")
    taken = _taken(course)
    name = _quiz_id(quiz_id, file, taken)
    imported = read_questions(data, taken=taken | {name}, media=report.files)
    quiz = Quiz(
        id=name,
        title=shown(file.stem.replace("_", " ").replace("-", " "), 80) or name,
        minutes=min(_MINUTES, max(1, len(imported.questions))),
        questions=imported.questions,
        pass_percent=_PASS,
        path=_path_for(course, report, name),
    )
    return _fitted(pack, report, quiz, imported, as_of=as_of, cache=cache)


def read_questions(
    data: bytes, *, taken: Iterable[str] = (), media: Iterable[str] = ()
) -> Imported:
    """The questions of a file in any format known here. Nothing in it can raise."""
    if decode.looks_binary(data):
        reason = "This is no text file; export the questions as GIFT or Moodle XML."
        return Imported((), (ImportNote("file", "", State.LEFT_OUT, reason),))
    start, _ = decode.decode(data[:4000])
    head = start.lstrip()
    if head.startswith(("<?xml", "<quiz", "<!DOCTYPE quiz", "<question")) or "<quiz>" in head:
        return xml_read.read(data, ids=taken, media=media)
    return gift_read.read(data, ids=taken)


def carry_out(plan: Plan) -> list[Path]:
    """Write what was planned; returns the files.

    Raises:
        BadInput: If there is nothing to write, or a file cannot be written.
        Conflict: If something else was written there in the meantime.
    """
    if not plan.files:
        raise BadInput("There is no question to write.")
    if (plan.pack / plan.quiz.path).exists():
        raise Conflict(f"{plan.pack / plan.quiz.path} is there already.")
    written = []
    try:
        # The quiz comes last: it never names a picture that is not there yet.
        for path in sorted(plan.files, key=lambda p: p == plan.quiz.path):
            target = plan.pack / path
            target.parent.mkdir(parents=True, exist_ok=True)
            pack_files.replace_file(target, plan.files[path])
            written.append(target)
    except OSError as error:
        raise BadInput(f"{error.filename} cannot be written: {error.strerror}.") from None
    return written


def export_quiz(
    pack: Path, quiz_id: str, form: str, *, as_of: date, cache: FileCache | None = None
) -> Exported:
    """A quiz or a bank as GIFT or Moodle XML, with a note for each question.

    Raises:
        BadInput: If the pack, the quiz or the format cannot be used.
    """
    report = check_path(pack, as_of=as_of, cache=cache)
    if not isinstance(report.pack, Course):
        raise BadInput(f"{pack} is no course that can be read. Try: elearn pack check {pack}")
    course = report.pack
    quizzes: list[Quiz | Bank] = [i for i in course.items if isinstance(i, Quiz)]
    found = next((q for q in [*quizzes, *course.banks] if q.id == quiz_id), None)
    if found is None:
        known = ", ".join(q.id for q in [*quizzes, *course.banks])
        raise BadInput(f"There is no quiz or bank {quiz_id!r} in {pack}. There are: {known}.")
    category = f"$course$/top/{found.title.replace('/', '//')}"
    match form:
        case "gift":
            made = gift_write.write(found.questions, category)
        case "moodle-xml":
            made = xml_write.write(found.questions, category, report.files)
        case _:
            raise BadInput(f"{form!r} is no format known here; use {' or '.join(FORMATS)}.")
    drawn = tuple(
        ImportNote("file", d.bank, State.LEFT_OUT, "Questions from a bank: export the bank too.")
        for d in (found.draw if isinstance(found, Quiz) else ())
    )
    return replace(made, notes=(*made.notes, *drawn))


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


def _taken(course: Course) -> set[str]:
    used = {placed.question.id for placed in placed_questions(course)}
    used |= {item.id for item in course.items} | {bank.id for bank in course.banks}
    return used | {module.id for module in course.modules}


def _quiz_id(given: str | None, file: Path, taken: set[str]) -> str:
    if given is None:
        name = slug(file.stem)
        return Names(taken).unused(name if ids.is_slug(name) else f"quiz-{name}".rstrip("-"))
    if not ids.is_slug(given):
        raise BadInput(
            f"{given!r} is no id. Use lower-case letters, digits and -, starting with a letter."
        )
    if given in taken:
        raise Conflict(f"The pack has something with the id {given!r} already; choose another.")
    return given


def _path_for(course: Course, report: Report, name: str) -> str:
    """Behind the last item of the last module, numbered as its neighbours are."""
    folder = course.modules[-1].path.removesuffix("/module.yaml")
    files = [p.rpartition("/")[2] for p in report.files if p.startswith(f"{folder}/")]
    numbers = [int(n) for f in files if (n := f.partition("-")[0]).isdecimal() and len(n) < 5]
    return f"{folder}/{max(numbers, default=0) + 1:02}-{name}.quiz.yaml"


def _fitted(
    pack: Path,
    report: Report,
    quiz: Quiz,
    imported: Imported,
    *,
    as_of: date,
    cache: FileCache | None,
) -> Plan:
    """The plan, without the questions that would bring an error into the pack."""
    notes = list(imported.notes)
    before = set(report.problems)
    while quiz.questions:
        files = _files(report, quiz, imported)
        after = check_files(pack, report.files | files, as_of=as_of, cache=cache)
        new = [p for p in after.problems if p not in before]
        bad = errors(new)
        if not bad:
            return Plan(pack, quiz, tuple(notes), files, tuple(new))
        faulty = _faulty(files[quiz.path].decode(), quiz, bad)
        if not faulty:
            raise Conflict(f"The pack would get an error: {bad[0]}", code="pack-has-errors")
        notes += [
            ImportNote("check", q.id, State.LEFT_OUT, f"The check finds: {faulty[q.id]}")
            for q in quiz.questions
            if q.id in faulty
        ]
        kept = tuple(q for q in quiz.questions if q.id not in faulty)
        quiz = replace(quiz, questions=kept)
    return Plan(pack, quiz, tuple(notes), {})


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
