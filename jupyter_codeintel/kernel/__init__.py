"""Talking to a live kernel; the only user of jupyter_client."""
