"""Repairing a failed cell: diagnose, propose, try on a copy of the kernel's state, judge."""
