"""A small course cut from the files of a larger one: some lessons, cases and questions of it.

Lessons and case studies are taken as they are, file by file. The questions come into one short
quiz. Ids stay, so translations and corrections still fit. What comes out is a course like any
other, but that it says what it is cut from.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from elearn.core.case.model import Case
from elearn.core.pack import translate
from elearn.core.pack.checks.look import placed_questions
from elearn.core.pack.model import Course, Lesson, Medium, Module, Pack, Quiz
from elearn.core.pack.parse import parse
from elearn.core.pack.places import FILMS, NOTES, SOUNDS, WORDS
from elearn.core.pack.texts import message_id
from elearn.core.pack.texts_in import read_text
from elearn.core.pack.words import word
from elearn.core.pack.written import yaml_text
from elearn.core.pack.yaml_tree import read
from elearn.core.quiz import blueprint
from elearn.core.quiz.questions import Extended

SHORT = 10
"""Questions that the quiz asks, if there are as many."""

_PASS = 70
"""The pass mark where the course has none to go by."""

MINUTES = 2
"""Minutes a question."""

_BANK = 200_000
"""Characters of one bank's file, so that no file of a pack grows too big."""

_TITLE = 250
"""Characters of the course's title that are kept; there are words after it."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Ids of the lessons, case studies and questions of a course, in its order.

    `changed`: for lessons that were there before, the blocks and self-checks that are not the same.
    """

    lessons: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.lessons or self.cases or self.questions)


def bridge_files(
    files: Mapping[str, bytes], course: Course, chosen: Selection, *, pack_id: str, since: str
) -> dict[str, bytes]:
    """The files of a bridge.

    Args:
        files: Those of the version that it leads to.
        course: The same, read.
        chosen: What it holds; not empty.
        pack_id: Its id.
        since: The version that it leads from.
    """
    made = dict(_items(files, course, chosen))
    if chosen.questions:
        made |= _quiz(files, course, chosen)
    made |= {path: files[path] for path in NOTES - {"README.md"} if path in files}
    catalogues = _catalogues(files, course)
    languages = [language for language in course.meta.languages if language in catalogues]
    head = _head(files, course, chosen, pack_id, since)
    made["pack.yaml"] = _yaml(head | ({"languages": languages} if languages else {}))
    made |= _media(files, course, made)
    pack = parse(made).pack
    assert pack is not None  # its head is that of a pack that was read
    for language, catalogue in catalogues.items():
        more = dict(_said(course, pack, catalogue, language))
        made[catalogue.path] = translate.cut(pack, catalogue, language, more)
    return made


def _yaml(data: object) -> bytes:
    return yaml_text(data).encode()


def _raw(files: Mapping[str, bytes], path: str) -> Any:
    """What a YAML file holds, as it is written."""
    text, _problems = read_text(path, files[path])
    return read(text or "").data


def _items(
    files: Mapping[str, bytes], course: Course, chosen: Selection
) -> Iterator[tuple[str, bytes]]:
    """Lessons and case studies as they stand, with their modules."""
    kept = {*chosen.lessons, *chosen.cases}
    for module in course.modules:
        paths = [item.path for item in module.items if item.id in kept]
        if paths:
            yield f"{module.path}/module.yaml", _yaml({"id": module.id, "title": module.title})
        for path in paths:
            yield path, files[path]


def _head(
    files: Mapping[str, bytes], course: Course, chosen: Selection, pack_id: str, since: str
) -> dict[str, Any]:
    """What pack.yaml holds. Hours, prerequisites and award are the larger course's; left out."""
    left_out = ("languages", "hours", "prerequisites", "update", "bridge", "award", "certificate")
    raw = {key: value for key, value in _raw(files, "pack.yaml").items() if key not in left_out}
    named = _outcomes(course, chosen)
    outcomes = [o for o in course.outcomes if o.id in named] or course.outcomes
    rules = {
        "read": chosen.lessons,
        "pass": chosen.questions,
        "finish": chosen.cases,
    }
    return raw | {
        "id": pack_id,
        "title": _title(course.meta.title, course.meta.language),
        "outcomes": [{"id": o.id, "text": o.text} for o in outcomes],
        "completion": {rule: "all" for rule, ids in rules.items() if ids},
        "bridge": {
            "of": course.meta.id,
            "from": since,
            "to": course.meta.version,
            "changed": {lesson: list(parts) for lesson, parts in chosen.changed.items()},
        },
    }


