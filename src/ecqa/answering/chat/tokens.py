"""Text to about how many tokens a chat model makes of it, rather too many than too few; it loads no tokenizer, which would need the network."""

import math


def tokens(text: str) -> int:
    """One for each character that is not ASCII, and one for three that are."""
    plain = sum(character.isascii() for character in text)
    return len(text) - plain + math.ceil(plain / 3)
