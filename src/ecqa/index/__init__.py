"""Passages and vectors to a searchable generation on disk, and back: build it, open it, follow it while it changes."""
