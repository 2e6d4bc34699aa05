"""Names and attributes that are not there."""
