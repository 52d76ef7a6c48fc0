"""Webhooks in words."""

from flask_babel import gettext as _

from elearn.core.webhook import TEST, Event, Sent, State


def event_words() -> dict[str, str]:
    """What a system can be told."""
    return {
        Event.RECORD_ISSUED.value: _("Somebody completed a course"),
        Event.RECORD_REVOKED.value: _("A completion record was revoked"),
        Event.RECORD_EXPIRED.value: _("A completion record has ended"),
        Event.LAW_CHANGED.value: _("Law changed that completion records rest on"),
        TEST: _("A test"),
    }


def state_words() -> dict[str, str]:
    """How a hook stands."""
    return {
        State.ACTIVE.value: _("active"),
        State.PAUSED.value: _("paused"),
        State.FAILING.value: _("cannot be reached"),
    }


def sent_words() -> dict[str, str]:
    """What became of a delivery."""
    return {Sent.WAITING.value: _("waits"), Sent.DELIVERED.value: _("delivered")}
