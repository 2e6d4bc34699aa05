"""Tests of what is known of libraries."""
