"""Measuring: suites, the runs over them, and what their numbers are worth."""
