"""What is read of roadshows, a module for each part of the way."""
