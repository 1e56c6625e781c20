"""What the kind `training` is made of: the text as it is handed over, the run, what is measured after it, and the
outcome."""
