"""Extended response in a pack."""

from collections.abc import Iterator

from elearn.core.pack.schema import fields
from elearn.core.pack.schema.base import Shape
from elearn.core.pack.schema.kinds import base
from elearn.core.pack.schema.kinds.base import BLOCK, INLINE, QuestionShape, Said, Wrong
from elearn.core.pack.yaml_tree import Keys
from elearn.core.quiz.kinds.extended import MAX_LONG_TEXT, Criterion, Extended, Level


class LevelShape(Shape):
    """How well a criterion can be met."""

    makes = Level
    id = fields.Id(required=True)
    text = fields.Markdown(required=True)
    points = fields.Whole(0, 100, required=True)


class CriterionShape(Shape):
    """What an answer is looked at for."""

    makes = Criterion
    id = fields.Id(required=True)
    text = fields.Markdown(required=True)
    levels = fields.Many(fields.Group(LevelShape), 2, 6, required=True)


class ExtendedShape(QuestionShape):
    """A text that a trainer marks by a rubric."""

    makes = Extended
    rubric = fields.Many(fields.Group(CriterionShape), 1, 10, required=True)
    limit = fields.Whole(100, MAX_LONG_TEXT)
    model = fields.Markdown()
    marking = fields.Group(base.MarkingShape)

    @staticmethod
    def said(question: Extended) -> Iterator[Said]:
        """The criteria with their levels, and the model answer."""
        for i, criterion in enumerate(question.rubric):
            yield Said(("rubric", i, "text"), criterion.id, "text", criterion.text, INLINE)
            for j, level in enumerate(criterion.levels):
                keys = ("rubric", i, "levels", j, "text")
                yield Said(keys, f"{criterion.id}/{level.id}", "text", level.text, INLINE)
        yield Said(("model",), "", "model", question.model, BLOCK)

    @staticmethod
    def parts(question: Extended) -> Iterator[tuple[str, Keys]]:
        """The criteria, and their levels."""
        for i, criterion in enumerate(question.rubric):
            yield criterion.id, ("rubric", i, "id")
            for j, level in enumerate(criterion.levels):
                yield f"{criterion.id}/{level.id}", ("rubric", i, "levels", j, "id")

    @staticmethod
    def faults(question: Extended) -> Iterator[Wrong]:
        """A criterion that earns nothing, and criteria or levels that read the same."""
        yield from base.alike(question.id, "rubric", (c.text for c in question.rubric))
        for i, criterion in enumerate(question.rubric):
            if not criterion.most:
                say = f'No level of "{criterion.id}" earns points; give the best one some.'
                yield Wrong(("rubric", i, "levels"), "rubric-points", say)
            yield from base.alike(question.id, "rubric", (x.text for x in criterion.levels))

    @staticmethod
    def written(question: Extended) -> dict[str, object]:
        """The rubric, the limit and the model answer."""
        rubric = [
            {
                "id": c.id,
                "text": c.text,
                "levels": [{"id": x.id, "text": x.text, "points": x.points} for x in c.levels],
            }
            for c in question.rubric
        ]
        model = {"model": question.model} if question.model else {}
        made = {"limit": question.limit, "rubric": rubric, **model}
        if question.marking is not None:
            tolerance = base.written_number(question.marking.tolerance)
            made["marking"] = {"double": question.marking.double, "tolerance": tolerance}
        return made
