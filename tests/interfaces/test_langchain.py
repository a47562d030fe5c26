"""The index as a LangChain retriever: what it gives is what the assistant finds, verbatim and with its place."""

from langchain_core.documents import Document
from langchain_core.runnables import RunnableLambda

from ecqa.interfaces.langchain import EcqaRetriever
from ecqa.schema import Filters

QUERY = "电商 资金"


def test_documents_are_the_passages_with_their_place(assistant):
    documents = EcqaRetriever(assistant=assistant, k=4).invoke(QUERY)
    hits = assistant.search(QUERY, 4)
    assert [(document.id, document.page_content) for document in documents] == [(hit.passage.id, hit.passage.text) for hit in hits]
    for document, hit in zip(documents, hits, strict=True):
        where = document.metadata
        assert assistant.article(where["article_id"]).text[where["start"] : where["end"]] == document.page_content
        assert (where["rank"], where["title"], where["revision"]) == (hit.rank, hit.article.title, hit.article.revision)
        assert where["url"] == (hit.article.urls[0] if hit.article.urls else None)


def test_it_keeps_to_its_filters_and_fits_into_a_chain(assistant):
    retriever = EcqaRetriever(assistant=assistant, k=3, filters=Filters(source="大华网"))
    titles = (retriever | RunnableLambda(lambda found: [document.metadata["source"] for document in found])).invoke(QUERY)
    assert titles == ["大华网"] * 3
    assert all(isinstance(document, Document) for document in retriever.batch([QUERY])[0])
