"""A revoked key: what a head from before covers stands, the rest ends, and may be issued anew."""

from datetime import timedelta

import bridging
import pytest

from elearn.core.errors import BadInput, NotFound
from elearn.services import key_revocation, keys, record_log, records
from elearn.services.keys import Purpose
from elearn.services.transaction import transaction
from elearn.store import records as store
from elearn.store.db import db

WHY = "The disk was stolen."


@pytest.fixture
def kid(app, cast, now):
    """The key that signed the records of Ann, whom a head covers, and of Ben, whom none does."""
    bridging.publish("1.0.0", now)
    bridging.completed(cast.ann, now)
    with transaction():
        record_log.sign_head(now=now)
    bridging.completed(cast.ben, now)
    return next(key.kid for key in keys.every() if key.purpose == Purpose.RECORD)


def revoke(kid, now, *, anew=False):
    with transaction():
        return key_revocation.revoke(kid, WHY, anew=anew, now=now + timedelta(hours=1))


def test_only_what_a_head_from_before_covers_stands(cast, kid, now):
    done = revoke(kid, now)
    assert (done.ended, done.anew) == (1, 0)
    (ann,) = store.standing_of(cast.ann.id)
    assert ann.facts["name"] == cast.ann.name
    assert store.standing_of(cast.ben.id) == []
    (ben,) = store.of_person(cast.ben.id)
    assert store.reason(ben.id, "revoked") == key_revocation.WHY


def test_a_head_whose_own_key_was_revoked_covers_nothing(cast, kid, now):
    log_kid = next(key.kid for key in keys.every() if key.purpose == Purpose.LOG)
    with transaction():
        key_revocation.revoke(log_kid, WHY, anew=False, now=now)
    assert revoke(kid, now).ended == 2
    assert store.standing_of(cast.ann.id) == []


def test_what_ended_may_be_issued_anew_with_the_same_facts_by_the_new_key(cast, kid, now):
    (before,) = store.of_person(cast.ben.id)
    done = revoke(kid, now, anew=True)
    assert (done.ended, done.anew) == (1, 1)
    (after,) = store.standing_of(cast.ben.id)
    assert after.facts == before.facts
    assert after.version_id == before.version_id
    assert after.enrolment_id == before.enrolment_id
    assert after.digest != before.digest
    assert after.code != before.code
    new = next(k.kid for k in keys.every() if k.purpose == Purpose.RECORD and not k.revoked_at)
    assert new != kid
    assert record_log.audit() is None
    found = records.look_up(before.code, "", now=now)
    assert found.status.value == "revoked"


def test_what_renewed_it_keeps_what_it_renewed(cast, kid, now):
    bridging.publish("2.0.0", now)
    renewed = bridging.renewed(cast.ann, now)
    done = revoke(kid, now, anew=True)
    assert (done.ended, done.anew) == (2, 2)
    (after,) = store.standing_of(cast.ann.id)
    assert after.facts == renewed.facts
    assert (after.renews_id, after.kind) == (renewed.renews_id, "renewal")
    assert after.version == "2.0.0"


def test_without_any_head_everything_ends(app, cast, now):
    bridging.publish("1.0.0", now)
    bridging.completed(cast.ann, now)
    kid = next(key.kid for key in keys.every() if key.purpose == Purpose.RECORD)
    assert revoke(kid, now).ended == 1
    assert store.standing_of(cast.ann.id) == []


def test_another_kind_of_key_ends_no_record(cast, kid, now):
    log_key = next(key.kid for key in keys.every() if key.purpose == Purpose.LOG)
    assert revoke(log_key, now).ended == 0
    assert len(store.standing_of(cast.ben.id)) == 1


def test_a_key_is_revoked_once_and_for_a_reason(cast, kid, now):
    with pytest.raises(BadInput):
        key_revocation.revoke(kid, " ", anew=False, now=now)
    db.session.rollback()
    revoke(kid, now)
    with pytest.raises(NotFound):
        revoke(kid, now)
