"""Text that comes from elsewhere: it is data, whatever it says."""
