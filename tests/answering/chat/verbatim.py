"""A verifier of the tests' own, so that they lean on no model: a sentence must stand, word by word, in a sentence of a passage."""
