"""Which handler does which kind of job."""

from collections.abc import Mapping
from pathlib import Path

from elearn.core.settings import Settings
from elearn.services.jobs import Handler, tidy
from elearn.services.mail import Sender


def job_handlers(settings: Settings, instance: Path) -> Mapping[str, Handler]:
    """The handlers of this installation, by kind of job."""
    return {"mail": Sender(settings, instance), "tidy": tidy}
