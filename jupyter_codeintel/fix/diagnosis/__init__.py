"""Where an error comes from: frames and the cells that may hold the bug."""
