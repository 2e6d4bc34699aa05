"""Slash commands: what is typed, what the model is asked, what is made of its answer."""
