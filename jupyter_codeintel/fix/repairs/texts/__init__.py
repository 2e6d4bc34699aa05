"""Texts, and the numbers and patterns in them."""
