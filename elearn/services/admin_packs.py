"""Installed packs for an administrator: which versions, in which state, with which digest."""

from dataclasses import dataclass

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.store import packs as store
from elearn.store.packs import KeptVersion


@dataclass(frozen=True, slots=True)
class PackLine:
    """A version and how many people are on it."""

    version: KeptVersion
    learners: int


def versions(actor: Actor) -> tuple[PackLine, ...]:
    """All versions of all packs, by pack, newest first.

    Raises:
        NotAllowed: If the actor is neither administrator nor trainer.
    """
    access.require(actor, Action.SEE_PACKS)
    learners = store.count_learners()
    return tuple(PackLine(v, learners.get(v.id, 0)) for v in store.all_versions())
