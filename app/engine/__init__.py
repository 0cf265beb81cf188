"""The engine child process that owns the models, and its client."""
