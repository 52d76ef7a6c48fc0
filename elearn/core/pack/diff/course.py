"""What differs between two versions of a course, its texts left out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from elearn.core.case.model import Case
from elearn.core.pack.diff import fields, order
from elearn.core.pack.diff.change import Change, ChangeKind, Level
from elearn.core.pack.diff.cites import citations
from elearn.core.pack.diff.fields import ATTEMPTS_FEWER, ATTEMPTS_MORE
from elearn.core.pack.diff.show import shown
from elearn.core.pack.diff.walk import At, label, walk
from elearn.core.pack.model import Bank, Course, Item, LawBasis, Lesson, Quiz
from elearn.core.quiz.questions import Question, kind_of

PATCH, MINOR, MAJOR = Level.PATCH, Level.MINOR, Level.MAJOR
_ALL = ("*",)


@dataclass(frozen=True, slots=True)
class Placed:
    """A question and where it stands.

    Attributes:
        item: The item's id, or `bank/ID`.
        section: The section's id, or empty.
        counts: Whether its marks count for completing the course.
        everybody: Whether they do, and everybody is asked it.
    """

    question: Question
    item: str
    section: str = ""
    counts: bool = False
    everybody: bool = False


def placed(course: Course) -> dict[str, Placed]:
    """All questions of a course by id, in reading order."""
    found = [where for item in course.items for where in _in_item(item)]
    counting = drawn_from(course)
    for bank in course.banks:
        name, counts = f"bank/{bank.id}", bank.id in counting
        found += [Placed(question, name, counts=counts) for question in bank.questions]
    return {where.question.id: where for where in found}


def _in_item(item: Item) -> Iterator[Placed]:
    match item:
        case Lesson():
            yield from (Placed(check.question, item.id) for check in item.checks)
        case Quiz():
            counts = item.can_be_passed
            for part in item.parts:
                for question in part.questions:
                    yield Placed(question, item.id, part.id, counts, counts)
        case Case():
            pass


def drawn_from(course: Course) -> set[str]:
    """Ids of the banks that quizzes draw from which can be passed."""
    return {
        draw.bank
        for item in course.items
        if isinstance(item, Quiz) and item.can_be_passed
        for draw in item.draws
    }


def course_changes(
    old: Course, new: Course, before: Mapping[str, Placed], after: Mapping[str, Placed]
) -> Iterator[Change]:
    """All changes but those of texts. `before` and `after` are the questions of each."""
    yield from walk(old, new, At(""))
    yield from _completion(old, new)
    yield from _law(old.law, new.law)
    yield from _modules(old, new)
    yield from _items(old, new)
    yield from _banks(old, new)
    yield from _questions(old, new, before, after)


def _completion(old: Course, new: Course) -> Iterator[Change]:
    """The rule asks for other things; "all" before and after is the same rule."""
    of = {"read": Lesson, "pass_": Quiz, "finish": Case}
    for name, kind in of.items():
        was, now = getattr(old.completion, name), getattr(new.completion, name)
        if was == now or _asked(old, was, kind) == _asked(new, now, kind):
            continue
        yield Change(
            kind=ChangeKind.COMPLETION_RULE,
            level=MAJOR,
            why="completion",
            field=name.rstrip("_"),
            before=_rule_text(was),
            after=_rule_text(now),
        )


def _asked(course: Course, rule: tuple[str, ...], kind: type[Item]) -> frozenset[str]:
    if rule != _ALL:
        return frozenset(rule)
    found = (item for item in course.items if isinstance(item, kind))
    return frozenset(i.id for i in found if not isinstance(i, Quiz) or i.can_be_passed)


def _rule_text(rule: tuple[str, ...]) -> str:
    return "all" if rule == _ALL else ", ".join(rule)


def _law(old: LawBasis | None, new: LawBasis | None) -> Iterator[Change]:
    if old == new:
        return
    other = old is not None and new is not None and old.register != new.register
    if old is not None and new is not None:
        yield from walk(old, new, At(""))
        if _basis(old) == _basis(new):
            return
    yield Change(
        kind=ChangeKind.LAW_BASIS,
        level=MAJOR if other else PATCH,
        why="law-basis-other" if other else "law-basis",
        field="law",
        before=_basis(old),
        after=_basis(new),
    )


def _basis(law: LawBasis | None) -> str:
    return f"{law.register} {law.version} ({law.checked.isoformat()})" if law else ""


def _modules(old: Course, new: Course) -> Iterator[Change]:
    was = {module.id: module.title for module in old.modules}
    now = {module.id: module.title for module in new.modules}

    def change(name: str, before: str, after: str) -> Change:
        return Change(
            kind=ChangeKind.MODULE, level=PATCH, why="order", part=name, before=before, after=after
        )

    for name, title in now.items():
        if name not in was:
            yield change(name, "", title)
    for name, title in was.items():
        if name not in now:
            yield change(name, title, "")
    for name in order.moved(list(was), list(now)):
        yield replace(change(name, was[name], now[name]), field="order")


def _items(old: Course, new: Course) -> Iterator[Change]:
    was = {(type(item), item.id): item for item in old.items}
    now = {(type(item), item.id): item for item in new.items}
    for key, item in now.items():
        if key in was:
            yield from _item(was[key], item)
        else:
            yield _new_item(item)
    for key, item in was.items():
        if key not in now:
            yield Change(
                kind=ChangeKind.ITEM_REMOVED,
                level=MAJOR,
                why="item-gone",
                item=item.id,
                before=item.title,
            )
    yield from _moved_items(old, new)


def _new_item(item: Item) -> Change:
    graded = isinstance(item, Case) or (isinstance(item, Quiz) and item.can_be_passed)
    return Change(
        kind=ChangeKind.ITEM_ADDED,
        level=MAJOR if graded else MINOR,
        why="graded-new" if graded else "material-new",
        item=item.id,
        after=item.title,
    )


def _item(was: Item, now: Item) -> Iterator[Change]:
    match was, now:
        case Quiz(), Quiz():
            at = At(now.id, graded=was.can_be_passed or now.can_be_passed)
            yield from walk(was, now, at)
            yield from _attempts(was, now, at)
        case Case(), Case():
            yield from walk(was, now, At(now.id, graded=bool(was.passing or now.passing)))
        case _:
            yield from walk(was, now, At(now.id))


def _attempts(was: Quiz, now: Quiz, at: At) -> Iterator[Change]:
    if was.attempts == now.attempts:
        return
    fewer = now.attempts is not None and (was.attempts is None or now.attempts < was.attempts)
    rule = ATTEMPTS_FEWER if fewer and at.graded else ATTEMPTS_MORE if not fewer else fields.MANNER
    yield at.change(rule, field="attempts", before=shown(was.attempts), after=shown(now.attempts))


def _moved_items(old: Course, new: Course) -> Iterator[Change]:
    modules_were = {item.id: module.id for module in old.modules for item in module.items}
    modules_are = {item.id: module.id for module in new.modules for item in module.items}
    moved = set(order.moved(list(modules_were), list(modules_are)))
    for name, module in modules_are.items():
        if name in modules_were and (name in moved or modules_were[name] != module):
            yield Change(
                kind=ChangeKind.ITEM_MOVED,
                level=PATCH,
                why="order",
                item=name,
                before=modules_were[name],
                after=module,
            )


def _banks(old: Course, new: Course) -> Iterator[Change]:
    was = {bank.id: bank for bank in old.banks}
    now = {bank.id: bank for bank in new.banks}
    for name, bank in now.items():
        if name not in was:
            yield _bank(bank, ChangeKind.ITEM_ADDED, "material-new", after=bank.title)
    for name, bank in was.items():
        if name not in now:
            yield _bank(bank, ChangeKind.ITEM_REMOVED, "asked-gone", before=bank.title)


def _bank(bank: Bank, kind: ChangeKind, why: str, *, before: str = "", after: str = "") -> Change:
    return Change(
        kind=kind, level=MINOR, why=why, item=f"bank/{bank.id}", before=before, after=after
    )


def _questions(
    old: Course, new: Course, before: Mapping[str, Placed], after: Mapping[str, Placed]
) -> Iterator[Change]:
    there = _holders(old)
    here = _holders(new)
    for name, now in after.items():
        was = before.get(name)
        if was is None:
            # What came with its item is no news.
            if now.item in there:
                yield _question(now, ChangeKind.QUESTION_ADDED, "new")
        else:
            yield from _same_question(name, was, now)
    for name, was in before.items():
        if name not in after and was.item in here:
            yield _question(was, ChangeKind.QUESTION_REMOVED, "gone")
    yield from _order(before, after)


def _holders(course: Course) -> set[str]:
    return {item.id for item in course.items} | {f"bank/{bank.id}" for bank in course.banks}


def _question(of: Placed, kind: ChangeKind, end: str) -> Change:
    text = label(of.question)
    return Change(
        kind=kind,
        level=MAJOR if of.everybody else MINOR,
        why=f"asked-graded-{end}" if of.everybody else f"asked-{end}",
        item=of.item,
        part=of.question.id,
        before=text if end == "gone" else "",
        after=text if end == "new" else "",
    )


def _same_question(name: str, was: Placed, now: Placed) -> Iterator[Change]:
    at = At(now.item, name, graded=was.counts or now.counts)
    if was.item != now.item:
        graded = was.everybody or now.everybody
        yield Change(
            kind=ChangeKind.QUESTION_MOVED,
            level=MAJOR if graded else MINOR,
            why="asked-graded-elsewhere" if graded else "asked-elsewhere",
            item=now.item,
            part=name,
            before=was.item,
            after=now.item,
        )
    if was.question is now.question:
        return
    if type(was.question) is not type(now.question):
        yield at.change(
            fields.KEY, field="kind", before=kind_of(was.question), after=kind_of(now.question)
        )
    else:
        yield from walk(was.question, now.question, at)
    rests = citations(now.item, name, was.question.basis or (), now.question.basis or ())
    if rests is not None:
        yield replace(rests, field="basis")


def _order(before: Mapping[str, Placed], after: Mapping[str, Placed]) -> Iterator[Change]:
    """Questions that stand elsewhere in the same item."""
    rows_were = _rows(before)
    for item, row in _rows(after).items():
        moved = set(order.moved(rows_were.get(item, []), row))
        for name in row:
            was = before.get(name)
            if was is None or was.item != item:
                continue
            if name in moved or was.section != after[name].section:
                yield Change(
                    kind=ChangeKind.QUESTION_MOVED,
                    level=PATCH,
                    why="order",
                    item=item,
                    part=name,
                    before=was.section,
                    after=after[name].section,
                )


def _rows(questions: Mapping[str, Placed]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, where in questions.items():
        found.setdefault(where.item, []).append(name)
    return found
