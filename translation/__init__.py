"""Text in, translated text and findings out. Knows nothing of speech, Qt or records."""
