"""A document goes by its title too; to be looked at, also by titles that it once had."""

from pathlib import Path

import pytest

from ecqa.errors import CorpusError
from tests.library.material import FUND, Shelf


def test_a_document_is_shown_also_by_a_title_that_it_once_had_and_changed_only_by_its_own(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.update("fund", FUND.replace("专项资金办法", "专项资金管理规定", 1))

    assert shelf.library.find("《专项资金管理规定》").file == "fund.txt"
    assert [one["did"] for one in shelf.library.history("专项资金办法")] == ["index", "update"]
    assert shelf.library.find("专项资金办法").file == "fund.txt"
    with pytest.raises(CorpusError, match="document-unknown"):
        shelf.library.remove("专项资金办法")
    shelf.library.restore("专项资金办法")
    assert (tmp_path / "corpus" / "fund.txt").read_text("utf-8") == FUND


def test_a_title_that_two_documents_have_names_neither(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, one=FUND, two=FUND + "\n另有说明。")

    with pytest.raises(CorpusError, match="document-ambiguous"):
        shelf.library.find("专项资金办法")
