"""What a learning platform exports of a class: which names belong to whom. Opens nothing that a student wrote."""
