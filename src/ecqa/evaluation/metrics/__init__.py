"""One metric, one file, each with its formula, symbols and source."""
