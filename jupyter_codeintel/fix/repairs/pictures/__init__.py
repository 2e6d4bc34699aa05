"""Plots: their panels, colours and words, and the lengths of what is drawn."""
