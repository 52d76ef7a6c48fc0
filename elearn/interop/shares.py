"""The per cent that Moodle gives for one of several right or wrong options."""

from fractions import Fraction


def right_share(rights: int) -> str:
    """What one of so many right options earns, to the five places that Moodle knows."""
    value = Fraction(100, max(1, rights))
    return f"{float(value):.5f}".rstrip("0").rstrip(".")


def wrong_share(rights: int) -> str:
    """What a wrong option takes away: the share of a right one."""
    return f"-{right_share(rights)}"
