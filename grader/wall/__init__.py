"""The wall: student code runs in another process and only answers calls.

This side keeps expected values, hidden inputs, clocks and verdicts; the far side (`far/`) has none of them.
"""