def _title(title: str, language: str) -> str:
    return f"{title[:_TITLE].rstrip()}: {word('changed', language)}"


def _outcomes(course: Course, chosen: Selection) -> set[str]:
    """The outcomes that what was chosen names."""
    kept = {*chosen.lessons, *chosen.cases}
    found: set[str] = set()
    for item in course.items:
        if item.id not in kept:
            continue
        if isinstance(item, Lesson):
            found.update(item.outcomes)
        elif isinstance(item, Case):
            found.update(item.outcomes)
            for scene in item.scenes:
                found.update(scene.outcomes)
                found.update(name for choice in scene.choices for name in choice.outcomes)
    questions = frozenset(chosen.questions)
    for placed in placed_questions(course):
        if placed.question.id in questions:
            found.update(placed.question.outcomes)
    return found


def _quiz(files: Mapping[str, bytes], course: Course, chosen: Selection) -> dict[str, bytes]:
    """The quiz, in a module after all others.

    It asks the questions itself if they are few, since a quiz that asks all it has goes on where
    law lapses; else it draws from banks.
    """
    language = course.meta.language
    title = word("on-changed", language)
    banks = list(_banks(_written(files, course, chosen)))
    drawn = len(banks) > 1 or len(chosen.questions) > SHORT
    counts = _shares([len(bank) for bank in banks], SHORT)
    draws = [
        {"bank": f"changed-{number}", "count": count} for number, count in enumerate(counts, 1)
    ]
    quiz = {
        "id": _free("on-changed", {n.id for n in course.items} | set(_question_ids(course))),
        "title": title,
        "minutes": min(600, MINUTES * sum(counts)),
        "pass": _pass_mark(course, chosen),
        **_marking(files, course, chosen),
        **({"draw": draws} if drawn else {"questions": banks[0]}),
    }
    folder = _last_folder(course.modules)
    module = {"id": _free("on-changed", {m.id for m in course.modules}), "title": title}
    made = {
        f"{folder}/module.yaml": _yaml(module),
        f"{folder}/questions.quiz.yaml": _yaml(quiz),
    }
    for number, questions in enumerate(banks if drawn else (), 1):
        bank = {"id": f"changed-{number}", "title": title, "questions": questions}
        made[f"banks/changed-{number:03}.quiz.yaml"] = _yaml(bank)
    return made


def _question_ids(course: Course) -> Iterator[str]:
    return (placed.question.id for placed in placed_questions(course))


def _free(name: str, taken: Iterable[str]) -> str:
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found


def _last_folder(modules: Sequence[Module]) -> str:
    """A folder that comes after those of all modules, by name."""
    name = "zz-changed"
    while any(module.path >= name for module in modules):
        name = f"z{name}"
    return name


def _written(
    files: Mapping[str, bytes], course: Course, chosen: Selection
) -> Iterator[dict[str, Any]]:
    """The questions as their files hold them, in the order of the course."""
    wanted = frozenset(chosen.questions)
    trees: dict[str, Any] = {}
    for placed in placed_questions(course):
        if placed.where == "lesson" or placed.question.id not in wanted:
            continue
        if placed.path not in trees:
            trees[placed.path] = _raw(files, placed.path)
        found = trees[placed.path]
        for key in placed.keys:
            found = found[key]
        yield found


