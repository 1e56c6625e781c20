"""Pictures that were handed in: whether one is there and shows anything at all. What it shows is for a person."""
