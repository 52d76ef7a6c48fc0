"""Branching case studies."""
