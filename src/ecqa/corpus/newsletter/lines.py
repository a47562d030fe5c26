"""Text to its non-blank lines, each with what it looks like by itself; where articles begin is decided elsewhere."""

import re
from dataclasses import dataclass, replace
from enum import Enum

from ecqa.corpus import names
from ecqa.corpus.dates import without_dates

TITLE_LIMIT = 50
"""Characters; a longer line is no title and no sub-heading."""
BODY_MINIMUM = 20
"""Characters that a line of running text has at least."""
LABEL_LIMIT = 100
"""Characters, addresses not counted; a longer line is no source line and no by-line."""
BLOCK_LIMIT = 40
"""Lines that a source note in one bracket may have."""


class Form(Enum):
    """What a line looks like."""

    BRACKET = "bracket"
    """Wholly in 【】: a section line, most often."""
    SOURCE = "source"
    """Says where an article was taken from."""
    CREDIT = "credit"
    """Says who wrote, edited or printed, or when; no running text."""
    FILLER = "filler"
    """The place of a picture, a page number, a rule."""
    SHORT = "short"
    """Could be a title or a sub-heading."""
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Line:
    """A non-blank line: `[start, end)` in the text, without the blanks round it."""

    number: int
    """In the file, from 1."""
    start: int
    end: int
    text: str
    form: Form


_BRACKET = re.compile(r"[【〖]\s*([^【】〖〗]{1,20}?)\s*[】〗]")
_NO_SECTION = re.compile(r"编者按|编者的话|按语|摘要|关键词|提要|导读|(?:相关|新闻|背景|延伸)?(?:链接|阅读|资料)|新闻背景|名词解释")
_FILLER = re.compile(
    r"[\[【（(]\s*(?:image|图片|图|插图|照片|此处有图)[^\]】）)]{0,60}[\]】）)]|[-—–\uff0d·\s]*\d{1,3}[-—–\uff0d·\s]*|第\s*\d{1,3}\s*页(?:.{0,3}共\s*\d{1,3}\s*页)?|"
    r"图(?:为|\s*\d{0,2}\s*[:：]).{0,60}|[（(]?(?:完|全文完|未完待续|下转.{1,12}|上接.{1,12})[）)]?|[\W_]+",
    re.IGNORECASE,
)
_NOT_OWN = "(?![营建主动助制由然己我身有])"
"""After 自: 转自营, 转自主 are no 转自."""
_KEYWORD = (
    rf"(?:转载|转引|摘|摘编|选编|编译|改编|引|转|综合|整理|综合整理|节选|选)自{_NOT_OWN}|来源(?:于|自)?\s*[:：]|出处\s*[:：]|原载|转载\s*[:：]|"
    r"原文(?:链接|地址)?\s*[:：]"
)
_SOURCE = re.compile(
    rf"[（(](?:据|综合)[^（()）。]{{2,30}}(?:报道|整理|消息|综合)[）)]$|(?:以上|本文|文章|信息|内容|消息)+(?:均|部分)?来自|"
    rf"[（(【\[—\-\s]*(?:以上|本文|文章|稿件|数据|资料|信息|内容|消息|部分|全文|均|系)*(?:{_KEYWORD})|[（(【\[]?(?:相关)?(?:链接|网址)\s*[:：]\s*http"
)
_INVITES = re.compile(r"报名|官网|官方|网店|店铺|下载|详情|活动|平台|登[录陆]|访问|咨询|联系|注册|查询")
"""Beside an address, these say that the reader should go there."""
_NAME_AND_DAY = re.compile(r"[（(【\[][^（()）【】\[\]。，]{2,24}\d{1,2}[日\d][^（()）【】\[\]。，]{0,12}[）)】\]]")
_PUBLISHER = re.compile(rf"[（(【\[]\s*[\u4e00-\u9fff]{{1,10}}{names.MEDIUM_END}\s*[）)】\]]|[—-]+\s*《[^《》]{{2,16}}》.{{0,24}}")
_PUBLISHER_AND_DAY = re.compile(
    rf"《?[\u4e00-\u9fff]{{1,10}}{names.MEDIUM_END}》?\s*[，,]?\s*\d{{4}}[-年./]\d{{1,2}}[-月./]\d{{1,2}}日?\s*(?:\S{{1,6}}版)?"
)
_OPEN_NOTE = re.compile(r"[（(【\[][^）)】\]。]{0,60}(?:转载|摘自|摘编|选自|综合|来源|转自|网站|以上内容)[^）)】\]。]{0,40}$")
_LABEL = re.compile(
    r"[（(【□■◎●▲\s]*(?:摄影作者|作者|文|图|文图|图文|撰文|撰稿|记者|通讯员|实习生|摄影|整理|供稿|(?:责任|执行|本期|美术)?编辑|责编|主编|编选|校对|审核|日期|(?:发布|发表|更新)(?:时间|日期)|"
    r"主办|协办|承办|编印|印刷|印数|发送|投稿邮箱|编辑部|电话|邮编|邮箱)(?:单位|部门|对象)?\s*[/／:：]"
)
_ROLE = r"(?:记者(?![节站团手会证协招从在获走])|通讯员|实习生)"
_BY_LINE = re.compile(
    rf"[□◎]\s*[\u4e00-\u9fff·]{{2,4}}|[□■◎●（(\s]*(?:本[报刊网])?(?:特约|见习)?{_ROLE}\s*[\u4e00-\u9fff·]{{2,4}}(?:[\s、]+(?:{_ROLE}\s*)?[\u4e00-\u9fff·]{{2,4}}){{0,5}}\s*[）)]?"
)
_NOTE_BY = re.compile(
    r"[（(][^（()）。]{2,30}(?:整理|供稿|撰稿|撰文|编译|提供)[）)]|[（(](?:作者|文|记者|通讯员|撰稿)[^（()）。]{1,40}[）)]"
)
_SENTENCE_END = re.compile(r"[。；;，,、：:…][”’」』）)\]】]*$")
_LIST_ITEM = re.compile(
    r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*(?:[）)、．]|\.(?!\d))|第[一二三四五六七八九十百\d]+[条章节讲课步招]\s*[：:、\s]|[①-⑳]|[-*•·●◆■★]\s*\S|[问答QA][:：]"
)


