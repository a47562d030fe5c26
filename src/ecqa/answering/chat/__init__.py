"""Answers in a chat model's words, each sentence checked against its sources before anyone sees it; follow-ups rewritten by the same model."""

from ecqa.answering.chat.answerer import ChatAnswerer
from ecqa.answering.chat.calls import Bounds, Chat, Ledger
from ecqa.answering.chat.model import ChatModel, open_chat_model
from ecqa.answering.chat.rewriting import ChatRewriter

__all__ = ["Bounds", "Chat", "ChatAnswerer", "ChatModel", "ChatRewriter", "Ledger", "open_chat_model"]
