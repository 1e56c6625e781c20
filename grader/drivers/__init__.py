"""Drivers that every assignment has: public code of ours that runs inside the wall, beside the student's.

What a driver reports can be forged by the code beside it, so it returns what this side recomputes or judges: arrays,
scores, parameters. No expected value and no hidden answer comes near it. Inside, the package is `grade_drivers`, where
an assignment's own `drivers/` stand as well; here nothing is imported.
"""