def read_lines(text: str) -> list[Line]:
    """The non-blank lines of a text in order.

    Args:
        text: With unified line ends.
    """
    lines: list[Line] = []
    at = 0
    for number, raw in enumerate(text.split("\n"), 1):
        if stripped := raw.strip():
            start = at + len(raw) - len(raw.lstrip())
            lines.append(Line(number, start, start + len(stripped), stripped, form_of(stripped)))
        at += len(raw) + 1
    return _join_notes(lines)


def form_of(line: str) -> Form:
    """What a line without blanks at its ends looks like."""
    if len(line) > 400:
        return Form.BODY
    if _FILLER.fullmatch(line):
        return Form.FILLER
    if is_source(line):
        return Form.SOURCE
    if _BRACKET.fullmatch(line):
        return Form.BRACKET
    if is_credit(line):
        return Form.CREDIT
    return Form.SHORT if _is_short(line) else Form.BODY


def is_source(line: str) -> bool:
    """Whether a line by itself says where an article was taken from."""
    rest = names.ADDRESS.sub(" ", line)
    if len(rest) > LABEL_LIMIT or "。" in rest:
        return False
    named = without_dates(rest).strip()
    if len(rest) < len(line) and len(named) <= 40 and not re.search(r"[，；！？]", named) and not _INVITES.search(named):
        return True
    if _SOURCE.match(named) or _PUBLISHER.fullmatch(line) or _PUBLISHER_AND_DAY.fullmatch(line):
        return True
    return _NAME_AND_DAY.fullmatch(line) is not None and bool(names.source_names(line))


def is_credit(line: str) -> bool:
    """Whether a line only says who wrote, edited or printed, or on which day."""
    if len(line) > LABEL_LIMIT or "。" in line:
        return False
    rest = re.sub(r"星期[一二三四五六日天]", "", without_dates(line))
    only_a_day = len(rest) < len(line) and not re.search(r"[\u4e00-\u9fffA-Za-z]", rest)
    return bool(only_a_day or _LABEL.match(rest.strip()) or _BY_LINE.fullmatch(line) or _NOTE_BY.fullmatch(line))


def bracketed(line: Line) -> str | None:
    """The name inside a line wholly in 【】; None for another line and for names that head no section (编者按)."""
    match = _BRACKET.fullmatch(line.text) if line.form is Form.BRACKET else None
    return None if match is None or _NO_SECTION.fullmatch(match[1]) else match[1]


def is_running_text(line: Line) -> bool:
    """Whether a line is a paragraph rather than an item of a list."""
    return line.form is Form.BODY and len(line.text) >= BODY_MINIMUM and not _LIST_ITEM.match(line.text)


def _is_short(line: str) -> bool:
    return 2 <= len(line) <= TITLE_LIMIT and not _SENTENCE_END.search(line) and "。" not in line and not _LIST_ITEM.match(line)


def _join_notes(lines: list[Line]) -> list[Line]:
    """Marks every line of a source note that runs over several lines, in one bracket or as labels between addresses."""
    joined = list(lines)
    i = 0
    while i < len(joined):
        if _OPEN_NOTE.match(joined[i].text):
            for k in range(i, _note_end(joined, i) + 1):
                joined[k] = replace(joined[k], form=Form.SOURCE)
                i = k
        elif (
            i + 1 < len(joined)
            and re.search(r"[:：]$", joined[i].text)
            and len(joined[i].text) <= 20
            and names.ADDRESS.match(joined[i + 1].text)
        ):
            joined[i] = replace(joined[i], form=Form.SOURCE)
        i += 1
    return joined


def _note_end(lines: list[Line], start: int) -> int:
    """Index of the last line of a note opened at start; start itself when no line closes it."""
    for k in range(start + 1, min(len(lines), start + BLOCK_LIMIT)):
        line = lines[k]
        if line.text[-1] in "）)】]":
            return k
        if (
            line.form is Form.BRACKET
            or _OPEN_NOTE.match(line.text)
            or (line.form is Form.BODY and len(names.ADDRESS.sub("", line.text)) > TITLE_LIMIT)
        ):
            break
    return start
