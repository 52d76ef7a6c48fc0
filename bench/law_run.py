"""One impact run in a process of its own: `python -m bench.law_run INSTANCE register|provision`.

Prints seconds, places and the largest resident memory as JSON. The seconds are those of opening a
change: reading what changed, finding what it touches, counting records, keeping every place.
"""

import json
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

from bench import law_seed, seed
from bench.memory import peak_mb
from elearn.app import create_app
from elearn.services import law_impacts
from elearn.services.law_impacts import Plan, Source
from elearn.services.people import OPERATOR
from elearn.services.transaction import transaction

SOURCES = {
    "register": Source(law_seed.REGISTER, "1.0.0", "2.0.0"),
    "provision": Source(provision="act-7:12(4)", day=date(2027, 1, 1)),
}


def main() -> None:
    """Run it and print what it took."""
    instance, name = Path(sys.argv[1]), sys.argv[2]
    app = create_app(seed.settings(instance))
    with app.app_context():
        began = time.perf_counter()
        found = law_impacts.look(OPERATOR, SOURCES[name], now=datetime.now(UTC))
        looked = time.perf_counter() - began
        began = time.perf_counter()
        with transaction():
            law_impacts.open_impact(
                OPERATOR, SOURCES[name], Plan(by="bench"), now=datetime.now(UTC)
            )
        opened = time.perf_counter() - began
    peak = peak_mb()
    records = sum(version.records for version in found.versions)
    figures = {"look": looked, "open": opened, "places": found.places, "mb": peak}
    print(json.dumps(figures | {"versions": len(found.versions), "records": records}))


if __name__ == "__main__":
    main()
