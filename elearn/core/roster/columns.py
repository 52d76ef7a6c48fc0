"""What a roster may say of somebody, and under which headings it stands in files."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from elearn.core.said import Said
from elearn.core.script import fold


class Field(StrEnum):
    """What a column holds."""

    NAME = "name"
    GIVEN = "given"
    FAMILY = "family"
    NUMBER = "number"
    EMAIL = "email"
    UNIT = "unit"
    LANGUAGE = "language"
    COUNTRY = "country"
    FUNCTION = "function"
    SEX = "sex"
    JOINED = "joined"
    YEARS = "years"


HEADINGS: Mapping[Field, Said] = {
    Field.NAME: Said("Name"),
    Field.GIVEN: Said("First name"),
    Field.FAMILY: Said("Family name"),
    Field.NUMBER: Said("Service number"),
    Field.EMAIL: Said("E-mail address"),
    Field.UNIT: Said("Unit"),
    Field.LANGUAGE: Said("Language"),
    Field.COUNTRY: Said("Country"),
    Field.FUNCTION: Said("Function"),
    Field.SEX: Said("Sex"),
    Field.JOINED: Said("In the unit since"),
    Field.YEARS: Said("Years of experience"),
}
"""The headings of the template, in English."""

TEMPLATE = tuple(field for field in Field if field not in (Field.GIVEN, Field.FAMILY))
"""The columns of the template."""

ABOUT: Mapping[Field, Said] = {
    Field.NAME: Said("As it will stand on records, in either script."),
    Field.NUMBER: Said("To sign in with. A service number or an e-mail address is needed."),
    Field.EMAIL: Said("To sign in with, and for letters."),
    Field.UNIT: Said("Key, name or path (Directorate / Station). Empty: the unit of the import."),
    Field.LANGUAGE: Said("en, bs, hr, cnr, sr, sr-Latn, mk or sq. Used until they choose."),
    Field.COUNTRY: Said("Two letters: AL, BA, HR, ME, MK, RS or XK."),
    Field.FUNCTION: Said("What they do, such as first line or shift leader. May stay empty."),
    Field.SEX: Said("f, m or x; only for the counted indicators of the programme. May stay empty."),
    Field.JOINED: Said("A day such as 2026-11-23 or 23.11.2026. Empty: from today on."),
    Field.YEARS: Said("Whole years in the service. May stay empty."),
}

# Headings as offices write them, whatever the capitals, the script and the diacritics.
_ALSO: Mapping[Field, str] = {
    Field.NAME: "full name|ime i prezime|prezime i ime|puno ime|emri dhe mbiemri|emer mbiemer|"
    "officer|sluzbenik|policajac",
    Field.GIVEN: "given name|forename|ime|emri|emer",
    Field.FAMILY: "surname|last name|prezime|mbiemri|mbiemer",
    Field.NUMBER: "number|no|badge|badge number|id number|sluzbeni broj|sluzben broj|broj znacke|"
    "broj na znacka|znacka|broj sluzbene iskaznice|broj iskaznice|broj legitimacije|"
    "broj sluzbene legitimacije|evidencijski broj|evidenciski broj|numri i sherbimit|"
    "numer sherbimi|numri",
    Field.EMAIL: "email|e mail|mail|email address|e posta|eposta|email adresa|e mail adresa|"
    "adresa e poste|elektronska posta|elektronska adresa|posta elektronike|adresa elektronike",
    Field.UNIT: "jedinica|organizaciona jedinica|organizacijska jedinica|ustrojstvena jedinica|"
    "edinica|organizaciska edinica|njesia|njesia organizative|station|stanica|stacioni|"
    "directorate|department|office",
    Field.LANGUAGE: "jezik|jazik|gjuha|lang",
    Field.COUNTRY: "drzava|zemlja|zemja|shteti|vendi|state",
    Field.FUNCTION: "funkcija|radno mjesto|radno mesto|rabotno mesto|pozicija|polozaj|funksioni|"
    "pozita|position|job title|duty|post|duznost|dolznost",
    Field.SEX: "gender|spol|pol|gjinia",
    Field.JOINED: "joined|joined on|since|from|start|start date|od|datum dolaska|datum pristupanja|"
    "datum pocetka|u jedinici od|vo edinicata od|data e fillimit|nga",
    Field.YEARS: "experience|years|godine iskustva|godina iskustva|iskustvo|godini iskustvo|staz|"
    "radni staz|raboten staz|godine staza|vite pervoje|pervoja|vite pune",
}


def guess(headings: Sequence[str], told: Iterable[tuple[str, Field]]) -> tuple[Field | None, ...]:
    """What each column holds, as far as its heading says; each field once, the first wins.

    Args:
        headings: The headings of a file.
        told: Headings of the template in further languages, with what they mean.
    """
    known = {fold(text): field for field, text in HEADINGS.items()}
    known |= {fold(text): field for text, field in told}
    known |= {word: field for field, words in _ALSO.items() for word in words.split("|")}
    found: list[Field | None] = []
    for heading in headings:
        field = known.get(fold(heading.strip(" *:")))
        found.append(field if field not in found else None)
    if Field.NAME not in found and Field.FAMILY not in found:
        found = [Field.NAME if field is Field.GIVEN else field for field in found]
    return tuple(found)


def can_be_read(mapping: Iterable[Field | None]) -> bool:
    """Whether rows of such columns can name anybody: a name, and something to sign in with."""
    there = set(mapping)
    named = Field.NAME in there or {Field.GIVEN, Field.FAMILY} <= there
    return named and bool({Field.NUMBER, Field.EMAIL} & there)
