"""An auto-grader for NLP and deep-learning assignments.

Student code runs behind a wall and only answers calls; this side compares, explains and decides.
"""

__version__ = "0.1.0"
