"""Gaps in the cells of notebooks: how well they are filled, and with what around them."""
