"""From a notebook and a question to what the model reads."""
