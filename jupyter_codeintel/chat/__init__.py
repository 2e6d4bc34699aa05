"""Talking about a notebook: conversations, references, commands, and what the model is told."""
