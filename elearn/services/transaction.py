"""Lends the store's transaction to the entry points, and nothing else."""

from elearn.store.db import transaction

__all__ = ["transaction"]
