"""The live consultation, without Qt: capture, segmenter, inbox, processor, events."""
