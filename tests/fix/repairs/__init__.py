"""Tests of repairs that need no model."""
