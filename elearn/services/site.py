"""The installation itself: its folder, its health."""

import secrets
from pathlib import Path

from elearn.core.errors import BadSettings
from elearn.store import health

FOLDERS = ("packs", "compiled", "mail")


def prepare_instance(instance: Path) -> None:
    """Make the instance folder and its rooms, readable by their owner only.

    Raises:
        BadSettings: If the folder cannot be made or written.
    """
    try:
        for folder in (instance, *(instance / name for name in FOLDERS)):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = instance / f".writable-{secrets.token_hex(8)}"  # others may start just now
        probe.write_text("", encoding="utf-8")
        probe.unlink()
    except OSError as error:
        raise BadSettings(
            f"The instance folder {instance} cannot be written ({error.strerror}). "
            "Give this account the right to write there, or set ELEARN_INSTANCE to another folder.",
            details={"setting": "instance"},
        ) from error


def packs_that_come_along() -> Path:
    """The folder of the packs that come with this program: in a checkout, or in the wheel."""
    package = Path(__file__).parent.parent
    inside = package / "course_packs"
    return inside if inside.is_dir() else package.parent / "course_packs"


def ready() -> tuple[bool, str]:
    """Whether the site can serve: the database answers and has the newest shape."""
    return health.ready()
