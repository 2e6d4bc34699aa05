"""Measurements with processes of their own; run each as ``python -m benchmarks.name``."""
