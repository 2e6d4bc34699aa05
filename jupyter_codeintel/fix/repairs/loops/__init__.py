"""Loops, recursions and the places that they look at."""
