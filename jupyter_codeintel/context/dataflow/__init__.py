"""What the cells of a notebook define, use and change, read from their text alone."""
