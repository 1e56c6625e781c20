"""Marks where they belong: gradebooks of learning platforms, and files for other programs."""
