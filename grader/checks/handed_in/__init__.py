"""What the check kind `artifact` is made of: finding a file that was handed in, saved arrays, pictures."""
