"""An assistant in, a LangChain retriever over its index out; the chain of the assistant itself is `Assistant.chain`.

Such as

    retriever = EcqaRetriever(assistant=open_assistant(load_settings()), k=4)
    documents = retriever.invoke("汕头市财政每年拿多少钱支持电商？")
"""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import Field

from ecqa.interfaces.cli.records import hit_record
from ecqa.pipeline import Assistant
from ecqa.schema import Filters


class EcqaRetriever(BaseRetriever):
    """Questions to documents: a passage each, verbatim, best first.

    A document's id is the passage's; its metadata say where the passage stands: `article_id title date section source url revision`,
    `start` and `end` in characters of the article's text, `rank` from 1, and `score`, higher is better and comparable within one result.
    """

    assistant: Assistant
    k: int = Field(default=10, ge=1)
    """How many documents at most."""
    filters: Filters | None = None
    """Which articles may be searched; None allows all."""
    as_of: str | None = None
    """ISO date; articles published later are not found."""

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        documents = []
        for hit in self.assistant.search(query, self.k, self.filters, as_of=self.as_of):
            metadata: dict[str, Any] = hit_record(hit)
            text, passage = metadata.pop("text"), metadata.pop("passage_id")
            article = hit.article
            metadata |= {"section": article.section, "source": article.source, "revision": article.revision}
            metadata["url"] = article.urls[0] if article.urls else None
            documents.append(Document(page_content=text, id=passage, metadata=metadata))
        return documents
