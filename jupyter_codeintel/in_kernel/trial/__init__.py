"""Trying cells on a copy of the kernel: the kernel's process forks, the child runs the cells.

The parent's side (`trials`, `supervising`) only forks, reads a pipe and ends the child; all
that runs the user's code happens in the child, after `containment` has shut it in.
"""
