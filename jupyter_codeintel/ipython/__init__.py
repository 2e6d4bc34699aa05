"""Magics and a panel of widgets, for any front end that runs IPython."""
