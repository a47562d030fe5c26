"""A question and passages to where in them the answer stands, by the reader that ships with the package."""

from ecqa.reading.bert import BertReader
from ecqa.reading.transformer import SHIPPED_READER, TransformerReader

__all__ = ["SHIPPED_READER", "BertReader", "TransformerReader"]
