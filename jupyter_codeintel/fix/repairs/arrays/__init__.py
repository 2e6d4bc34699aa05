"""Sizes, axes and products of arrays."""
