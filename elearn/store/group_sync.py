"""One write to the disk for many commits.

SQLite with `synchronous=FULL` has the log (WAL) written to the disk within each commit, while all
other writers wait. Here a commit writes as with `NORMAL` and lets the next writer go on; then,
before anybody is told that it is kept, the log is written to the disk, once for all who wait. What
was acknowledged is on the disk as before. The log itself stays whole with either: each frame has a
checksum, and SQLite writes it to the disk before it moves pages into the database.
"""

import os
from pathlib import Path
from threading import Condition

_FLAGS = os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class GroupSync:
    """Who waits for the log of one database to reach the disk."""

    def __init__(self, database: str) -> None:
        self._log = Path(f"{database}-wal")
        self._waiting = Condition()
        self._begun = 0
        self._done = 0
        self._under_way = False

    def sync(self) -> None:
        """Return once everything that was committed before this call is on the disk.

        Raises:
            OSError: If it cannot be written.
        """
        with self._waiting:
            wanted = self._begun + 1  # one under way may have begun before our commit
            while self._done < wanted:
                if self._under_way:
                    self._waiting.wait()
                else:
                    self._lead()

    def _lead(self) -> None:
        """Write for everybody who has come until now. Needs the condition held."""
        self._under_way = True
        self._begun += 1
        number = self._begun
        self._waiting.release()
        written = False
        try:
            self._write()
            written = True
        finally:
            self._waiting.acquire()
            self._under_way = False
            if written:
                self._done = number
            self._waiting.notify_all()

    def _write(self) -> None:
        try:
            log = os.open(self._log, _FLAGS)
        except FileNotFoundError:  # the last connection was closed: all is in the database
            return
        try:
            os.fsync(log)
        finally:
            os.close(log)
