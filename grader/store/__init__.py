"""What was graded, kept on disk: results by what they depend on, runs, marks by hand. One SQLite file, one writer."""
