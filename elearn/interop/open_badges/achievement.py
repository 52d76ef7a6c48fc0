"""What a badge is for: the achievement, the same for all who hold it (Open Badges 3.0, B.1.1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Json = dict[str, object]

TYPES = {
    "participation": "ext:Participation",
    "completion": "CertificateOfCompletion",
    "achievement": "MicroCredential",
    "renewal": "CertificateOfCompletion",
}
"""The kind of award as Open Badges has it; what it has no word for begins with `ext:`."""

EQF = "European Qualifications Framework"
EQF_LEVELS = "http://data.europa.eu/snb/eqf/"
"""Where the Publications Office of the EU names the eight levels."""


@dataclass(frozen=True, slots=True)
class Site:
    """Who issues: where people reach the site, and its decentralised identifier."""

    url: str
    did: str

    def at(self, path: str) -> str:
        """An address on the site; the path begins with a slash."""
        return self.url.rstrip("/") + path


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """What is known of an achievement without anybody who holds it. Texts are in `language`.

    Attributes:
        digest: Of the pack version.
        language: The language's code.
        kind: The kind of award, a key of `TYPES`.
        title, outcomes: What it is called, and what its holders can do.
        awarding_body, awarding_country: Who awards it, and the country (ISO 3166-1 alpha-2).
        pack, version: The pack version.
        eqf: Level in the European Qualifications Framework.
        frameworks: Frameworks of the sector, each with its level.
        ways: How it is assessed, taken and kept good: codes, by what they are about.
        graded: Ids of what is marked in per cent.
    """

    digest: str
    language: str
    kind: str
    title: str
    outcomes: Sequence[str]
    awarding_body: str
    awarding_country: str
    pack: str
    version: str
    eqf: int | None
    frameworks: Sequence[str]
    ways: Mapping[str, str]
    graded: Sequence[str] = ()


def address(taught: Taught, site: Site) -> str:
    """What the achievement is identified by, and where it is described."""
    return site.at(f"/achievements/{taught.digest}/{taught.kind}/{taught.language}")


def body(taught: Taught, site: Site) -> Json:
    """Who awards it, as a Profile."""
    made: Json = {
        "id": site.did,
        "type": ["Profile"],
        "name": taught.awarding_body,
        "url": site.at("/"),
    }
    if taught.awarding_country:
        code = taught.awarding_country
        made["address"] = {"type": ["Address"], "addressCountryCode": code}
    return made


def achievement(taught: Taught, site: Site) -> Json:
    """The achievement, with its criteria, alignments and the kinds of results."""
    name = address(taught, site)
    made: Json = {
        "id": name,
        "type": ["Achievement"],
        "achievementType": TYPES[taught.kind],
        "name": taught.title,
        "description": f"{taught.title} ({taught.pack} {taught.version})",
        "humanCode": taught.pack,
        "version": taught.version,
        "inLanguage": taught.language,
        "creator": {"id": site.at("/"), "type": ["Profile"], "name": taught.awarding_body},
        "criteria": {"id": f"{name}#criteria", "narrative": _criteria(taught)},
        "image": {
            "id": f"{name}/picture.svg",
            "type": "Image",
        },
        "resultDescription": _results(taught, name),
    }
    if taught.eqf is not None:
        made["alignment"] = [_eqf(taught.eqf)]
    if taught.frameworks:
        made["tag"] = list(taught.frameworks)
    return made


def _criteria(taught: Taught) -> str:
    """What whoever earns it can do, and by which ways that is found out, in Markdown."""
    outcomes = [f"- {outcome}" for outcome in taught.outcomes]
    ways = [f"{name}: `{code}`" for name, code in taught.ways.items()]
    return "\n\n".join(filter(None, ("\n".join(outcomes), "  \n".join(ways))))


def _eqf(level: int) -> Json:
    return {
        "type": ["Alignment"],
        "targetName": f"EQF level {level}",
        "targetCode": str(level),
        "targetFramework": EQF,
        "targetUrl": f"{EQF_LEVELS}{level}",
    }


def status_of(name: str) -> str:
    """What the result «completed» is described by; `name` is the achievement's."""
    return f"{name}#status"


def result_of(name: str, item: str) -> str:
    """What the result of an item is described by."""
    return f"{name}#result-{item}"


def _results(taught: Taught, name: str) -> list[Json]:
    kind = ["ResultDescription"]
    status: Json = {"id": status_of(name), "type": kind, "name": "status", "resultType": "Status"}
    per_cent: Json = {"resultType": "Percent", "valueMin": "0", "valueMax": "100"}
    marked = (
        {"id": result_of(name, i), "type": kind, "name": i, **per_cent} for i in taught.graded
    )
    return [status, *marked]
