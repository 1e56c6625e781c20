"""What the kind `accuracy` is made of: the text as it is posed, predictions as they come back, what they look like."""
