"""Tests of trying cells on a copy of the kernel."""
