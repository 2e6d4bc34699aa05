"""The suite that is shipped: notebooks that are right, and the faults to put into them."""
