"""What must hold of a model before it is trained: batches are drawn here, scores come from inside, and each property
is one function that says how it is broken."""
