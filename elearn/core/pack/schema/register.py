"""Instruments, judgments and the glossary of a register."""

from elearn.core import ids
from elearn.core.law import register as r
from elearn.core.pack.schema import fields
from elearn.core.pack.schema.base import Shape

SCOPES = (
    "international",
    "eu",
    "council-of-europe",
    "regional",
    "al",
    "ba",
    "xk",
    "me",
    "mk",
    "rs",
    "ch",
)
"""Where an instrument comes from."""

TYPES = (
    "treaty",
    "declaration",
    "regulation",
    "directive",
    "decision",
    "act",
    "agreement",
    "soft-law",
    "standard",
    "proposal",
)
"""What an instrument is."""


class VerificationShape(Shape):
    """How surely a statement is known, and from where."""

    makes = r.Verification
    level = fields.OneOf(tuple(r.Level), r.Level, required=True)
    source = fields.Plain(most=1000)


class ProvisionShape(Shape):
    """An article, paragraph or annex."""

    makes = r.Provision
    ref = fields.Plain(required=True, most=80)
    title = fields.Plain(required=True)
    text = fields.Markdown()
    from_ = fields.PartialDay(data_key="from")
    until = fields.PartialDay()
    change = fields.Markdown()
    verification = fields.Group(VerificationShape)


class InstrumentShape(Shape):
    """An act, treaty or soft-law text."""

    makes = r.Instrument
    id = fields.Id(required=True)
    scope = fields.OneOf(SCOPES, required=True)
    type = fields.OneOf(TYPES, required=True)
    short = fields.Plain(required=True)
    title = fields.Plain(required=True, most=1000)
    citation = fields.Plain(most=1000)
    celex = fields.Plain(most=40)
    eli = fields.Plain(most=200)
    gazette = fields.Plain(most=200)
    adopted = fields.PartialDay()
    in_force = fields.PartialDay(data_key="in-force")
    applies_from = fields.PartialDay(data_key="applies-from")
    repealed = fields.PartialDay()
    repealed_by = fields.Many(fields.Id(), data_key="repealed-by")
    replaces = fields.Many(fields.Id())
    amends = fields.Many(fields.Id())
    url = fields.Url()
    note = fields.Markdown()
    verification = fields.Group(VerificationShape, required=True)
    provisions = fields.Many(fields.Group(ProvisionShape))


class JudgmentShape(Shape):
    """A court's judgment or decision."""

    makes = r.Judgment
    id = fields.Id(required=True)
    court = fields.OneOf(("ECtHR", "CJEU", "national"), required=True)
    formation = fields.Plain()
    name = fields.Plain(required=True)
    number = fields.Plain(required=True)
    date = fields.PartialDay(required=True)
    articles = fields.Many(fields.Plain(required=True))
    holding = fields.Markdown(required=True)
    url = fields.Url()
    verification = fields.Group(VerificationShape, required=True)
    provisions = fields.Many(fields.Group(ProvisionShape))


class TermShape(Shape):
    """A glossary term."""

    makes = r.Term
    id = fields.Id(required=True)
    terms = fields.Words(fields.Plain(required=True), ids.LANGUAGES, required=True)
    definition = fields.Markdown()
    confidence = fields.Words(fields.OneOf(("high", "medium", "low"), required=True), ids.LANGUAGES)
    note = fields.Markdown()


class InstrumentsShape(Shape):
    """A list of instruments; `entries` is put around it for reading."""

    makes = dict
    entries = fields.Many(fields.Group(InstrumentShape))


class JudgmentsShape(Shape):
    """A list of judgments; `entries` is put around it for reading."""

    makes = dict
    entries = fields.Many(fields.Group(JudgmentShape))


class GlossaryShape(Shape):
    """A list of terms; `entries` is put around it for reading."""

    makes = dict
    entries = fields.Many(fields.Group(TermShape))