def _banks(questions: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """The questions in as many banks as their length asks for."""
    bank: list[dict[str, Any]] = []
    size = 0
    for question in questions:
        length = len(yaml_text([question]))
        if bank and size + length > _BANK:
            yield bank
            bank, size = [], 0
        bank.append(question)
        size += length
    if bank:
        yield bank


def _shares(sizes: list[int], most: int) -> list[int]:
    """How many questions to draw from banks of these sizes: `most` in all, one at least of each."""
    if sum(sizes) <= most:
        return sizes
    counts = [1] * len(sizes)
    for _place in range(most - len(sizes)):
        larger = [
            size / count if count < size else 0 for size, count in zip(sizes, counts, strict=True)
        ]
        counts[larger.index(max(larger))] += 1
    return counts


def _sources(course: Course, chosen: Selection) -> Iterator[Quiz]:
    """The quizzes that may ask some of the questions."""
    wanted = frozenset(chosen.questions)
    for item in course.items:
        if isinstance(item, Quiz):
            asked = blueprint.askable(item, course.banks)
            if any(question.id in wanted for question in asked):
                yield item


def _pass_mark(course: Course, chosen: Selection) -> int:
    """The highest pass mark of the quizzes that the questions come from."""
    marks = [quiz.pass_percent for quiz in _sources(course, chosen) if quiz.can_be_passed]
    return max(marks, default=0) or _PASS


def _marking(files: Mapping[str, bytes], course: Course, chosen: Selection) -> dict[str, Any]:
    """How people mark, where some of the questions need people."""
    wanted = frozenset(chosen.questions)
    for quiz in _sources(course, chosen):
        asked = blueprint.askable(quiz, course.banks)
        if any(isinstance(q, Extended) and q.id in wanted for q in asked):
            rule = _raw(files, quiz.path).get("marking")
            if rule is not None:
                return {"marking": rule}
    return {}


def _media(
    files: Mapping[str, bytes], course: Course, made: Mapping[str, bytes]
) -> dict[str, bytes]:
    """The media that these files show, with credits, transcripts and captions."""
    facts = parse(made).sources.facts.values()
    shown = {figure.file for each in facts for figure in each.references.media}
    found = {path: files[path] for path in sorted(shown) if path in files}
    credited = [m for m in course.media if f"media/{m.file}" in found]
    words = {f"media/{m.transcript}" for m in credited if m.transcript}
    words |= set(_captions(files, found))
    found |= {path: files[path] for path in sorted(words) if path in files}
    if credited:
        found["media/media.yaml"] = _yaml([_credit(medium) for medium in credited])
    return found


def _credit(medium: Medium) -> dict[str, str]:
    made = {"file": medium.file, "author": medium.author, "licence": medium.licence}
    return made | ({"transcript": medium.transcript} if medium.transcript else {})


def _captions(files: Iterable[str], shown: Iterable[str]) -> Iterator[str]:
    """Texts named for a sound or film: `talk.vtt`, `talk.sr.vtt`."""
    stems = {path.rpartition(".")[0] for path in shown if path.endswith((*SOUNDS, *FILMS))}
    for path in files:
        stem = path.rpartition(".")[0]
        if path.endswith(WORDS) and (stem in stems or stem.rpartition(".")[0] in stems):
            yield path


def _catalogues(files: Mapping[str, bytes], course: Course) -> dict[str, translate.Catalogue]:
    """The catalogues that can be read, by language."""
    found = {}
    for language in course.meta.languages:
        path = f"locale/{language}.po"
        if path in files and language != course.meta.language:
            catalogue, faults = translate.read_catalogue(files[path], path)
            if not faults:
                found[language] = catalogue
    return found


def _said(
    course: Course, pack: Pack, catalogue: translate.Catalogue, language: str
) -> Iterator[tuple[tuple[str, str], str]]:
    """Translations of what stands in a bridge only: its title, and the name of its quiz."""
    title = catalogue.get("pack", course.meta.title)
    if title:
        yield ("pack", message_id(pack.meta.title)), _title(title, language)
    source = word("on-changed", course.meta.language)
    for context, text in translate.wanted(pack):
        if text == source:
            yield (context, text), word("on-changed", language)
