"""Outcomes become marks, marks a report."""
