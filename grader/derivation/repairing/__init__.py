"""Small edits of what a student wrote, tried until one makes it right: so a slip gets its name."""
