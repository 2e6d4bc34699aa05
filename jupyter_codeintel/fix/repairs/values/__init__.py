"""Values of another kind than is needed, or in no order."""
