"""Repairs that need no model: each rule knows one kind of mistake."""
