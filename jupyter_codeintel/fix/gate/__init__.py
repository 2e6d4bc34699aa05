"""Judging a candidate: what its text and its trial say against it."""
