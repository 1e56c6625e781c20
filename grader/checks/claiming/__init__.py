"""What the check kinds `claim` and `examples` are made of: what is reported where, and what explains a gap."""
