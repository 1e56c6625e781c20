"""The assignment as its instructor wrote it: found, read strictly, checked as a whole, every mistake told at once."""
