"""`elearn record verify`: what a certificate, a record or a QR code says, and whether it holds."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from elearn.cli.house import house, instance_option, moment, stop
from elearn.core.errors import BadInput
from elearn.core.learning.record import UNTIL_LAW
from elearn.interop import artefacts, trust
from elearn.interop.artefacts import Checked
from elearn.interop.trust import Trust

_LONGEST_CODE = 64
_FEW = ("pack", "version", "kind", "language", "issued", "valid_until", "law_checked")
"""The facts that are said in a sentence."""
_PDF = "What is signed is what stands above, not what is printed: compare the two."
_NAMES = {
    True: "The name fits.",
    False: "The name is NOT that of the record.",
    None: "The name is not among the facts that were chosen: it cannot be compared.",
}


@click.command()
@click.argument("what", metavar="FILE|CODE|QR-TEXT")
@click.option("--keys", "key_file", type=click.Path(), help="The issuer's trust.json or jwks.json.")
@click.option("--name", default="", help="A name that somebody shows; is it the record's?")
@instance_option
def verify(what: str, key_file: str | None, name: str, instance: str | None) -> None:
    """Check a certificate (PDF), a record (JSON), a badge, a QR code's text, or a code.

    A badge may be a token (JWT), a document with a proof, or a picture (SVG) that holds it. Chosen
    facts (SD-JWT), all records in one file and transcripts are read as well.

    With the issuer's keys there is no need of network or database; without them it is checked on
    this site. Ends with 0 if the record holds and the name, where one is given, is its name; with
    1 if not.
    """
    content = _content(what)
    if key_file is not None:
        _say(content, name, _trust_in(Path(key_file)))
        return
    with house(instance=instance):
        if _may_be_code(what, content):
            _look_up(what, name)
        else:
            from elearn.services import trust as service

            _say(content, name, service.own(now=moment()))


def _content(what: str) -> bytes:
    try:
        path = Path(what)
        return path.read_bytes() if path.is_file() else what.encode()
    except (OSError, ValueError):  # too long for a file's name
        return what.encode()


def _may_be_code(what: str, content: bytes) -> bool:
    return content == what.encode() and len(what) <= _LONGEST_CODE


def _trust_in(path: Path) -> Trust:
    try:
        return trust.read(path.read_text(encoding="utf-8"))
    except OSError as error:
        stop(f"{path} cannot be read ({error.strerror}).", 2)
    except (trust.NoKeys, UnicodeDecodeError):
        why = "is no key set. Save /verify/trust.json or /.well-known/jwks.json of the issuer."
        stop(f"{path} {why}", 2)


def _say(content: bytes, name: str, trusted: Trust) -> None:
    try:
        records = artefacts.check_all(content, trusted)
    except BadInput as refused:
        fact, number = refused.details.get("fact"), refused.details.get("record")
        where = f"Record {number}: " if number else ""
        stop(f"{where}{refused.message} ({refused.code}{f': {fact}' if fact else ''})", 1)
    good = [_say_one(found, name, trusted) for found in records]
    if content.startswith(b"%PDF-"):
        click.echo(_PDF)
    if len(good) > 1:
        click.echo(f"{len(good)} records, of which {good.count(True)} hold.")
    if not all(good):
        raise SystemExit(1)


def _say_one(found: Checked, name: str, trusted: Trust) -> bool:
    """What one record says; whether it holds, and the name is its name where one is given."""
    _say_facts(found, artefacts.ends(found, trusted))
    fits = artefacts.name_fits(found, name)
    if name:
        click.echo(_NAMES[fits])
    status = artefacts.status(found, trusted, moment().date()).value
    if status != "valid" or trusted.at:
        click.echo(f"Status: {status}" + (f" (list of {trusted.at})" if trusted.at else ""))
    else:
        click.echo("Signed by this issuer. Whether it was revoked since, only the site can say.")
    return status == "valid" and (not name or fits is True)


def _say_facts(found: Checked, ends: date | None) -> None:
    facts = found.facts
    chosen = found.kind == "selection"
    if chosen:
        until = ends or _end(facts)
        click.echo(f"Facts that were chosen from a record, which holds until {until}:")
    else:
        pack, version, kind, language = (facts.get(key) for key in _FEW[:4])
        click.echo(f"{pack} {version}, {kind}, taken in {language}")
        _say_days({**facts, "valid_until": ends})
    for key, value in facts.items():
        if (chosen or key not in _FEW) and value not in (None, [], {}):
            click.echo(f"{key}: {value}")
    click.echo(f"Digest {found.digest}, signed with the key {found.kid}")
    if found.head is not None:
        click.echo(f"In the log of {found.head.size} entries, as signed on {found.head.at}")


def _say_days(facts: Mapping[str, object]) -> None:
    until, law = facts.get("valid_until") or _end(facts), facts.get("law_checked") or "–"
    click.echo(f"Awarded {facts.get('issued')}, valid until {until}, law as of {law}")


def _end(facts: Mapping[str, object]) -> str:
    """What is said where there is no last day."""
    return "the law changes" if facts.get("validity") == UNTIL_LAW else "no end"


def _look_up(code: str, name: str) -> None:
    from elearn.services import records

    found = records.look_up(code, name, now=moment())
    if found.title:
        click.echo(f"{found.title}: {found.pack_id} {found.version}, {found.kind}")
        dates: dict[str, object] = {"issued": found.issued, "valid_until": found.valid_until}
        if found.until_law:
            dates["validity"] = UNTIL_LAW
        _say_days({**dates, "law_checked": found.law_checked})
    if name:
        click.echo("The name fits." if found.name_fits else "The name is NOT that of the record.")
    click.echo(f"Status: {found.status.value}")
    if found.status.value != "valid" or (name and not found.name_fits):
        raise SystemExit(1)
