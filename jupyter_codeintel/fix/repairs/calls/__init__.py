"""Functions and methods that are called in a wrong way, and what they return."""
