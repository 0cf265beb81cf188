"""Readers of case documents: a file in, blocks or one clear error out."""
