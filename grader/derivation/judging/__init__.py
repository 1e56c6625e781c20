"""From a written answer to a verdict for each of its steps."""
