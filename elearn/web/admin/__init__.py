"""Administrators: people, roles, packs, jobs, audit."""
