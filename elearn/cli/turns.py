"""In which order requests are taken that wait: what people give before what they look at."""

from collections import deque
from typing import Any

from elearn.services.attempts import CROWD

_IN_A_ROW = 15
"""So many of what people give are taken before a page that waits has its turn."""


_CROWD = 20
"""So many that wait to give something are a crowd."""


class Turns:
    """The queue of the server, in place of waitress's `deque`.

    When a class hands in a test within two seconds, the pages that those want to see who were first
    would keep the others waiting until they know that their test has arrived. So a POST goes before
    the pages that wait, and every sixteenth turn is a page's, so that pages are never kept out.

    waitress calls this with its lock held, so nothing here is locked.
    """

    def __init__(self) -> None:
        self._given: deque[Any] = deque()
        self._looked_at: deque[Any] = deque()
        self._row = 0

    def __len__(self) -> int:
        return len(self._given) + len(self._looked_at)

    @property
    def crowd(self) -> bool:
        """Whether very many wait to give something."""
        return len(self._given) >= _CROWD

    def append(self, channel: Any) -> None:
        """Let a connection wait whose first request has been read."""
        gives = channel.requests[0].command not in {"GET", "HEAD"}
        (self._given if gives else self._looked_at).append(channel)

    def popleft(self) -> Any:
        """The connection whose turn it is.

        Raises:
            IndexError: If none waits.
        """
        if self._given and (not self._looked_at or self._row < _IN_A_ROW):
            self._row += 1
            return self._given.popleft()
        self._row = 0
        return self._looked_at.popleft()


class Telling:
    """The application, told with each request whether there is a crowd."""

    def __init__(self, app: Any, turns: Turns) -> None:
        self._app = app
        self._turns = turns

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Answer one request."""
        if self._turns.crowd:
            environ[CROWD] = True
        return self._app(environ, start_response)
