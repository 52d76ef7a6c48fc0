"""Where a learner stands with regard to the versions that there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from elearn.core.learning import policy
from elearn.core.learning.policy import Release, Stand, State
from elearn.store import releases as store
from elearn.store.enrolments import KeptEnrolment
from elearn.store.releases import KeptRelease


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a learner stands with regard to the versions that there are."""

    own: KeptRelease
    stand: Stand
    releases: tuple[KeptRelease, ...]

    @property
    def goal(self) -> KeptRelease | None:
        """The version that the learner could go on with."""
        goal = self.stand.goal
        return next((r for r in self.releases if goal and r.version == goal.version), None)


def standing_of(enrolment: KeptEnrolment, *, now: datetime) -> Standing:
    """Where a learner stands with regard to the versions that there are. One query."""
    return standing_among(enrolment, tuple(store.of_pack(enrolment.pack_id)), now=now)


def standing_among(
    enrolment: KeptEnrolment, found: tuple[KeptRelease, ...], *, now: datetime
) -> Standing:
    """The same where all versions of the pack are known."""
    own = next(r for r in found if r.id == enrolment.version_id)
    return Standing(own, policy.stand(_own(enrolment, own), _rules(found), now.date()), found)


def _own(enrolment: KeptEnrolment, own: KeptRelease) -> Release:
    """The learner's own version; its sunset is the learner's."""
    return Release(own.version, State(own.state), own.release.current, enrolment.sunset_on)


def _rules(found: Iterable[KeptRelease]) -> list[Release]:
    return [r.release for r in found]


def may_complete(enrolment: KeptEnrolment, *, now: datetime) -> bool:
    """Whether the version on which somebody stands can still be completed.

    It asks the database only of those who do not stand where everybody does.
    """
    return enrolment.settled or standing_of(enrolment, now=now).stand.may_complete
