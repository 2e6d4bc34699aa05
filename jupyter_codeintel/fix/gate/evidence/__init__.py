"""What is known of an error: its message, the live kernel, what the notebook and person say."""
