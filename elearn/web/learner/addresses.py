"""Addresses that leave the browser: on paper, or to give to others."""

from elearn.web.shared.addresses import for_others

__all__ = ["for_others"]
