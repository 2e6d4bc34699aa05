"""Candidates written by hand, honest repairs and cheats, and the badges they get."""
