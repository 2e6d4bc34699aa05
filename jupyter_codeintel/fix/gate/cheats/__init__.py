"""Ways to make an error go away without repairing it, a question for each."""
