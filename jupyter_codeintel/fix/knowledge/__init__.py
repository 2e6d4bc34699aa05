"""What is known of widely used libraries: tables, and how they are read."""
