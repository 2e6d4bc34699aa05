"""Names, attributes and variables that are not there."""
