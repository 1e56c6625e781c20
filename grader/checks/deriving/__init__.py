"""What the check kind `derivation` is made of: notations, what is asked, marks, words."""
