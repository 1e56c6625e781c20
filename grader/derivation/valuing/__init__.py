"""What a tree is worth: values that can be derived, indices, products without brackets; a file a kind of node."""
