"""From a failure to the prompts that ask a model for a repair, and from its answers to cells."""
