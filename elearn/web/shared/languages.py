"""The languages of the interface: their codes, own names, and what browsers and Babel call them."""

from dataclasses import dataclass

from babel import Locale
from werkzeug.datastructures import LanguageAccept


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the interface. `tag` is BCP 47, `locale` what Babel formats dates with."""

    code: str
    name: str
    tag: str
    locale: Locale


LANGUAGES: dict[str, Language] = {
    lang.code: lang
    for lang in (
        Language("en", "English", "en", Locale("en", "GB")),
        Language("bs", "Bosanski", "bs", Locale.parse("bs_Latn_BA")),
        Language("hr", "Hrvatski", "hr", Locale.parse("hr_HR")),
        Language("cnr", "Crnogorski", "cnr", Locale.parse("sr_Latn_ME")),
        Language("sr", "Српски", "sr-Cyrl", Locale.parse("sr_Cyrl_RS")),
        Language("sr-Latn", "Srpski", "sr-Latn", Locale.parse("sr_Latn_RS")),
        Language("mk", "Македонски", "mk", Locale.parse("mk_MK")),
        Language("sq", "Shqip", "sq", Locale.parse("sq_AL")),
    )
}


def best_language(accepted: LanguageAccept, default: str) -> str:
    """The code of the language that fits what a browser accepts."""
    for wanted, _quality in accepted:
        tag = wanted.lower().replace("_", "-")
        if tag in ("sr-latn", "sr-latn-rs", "sr-latn-me"):
            return "cnr" if tag.endswith("me") else "sr-Latn"
        code = tag.split("-", 1)[0]
        if code in LANGUAGES:
            return code
    return default
