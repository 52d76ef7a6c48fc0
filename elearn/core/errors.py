"""Refusals: what the house says no to, with a stable code and a sentence for the person."""

from collections.abc import Mapping


class ElearnError(Exception):
    """A refusal.

    Attributes:
        code: Stable name for programs.
        message: A plain sentence in English.
        template: The same before `values` were filled in, by which the edge finds a translation.
        values: What is filled in, by the names that stand in the template as `%(name)s`.
        details: Named values that belong to the refusal and are not said.
        status: The HTTP status that fits.
    """

    code = "refused"
    status = 400

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        details: Mapping[str, object] | None = None,
        values: Mapping[str, object] | None = None,
    ) -> None:
        self.template = message
        self.values = dict(values or {})
        self.message = message % self.values if self.values else message
        super().__init__(self.message)
        self.code = code or type(self).code
        self.details = dict(details or {})


class NotFound(ElearnError):
    """There is no such thing, or the asker may not know of it."""

    code = "not-found"
    status = 404


class NotAllowed(ElearnError):
    """The asker is known and may not do this."""

    code = "not-allowed"
    status = 403


class Conflict(ElearnError):
    """What was asked does not fit what is there now."""

    code = "conflict"
    status = 409


class BadInput(ElearnError):
    """What was given cannot be used as it is."""

    code = "bad-input"
    status = 422


class TooMany(ElearnError):
    """Asked too often; `details["wait"]` is in seconds."""

    code = "too-many"
    status = 429


class BadSettings(ElearnError):
    """The configuration makes no sense; said at start."""

    code = "bad-settings"
    status = 500
