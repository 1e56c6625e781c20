"""The steps of finding: from delimiters to rows, clauses and chains. `chains.find` is the door."""
