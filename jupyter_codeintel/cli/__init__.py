"""The command line: ``jupyter codeintel``."""
