"""Managers and coordinators: who has completed what."""
