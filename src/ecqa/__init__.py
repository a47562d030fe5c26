"""ecqa: cited answers to questions about e-commerce policy and trade news, in Chinese, from a folder of documents."""

__version__ = "0.1.0"
