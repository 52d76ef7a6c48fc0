"""Changes of law are told in a bridge as they are in the version that it leads to."""

import bridging
import make

from elearn.services import enrolments, law_notices
from elearn.store import law_hits
from elearn.store import packs as pack_store


def test_a_bridge_is_warned_of_what_its_version_is_warned_of(cast, now, monkeypatch):
    bridging.publish("1.0.0", now)
    bridging.completed(cast.ann, now)
    bridging.publish("2.0.0", now)
    name = bridging.begun(cast.ann, now)
    enrolment = enrolments.require_standing(make.actor(cast.ann), name).enrolment
    asked = []
    monkeypatch.setattr(law_hits, "standing_of", lambda number: asked.append(number) or [])
    law_notices.forget()
    law_notices.items_touched(enrolment.version_id, ("en",))
    version = pack_store.find_version(bridging.PACK, "2.0.0")
    assert asked == [version.id]
    law_notices.forget()
