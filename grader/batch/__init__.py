"""A whole class: the straight line once for each hand-in, on several slots, remembered and resumed."""
