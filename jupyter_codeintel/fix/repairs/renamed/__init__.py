"""What newer versions of libraries call otherwise."""
