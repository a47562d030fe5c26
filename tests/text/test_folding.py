"""What a search key keeps and drops; folding twice is folding once; nothing invisible is left in a question."""

import re
import unicodedata

from hypothesis import assume, given
from hypothesis import strategies as st

from ecqa.text.folding import clean, compact, fold, simplify

KEY_CHARACTERS = "零〇一二两三四五六七八九十百千万第个家年月日条，。、 　\uff21\uff22\uff41１２３123.%％電商經濟体发發髮㈠½ＫİΣ①Ⅳ"


def test_width_case_script_and_numerals_are_folded():
    assert fold("２０１３年５月，《電子商務》\uff22２\uff22") == "2013年5月,《电子商务》b2b"
    assert fold("５０，０００家") == "50000家"
    assert fold("五千萬元，第一條") == "5000万元,第1条"
    assert fold("發展、頭髮") == "发展、头发"


def test_simplifying_changes_characters_and_leaves_numerals_width_and_case():
    assert simplify("電商 \uff22２\uff22 第一條") == "电商 \uff22２\uff22 第一条"


def test_a_compact_text_has_letters_digits_and_the_marks_of_numbers_only():
    assert compact("《電商》：增长 42.1%，见 A.B/C+。") == "电商增长42.1%见ab/c+"


@given(st.text(KEY_CHARACTERS, max_size=40))
def test_folding_twice_is_folding_once(text: str):
    # A comma between a digit and a numeral (1，二百) is a list when it is read first, and a thousands comma after.
    assume(
        not re.search(
            r"[，,][零〇一二两三四五六七八九十百千]|[零〇一二两三四五六七八九十百千][，,]", simplify(unicodedata.normalize("NFKC", text))
        )
    )
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=60))
def test_folding_any_text_twice_changes_nothing_more(text: str):
    assert fold(fold(text)) == fold(text)


def test_clean_keeps_what_is_seen_and_line_ends_and_tabs():
    assert clean("  电\x00商\u200b是\u202e什\x1b[31m么\ufeff？\r\n第二行\t好 ") == "电商是什么？\n第二行\t好"
    assert clean("soft\u00adhyphen\u061c \u180e!") == "softhyphen !"
    assert clean("\ud800\x07\u2066") == ""


@given(st.text(st.one_of(st.characters(), st.characters(categories=["Cc", "Cf", "Cs"]))))
def test_clean_leaves_nothing_that_cannot_be_seen_and_changes_nothing_else(text: str):
    cleaned = clean(text)
    assert {unicodedata.category(c) for c in cleaned if c not in "\t\n"}.isdisjoint({"Cc", "Cf", "Cs"})
    assert cleaned == cleaned.strip() == clean(cleaned)
    seen = "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cf", "Cs"} or c in "\t\n")
    assert cleaned == seen.strip()
