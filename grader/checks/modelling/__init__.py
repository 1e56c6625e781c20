"""What the check kind `perplexity` is made of besides the kind itself: the model behind a driver, the outcome."""
