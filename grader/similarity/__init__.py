"""Which hand-ins share unusual stretches, and where. Reads text only, runs nothing, and gives or changes no mark."""
