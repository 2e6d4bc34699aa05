"""What the texts before and after say: trees, statements, and what became of each."""
