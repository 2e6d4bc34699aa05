"""The engine's process: OpenAI-compatible HTTP in front of the scheduler."""
