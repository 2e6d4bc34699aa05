"""Values of another kind than is needed, and ends of ranges."""
