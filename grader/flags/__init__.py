"""What an instructor may want to look at in a submission; never a mark by itself, and never shown to the student."""
