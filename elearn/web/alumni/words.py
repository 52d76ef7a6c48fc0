"""What alumni can say of themselves, in the reader's language."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from elearn.core.learning.visibility import COUNTRIES, LANGUAGES, LISTS, TOPICS, Value
from elearn.web.shared.i18n import current_language
from elearn.web.shared.languages import LANGUAGES as KNOWN

FIELD_LABELS = {
    "name": _l("Name as shown"),
    "country": _l("Country"),
    "institution": _l("Institution"),
    "function": _l("Function"),
    "topics": _l("Topics I know about"),
    "languages": _l("Languages I speak"),
    "about": _l("A sentence about me"),
    "email": _l("Contact e-mail"),
}

SHARED_LABELS = {
    "nobody": _l("Nobody"),
    "country": _l("Alumni of my country"),
    "alumni": _l("All alumni"),
}


def topic_names() -> dict[str, str]:
    """Topics by their slug."""
    words = {
        "border-control": _("Border control"),
        "asylum": _("Asylum and protection"),
        "documents": _("Documents and identity"),
        "trafficking": _("Trafficking in human beings"),
        "vulnerable-people": _("Vulnerable people and children"),
        "fundamental-rights": _("Fundamental rights"),
        "data-protection": _("Data protection"),
        "return": _("Return"),
        "cooperation": _("International cooperation"),
        "training": _("Training and teaching"),
    }
    return {slug: words[slug] for slug in TOPICS}


def country_names() -> dict[str, str]:
    """Countries by their code."""
    territories = KNOWN[current_language()].locale.territories
    return {code: str(territories.get(code, code)) for code in COUNTRIES}


def language_names() -> dict[str, str]:
    """Languages by their code, under their names in the reader's language."""
    names = KNOWN[current_language()].locale.languages
    # Babel's tables have no name for Montenegrin.
    found = {code: str(names.get(code) or _("Montenegrin")) for code in LANGUAGES}
    return {code: name[:1].upper() + name[1:] for code, name in found.items()}


def spoken(name: str, value: Value) -> str:
    """The value of a field in words."""
    known = {
        "country": country_names,
        "topics": topic_names,
        "languages": language_names,
    }.get(name)
    words = known() if known else {}
    if name in LISTS:
        return ", ".join(words.get(part, part) for part in value)
    return words.get(str(value), str(value))
