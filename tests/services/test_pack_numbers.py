"""A site refuses a version whose number claims too little over the one before."""

import learning
import make
import pytest

from elearn.core.errors import Conflict
from elearn.services import pack_changes, packs
from elearn.store import pack_files
from elearn.store import packs as store
from elearn.store.db import db


@pytest.fixture
def small(app, now):
    learning.publish("small", now)


def files(version="1.0.1", *edits, name="small"):
    """A pack with another number, and texts replaced."""
    found, _ = pack_files.read_folder(learning.PACKS / name)
    found["CHANGELOG.md"] += f"\n## {version} - 2026-11-23\n\nNew.\n".encode()
    for path, old, new in (("pack.yaml", "version: 1.0.0", f"version: {version}"), *edits):
        text = found[path].decode()
        assert old in text, (path, old)
        found[path] = text.replace(old, new, 1).encode()
    return found


def upload(cast, given, now):
    data = pack_files.build_archive(given)
    installed = packs.install_upload(make.actor(cast.dee), data, now=now)
    db.session.commit()
    return installed


def stricter(version):
    """`small` with another pass mark."""
    return files(version, ("01-one/02-check.quiz.yaml", "pass: 70", "pass: 60"))


def test_a_version_that_claims_too_little_is_not_installed(cast, small, now):
    installed = upload(cast, stricter("1.0.1"), now)
    assert not installed.done
    (problem,) = [p for p in installed.problems if p.code == "version-low"]
    assert (problem.path, problem.line > 0) == ("pack.yaml", True)
    assert "1.0.1 claims a patch change over 1.0.0" in problem.text
    assert "give it 2.0.0" in problem.text
    assert "check, pass-mark: What must be reached to pass differs." in problem.text
    assert store.find_version("small", "1.0.1") is None


@pytest.mark.parametrize("version", ["2.0.0", "2.0.0-draft.1", "3.1.4"])
def test_a_version_that_claims_enough_is(cast, small, now, version):
    assert upload(cast, stricter(version), now).done
    assert store.find_version("small", version) is not None


def test_the_same_version_again_is_not_compared_with_anything(cast, small, now):
    assert upload(cast, stricter("2.0.0"), now).new
    again = upload(cast, stricter("2.0.0"), now)
    assert (again.done, again.new) == (True, False)


def test_it_is_compared_with_the_newest_lower_version_and_not_with_a_draft(cast, small, now):
    assert upload(cast, stricter("2.0.0-draft.1"), now).done
    assert pack_changes.previous("small", "2.0.0").version == "1.0.0"
    assert upload(cast, stricter("2.0.0"), now).done
    assert pack_changes.previous("small", "2.0.1").version == "2.0.0"
    assert pack_changes.previous("small", "1.0.1").version == "1.0.0"
    assert pack_changes.previous("small", "1.0.0") is None
    # A mend of the old line is held against the old line.
    assert upload(cast, files("1.0.1"), now).done


def test_an_id_belongs_to_one_kind_of_pack(cast, small, now):
    law = files("1.0.1", ("pack.yaml", "id: law", "id: small"), name="law")
    with pytest.raises(Conflict) as refused:
        upload(cast, law, now)
    assert refused.value.code == "pack-kind"


def test_changes_between_installed_versions_are_found_by_digest(cast, small, now):
    upload(cast, stricter("2.0.0"), now)
    old, new = (store.find_version("small", v).digest for v in ("1.0.0", "2.0.0"))
    assert [c.kind for c in pack_changes.between(old, new)] == ["pass-mark"]
    assert pack_changes.between(old, old) == ()
