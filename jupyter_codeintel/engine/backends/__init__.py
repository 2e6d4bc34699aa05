"""What can run a model: llama.cpp, or a script for tests."""
