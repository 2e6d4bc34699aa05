"""What is read from files and databases."""
