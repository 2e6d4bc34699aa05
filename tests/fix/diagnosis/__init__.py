"""Tests of finding the cells that an error comes from."""
