"""Notebook to prompt: what the model is told about the document."""
