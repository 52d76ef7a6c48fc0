"""`elearn pack bridge` as somebody types it."""

import bridging
import pytest
from click.testing import CliRunner

from elearn.cli.main import main
from elearn.core.pack.parse import parse
from elearn.store import pack_cache, pack_files


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(pack_cache, "_user_folder", lambda: tmp_path / "cache")


@pytest.fixture
def versions(tmp_path):
    """Folders of the course, by version."""
    for version in ("1.0.0", "1.2.0", "2.0.0", "3.0.0"):
        pack_files.write_new_folder(tmp_path / version, bridging.files(version))
    return tmp_path


def run(*args):
    return CliRunner().invoke(main, ["pack", "bridge", *map(str, args)])


def test_it_says_what_one_takes(versions):
    result = run(versions / "1.0.0", versions / "3.0.0")
    assert result.exit_code == 0
    lines = [" ".join(line.split()) for line in result.output.splitlines()]
    assert lines == [
        "lesson lines changed 5 min",
        "case train changed 6 min",
        "lesson gate new 4 min",
        "question q-line",
        "steps 1.0.0 -> 3.0.0: 3 lessons and cases, 1 of 1 questions, 17 minutes",
    ]


def test_it_writes_the_bridge_as_a_pack(versions):
    result = run(versions / "1.0.0", versions / "2.0.0", "--write", versions / "bridge")
    assert result.exit_code == 0
    parsed = parse(pack_files.read(versions / "bridge")[0])
    assert parsed.problems == ()
    assert parsed.pack.bridge.of == "steps"


def test_it_does_not_write_over_anything(versions):
    result = run(versions / "1.0.0", versions / "2.0.0", "--write", versions / "3.0.0")
    assert result.exit_code == 2
    assert "Name a folder that is not there yet." in result.output


def test_the_older_version_is_named_first(versions):
    result = run(versions / "2.0.0", versions / "1.0.0")
    assert (result.exit_code, result.output) == (
        2,
        "Error: Version 1.0.0 is not newer than 2.0.0; name the older one first.\n",
    )


def test_it_says_where_nothing_changed(versions):
    result = run(versions / "1.0.0", versions / "1.2.0", "--write", versions / "bridge")
    assert result.exit_code == 0
    assert result.output == "steps 1.0.0 -> 1.2.0: nothing to learn anew.\n"
    assert not (versions / "bridge").exists()


def test_registers_have_no_bridges():
    import learning

    law = learning.PACKS / "law"
    result = run(law, law)
    assert result.exit_code == 2
    assert "between courses only" in result.output
