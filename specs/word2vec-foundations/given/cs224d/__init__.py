"""The course's helpers that the assignment's modules import. Training data is not part of grading."""
