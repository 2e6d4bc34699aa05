"""Tests of repairing failed cells."""
