"""The assignments' losses in torch, float64: automatic differentiation as the judge of the closed forms.

Written from the losses' definitions, not from the closed forms, and with torch's own softmax and log-sigmoid. Only
tests, and later the assignments that need torch, import this room.
"""
