"""Tables of the checks, TOML files by kind and language. Data, no code."""
