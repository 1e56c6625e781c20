"""Whether a student's value agrees with the reference's and, where it does not, why: only values, never code."""
