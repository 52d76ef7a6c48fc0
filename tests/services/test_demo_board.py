"""What the demonstration asks of its people is on the board once the worker has run."""

from datetime import timedelta

import asking
import make

from elearn.core.access import Role
from elearn.core.learning.compliance import Status
from elearn.services import compliance_board, demo
from elearn.services.compliance_board import Filter
from elearn.store.db import begin_write, db


def test_the_demonstration_asks_something(app, now):
    for pack_id in ("border-checks", "first-steps"):
        make.course(pack_id, pack_id)
    begin_write()
    units = demo._make_units(now - timedelta(days=400))
    db.session.commit()
    top = next(name for name, number in units.items() if number == min(units.values()))
    somebody = make.person("Officer", unit=make.Made(units[top], ""))
    begin_write()
    demo._ask(units, now)
    db.session.commit()
    asking.work(app, now)
    co = make.actor(make.person("Co", roles=(Role.COORDINATOR,)))
    page = compliance_board.board(co, Filter(), "en", now=now)
    found = {line.name: dict(line.all.counts) for line in page.lines}
    assert found[top] == {Status.OVERDUE: 1, Status.DUE_SOON: 1}
    assert asking.timeline(somebody, "border-checks")
