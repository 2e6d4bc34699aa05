"""Widgets for notebooks; they need ipywidgets."""
