"""Dates, times and their zones, of plain Python."""
