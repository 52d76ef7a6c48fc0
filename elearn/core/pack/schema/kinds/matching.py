"""Pairs to match, in a pack."""

from collections.abc import Iterator

from elearn.core.pack.schema import fields
from elearn.core.pack.schema.base import Shape
from elearn.core.pack.schema.kinds import base
from elearn.core.pack.schema.kinds.base import INLINE, EntryShape, QuestionShape, Said, Wrong
from elearn.core.pack.yaml_tree import Keys
from elearn.core.quiz.kinds.matching import Matching, Pair
from elearn.core.quiz.question import Credit


class PairShape(Shape):
    """Two sides that belong together."""

    makes = Pair
    id = fields.Id(required=True)
    left = fields.Markdown(required=True)
    right = fields.Markdown(required=True)


class MatchingShape(QuestionShape):
    """Pairs."""

    makes = Matching
    pairs = fields.Many(fields.Group(PairShape), base.FEW, base.MANY, required=True)
    extra = fields.Many(fields.Group(EntryShape), 0, base.MANY)
    credit = base.credit(Credit.SHARE, Credit.MINUS, Credit.ALL)

    @staticmethod
    def said(question: Matching) -> Iterator[Said]:
        """Both sides, and what belongs to none."""
        for i, pair in enumerate(question.pairs):
            yield Said(("pairs", i, "left"), pair.id, "left", pair.left, INLINE)
            yield Said(("pairs", i, "right"), pair.id, "right", pair.right, INLINE)
        yield from base.said_entries(question.extra, "extra")

    @staticmethod
    def parts(question: Matching) -> Iterator[tuple[str, Keys]]:
        """The pairs, and what belongs to none."""
        yield from base.numbered(question.pairs, "pairs")
        yield from base.numbered(question.extra, "extra")

    @staticmethod
    def faults(question: Matching) -> Iterator[Wrong]:
        """Two sides that read the same."""
        yield from base.alike(question.id, "pairs", (p.left for p in question.pairs))
        rights = [p.right for p in question.pairs]
        texts = [*rights, *(e.text for e in question.extra)]
        yield from base.alike(question.id, "pairs", texts)

    @staticmethod
    def written(question: Matching) -> dict[str, object]:
        """The pairs, and what belongs to none."""
        pairs = [{"id": p.id, "left": p.left, "right": p.right} for p in question.pairs]
        extra = {"extra": base.written_entries(question.extra)} if question.extra else {}
        return {"pairs": pairs, **extra}
