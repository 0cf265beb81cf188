"""The consultation record. The only package that imports SQLite."""
