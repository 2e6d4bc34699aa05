"""Notebooks that fail: whether they are repaired, and whether the badges tell the truth."""
