"""Trainers: packs, progress, reports."""
