"""How tokens become a tree: grouped, cleaned of what is only looks, read by the names that a question declares."""
