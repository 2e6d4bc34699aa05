"""Columns, rows and indexes of tables."""
