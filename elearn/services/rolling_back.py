"""Back to an earlier version: its content under a new number, since versions never change."""

from dataclasses import dataclass
from datetime import datetime

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput, Conflict, NotFound
from elearn.core.ids import is_version, version_key
from elearn.core.learning.policy import State
from elearn.core.pack.bump import with_version
from elearn.core.pack.diff.change import demanded, next_version
from elearn.services import pack_changes, packs, publications
from elearn.services.publications import Proposal, Proposed
from elearn.services.publishing import DEFAULT, Act, Settings
from elearn.store import blobs, pack_files
from elearn.store import packs as store
from elearn.store.packs import KeptVersion


def proposed_number(pack_id: str, version: str) -> str:
    """The number that the content of an earlier version gets, by how far it is from the newest.

    Raises:
        NotFound: If it is not installed.
        Conflict: If it is the newest version, or was withdrawn.
    """
    kept, newest = _between(pack_id, version)
    level = demanded(pack_changes.between(newest.digest, kept.digest))
    return next_version(newest.version, level)


def _between(pack_id: str, version: str) -> tuple[KeptVersion, KeptVersion]:
    kept = publications.require_version(pack_id, version)
    newest = store.versions_of(pack_id)[0]
    if newest.id == kept.id:
        raise Conflict("This is the newest version already.", code="version-newest")
    if kept.state == State.WITHDRAWN:
        raise Conflict(
            "This version taught something wrong. Its content does not come back.",
            code="version-wrong",
        )
    return kept, newest


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """Which version's content comes back.

    Attributes:
        pack_id, version: The earlier version.
        number: The new number; empty for the lowest that says enough.
        reason: Why; it stands in the list of changes, too.
        settings: How it is to be published.
    """

    pack_id: str
    version: str
    number: str = ""
    reason: str = ""
    settings: Settings = DEFAULT


def roll_back(actor: Actor, back: Back, *, four_eyes: bool, now: datetime) -> tuple[str, Proposed]:
    """Install an earlier version's content under a new number, and propose to publish that.

    The operator publishes it at once. The new number is returned with what became of the proposal.

    Raises:
        NotAllowed: If the actor may not publish.
        NotFound: If the version is not installed.
        BadInput: If no reason is given, or the number is none or too low.
        Conflict: If it is the newest version or was withdrawn, or the new one is refused.
    """
    access.require(actor, Action.PUBLISH_PACKS)
    why = " ".join(back.reason.split())
    if not why:
        raise BadInput("Say why, in at most 1000 letters.", code="reason-missing")
    pack_id, version = back.pack_id, back.version
    kept, newest = _between(pack_id, version)
    number = back.number.strip() or proposed_number(pack_id, version)
    if not is_version(number) or version_key(number) <= version_key(newest.version):
        raise BadInput(
            "Give a version number above %(newest)s, such as %(proposed)s.",
            code="number-bad",
            values={
                "newest": newest.version,
                "proposed": proposed_number(pack_id, version),
            },
        )
    files = _files(kept.digest)
    lines = [f"As {version} was. {why}"]
    files |= with_version(files, number, lines, now.date())
    installed = packs.install_files(actor, files, now=now)
    if not installed.done:
        first = installed.problems[0]
        raise Conflict(
            "The content of %(version)s cannot be installed any more: %(why)s",
            code="roll-back-refused",
            values={"version": version, "why": first.text},
        )
    proposal = Proposal(
        act=Act.ROLL_BACK, pack_id=pack_id, version=number, reason=why, settings=back.settings
    )
    if actor.person_id:
        return number, publications.propose(actor, proposal, four_eyes=four_eyes, now=now)
    publications.act_at_once(actor, proposal, now=now)
    return number, Proposed("", done=True)


def _files(digest: str) -> dict[str, bytes]:
    try:
        files, _problems = pack_files.read_archive(blobs.archive_path(digest))
    except FileNotFoundError:
        raise NotFound("This version is not kept on this site.") from None
    return files
