"""What runs inside the user's kernel; light imports only."""
