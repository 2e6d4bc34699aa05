"""What runs inside a kernel, tested without one."""
