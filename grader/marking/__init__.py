"""Marks by hand: the queue of what waits for a person, and what that person decided."""
