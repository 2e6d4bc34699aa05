"""Questions about notebooks, with answers that a program can check."""
