"""Conversations: their turns, their files, their export."""
