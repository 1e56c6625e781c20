"""What a course decides about its marks: who is in it, what is due when, what lateness costs, which attempt counts."""
