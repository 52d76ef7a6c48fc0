"""A pack as a revision of a git repository holds it."""

import subprocess
from pathlib import Path

from elearn.store import pack_files
from elearn.store.pack_files import Read

_SECONDS = 60


class NoRevision(Exception):
    """Git gives no folder by that name; the message is its own."""


def read_revision(revision: str, folder: Path) -> Read:
    """Read a folder of a repository at a revision.

    Args:
        revision: As git writes it: `v1.2:course_packs/border-checks`, `HEAD:./pack`.
        folder: A folder inside the repository, from which a path with `./` counts.

    Raises:
        NoRevision: If git is not there, takes too long, or knows no such folder.
    """
    if revision.startswith("-"):
        raise NoRevision("a revision does not begin with -")
    command = ["git", "archive", "--format=zip", revision]
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and no option can be smuggled in
            command, cwd=folder, capture_output=True, check=False, timeout=_SECONDS
        )
    except OSError as error:
        raise NoRevision(f"git cannot be run: {error.strerror}") from None
    except subprocess.TimeoutExpired:
        raise NoRevision("git took too long") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise NoRevision(said[-1] if said else "git refused")
    return pack_files.read_archive(done.stdout)
