"""What a candidate brings in and takes away, and what explains it."""
