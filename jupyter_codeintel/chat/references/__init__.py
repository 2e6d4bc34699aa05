"""What the person points at in a question: @cell, @selection, @variable, @error, @file."""
