"""Pages of indicators: the logframes of a site, and one of them with its figures, rounded."""

from dataclasses import dataclass
from datetime import date, datetime

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import NotFound
from elearn.core.indicator.disclosure import SharedTable
from elearn.core.indicator.logframe import Indicator, Logframe, Milestone
from elearn.core.indicator.shapes import SHAPES, By, Shape, name_of
from elearn.services import indicators, logframes
from elearn.services.indicator_files import Report
from elearn.store import indicators as store
from elearn.store.indicators import KeptSnapshot, SnapshotLine


@dataclass(frozen=True, slots=True)
class FrameLine:
    """A logframe in the list."""

    key: str
    title: str
    first: date
    last: date
    indicators: int
    computed_at: datetime | None


@dataclass(frozen=True, slots=True)
class FramesPage:
    """The logframes of the site."""

    frames: tuple[FrameLine, ...]
    may_keep: bool


def listing(actor: Actor) -> FramesPage:
    """The logframes of the site.

    Raises:
        NotAllowed: If the actor may not see indicators.
    """
    access.require(actor, Action.SEE_INDICATORS)
    found = []
    for kept in store.logframes():
        frame = logframes.frame_of(kept.source)
        count = sum(1 for _ in frame.indicators)
        found.append(
            FrameLine(kept.key, kept.title, frame.first, frame.last, count, kept.computed_at)
        )
    return FramesPage(tuple(found), access.may(actor, Action.KEEP_INDICATORS))


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: an indicator and a shape by name, and frozen figures by key."""

    indicator: str = ""
    by: str = ""
    snapshot: str = ""

    def to_raw(self) -> dict[str, str]:
        """As an address holds it; what is not asked for is not there."""
        raw = {"indicator": self.indicator, "by": self.by, "snapshot": self.snapshot}
        return {name: value for name, value in raw.items() if value}


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator with what it has reached, in all and in each quarter.

    `today` is what it has reached in the newest figures, where frozen ones are shown.
    """

    indicator: Indicator
    value: float | None
    quarters: tuple[float | None, ...]
    coming: Milestone | None
    today: float | None


@dataclass(frozen=True, slots=True)
class IndicatorsPage:
    """A logframe with its figures; `report` is None until they were computed.

    `table` is of `indicator` by `shape`; None where nothing is counted by anything.
    """

    key: str
    frame: Logframe
    source: str
    asked: Asked
    report: Report | None
    made_at: datetime | None
    rows: dict[str, Row]
    indicator: Indicator | None
    shape: Shape
    table: SharedTable | None
    snapshot: KeptSnapshot | None
    snapshots: tuple[SnapshotLine, ...]
    may_keep: bool

    @property
    def quarters(self) -> tuple[str, ...]:
        """The quarters up to the last day."""
        return self.report.axes[By.QUARTER] if self.report else ()


def page(actor: Actor, key: str, asked: Asked) -> IndicatorsPage:
    """A logframe, the newest figures or frozen ones.

    Raises:
        NotAllowed: If the actor may not see indicators.
        NotFound: If there is no such logframe, indicator, table or snapshot.
    """
    kept = logframes.find(actor, key)
    frozen = logframes.find_snapshot(kept, asked.snapshot) if asked.snapshot else None
    newest = (
        logframes.report_of(kept.source, kept.figures, kept.last)
        if kept.figures and kept.last
        else None
    )
    report = logframes.report_of(frozen.source, frozen.figures, frozen.last) if frozen else newest
    frame = report.frame if report else logframes.frame_of(kept.source)
    indicator, shape = _chosen(frame, asked)
    table = (
        indicators.shared_table(indicator, shape, report.axes, report.found)
        if report and indicator
        else None
    )
    return IndicatorsPage(
        key=key,
        frame=frame,
        source=kept.source,
        asked=asked,
        report=report,
        made_at=frozen.taken_at if frozen else kept.computed_at,
        rows=_rows(report, newest if frozen else None) if report else {},
        indicator=indicator,
        shape=shape,
        table=table,
        snapshot=frozen,
        snapshots=tuple(store.snapshots(kept.id)),
        may_keep=access.may(actor, Action.KEEP_INDICATORS),
    )


def _chosen(frame: Logframe, asked: Asked) -> tuple[Indicator | None, Shape]:
    """The indicator and the shape that are asked for; the first that there are by default."""
    with_tables = [one for one in frame.indicators if SHAPES[one.measure]]
    if asked.indicator:
        with_tables = [one for one in with_tables if one.id == asked.indicator]
        if not with_tables:
            raise NotFound("There is no such table.")
    if not with_tables:
        return None, ()
    indicator = with_tables[0]
    shapes = {name_of(shape): shape for shape in SHAPES[indicator.measure]}
    if not asked.by:
        return indicator, SHAPES[indicator.measure][0]
    if asked.by not in shapes:
        raise NotFound("There is no such table.")
    return indicator, shapes[asked.by]


def _rows(report: Report, newest: Report | None) -> dict[str, Row]:
    today = {}
    if newest:
        lines = indicators.lines(newest.frame, newest.found, shared=True)
        today = {line.indicator.id: line.value for line in lines}
    return {
        line.indicator.id: Row(
            line.indicator,
            line.value,
            indicators.by_quarter(line.indicator, report.axes, report.found),
            line.indicator.next_milestone(report.last),
            today.get(line.indicator.id),
        )
        for line in indicators.lines(report.frame, report.found, shared=True)
    }


def report(actor: Actor, key: str, snapshot: str) -> Report:
    """What a file is made of.

    Raises:
        NotAllowed: If the actor may not see indicators.
        NotFound: If there is no such logframe or snapshot, or nothing was computed yet.
    """
    found = page(actor, key, Asked(snapshot=snapshot)).report
    if found is None:
        raise NotFound("These figures have not been computed yet.")
    return found
