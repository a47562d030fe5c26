"""One reader for each format that is more than text: bytes to blocks in reading order; what they mean is decided elsewhere."""
