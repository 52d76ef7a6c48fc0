"""Which passwords are good enough: long, not a name, not one of the commonest."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

SHORTEST = 12
LONGEST = 256

_WORD = re.compile(r"[^\W_]{3,}")
_EDGES = re.compile(r"^[\d\W_]+|[\d\W_]+$")
_COMMON_WORDS = """
    password passwort passwords passwordpassword pass parola parolla lozinka lozinkalozinka sifra
    fjalekalim fjalekalimi lozinkata zaporka admin administrator administrators root welcome
    dobrodosli mirupafshim letmein iloveyou volimte qwerty qwertz qwertyuiop qwertzuiop
    qwertyuiopasdfghjkl asdfghjkl asdfghjklzxcvbnm zxcvbnm abc abcdef abcdefgh abcdefghij
    abcdefghijkl abcdefghijklmnop monkey dragon sunshine princess football fudbal baseball
    superman batman trustno changeme default secret tajna guest test testtest master policija
    police granica border borderpolice frontex officer elearn elearning moodle learning
    sarajevo beograd belgrade zagreb podgorica tirana skopje pristina prishtina qaqaq
"""
_COMMON = frozenset(_COMMON_WORDS.split())


def as_typed(password: str) -> str:
    """The password in one form, so that the same keys on two machines give the same bytes."""
    return unicodedata.normalize("NFKC", password)


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFD", text.casefold())
    return "".join(c for c in text if not unicodedata.combining(c))


def fault_of(password: str, names: Iterable[str] = ()) -> str | None:
    """Why a password is refused: `short`, `long`, `simple`, `name` or `common`; None if it is good.

    Args:
        password: What was typed.
        names: The person's name, e-mail address and service number.
    """
    password = as_typed(password)
    if len(password) < SHORTEST:
        return "short"
    if len(password) > LONGEST:
        return "long"
    plain = _plain(password)
    if len(set(plain)) < 5 or _is_run(plain):
        return "simple"
    if _is_mostly_names(plain, names):
        return "name"
    if _EDGES.sub("", plain) in _COMMON or plain.replace(" ", "") in _COMMON:
        return "common"
    return None


def _is_run(text: str) -> bool:
    """`123456789012` or `abcdefghijkl`: each character is the one before, plus or minus one."""
    steps = [(ord(b) - ord(a)) for a, b in pairwise(text)]
    steady = sum(step in (0, 1, -1, -9, 9) for step in steps)
    return steady >= len(steps) - 1


def _is_mostly_names(plain: str, names: Iterable[str]) -> bool:
    """Whether fewer than six letters are left once the person's own names are taken out."""
    words = sorted({w for n in names for w in _WORD.findall(_plain(n))}, key=len, reverse=True)
    left = plain
    for word in words:
        left = left.replace(word, "")
    return left != plain and len(re.sub(r"[\W_]", "", left)) < 6
