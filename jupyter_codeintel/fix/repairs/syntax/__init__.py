"""Cells that Python cannot read."""
