"""What people fill in about achievements."""
