"""Classes: how their objects begin, and what they then have."""
