"""All that knows Chinese writing: folding for search keys, sentences, segmentation, numbers and dates."""
