"""Request to ghost text: anchoring, type-through, prefetch, filters."""
