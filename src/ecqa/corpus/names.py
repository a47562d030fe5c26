"""Source lines and by-lines to what they name: addresses, publisher, authors; it does not know where a line stands."""

import re
from urllib.parse import urlsplit

from ecqa.corpus.dates import without_dates

NAME_LIMIT = 24
"""Characters; what is longer is a sentence, not the name of a source."""

URL = re.compile(r"https?://[!#-'*-;=?-~]+", re.ASCII)
"""An address in running text: it ends before a bracket, quote, blank or Chinese character."""

ADDRESS = re.compile(r"(?:https?://|www\.)[!#-'*-;=?-~]+", re.ASCII)
"""The same, and one written without http://."""
MEDIUM_END = r"(?:日报|晚报|早报|商报|时报|周报|快报|晨报|报|网|社|周刊|杂志|电视台|频道|研究中心|在线)"
"""How the name of a publisher ends, where nothing else says that it is one."""

_ROLE = re.compile(r"^[□◎]\s*|(?<![摄影图制])(?:作者(?!单位|简介|介绍|系)|撰文|文(?=\s*[/／:：])|记者|通讯员|实习生)\s*[/／:：]?\s*")
_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,5}·[\u4e00-\u9fff]{1,6}")
_NO_NAMES = re.compile(
    r"综合|本报|本刊|本网|特约|通讯|编辑|匿名|佚名|网络|未知|不详|小编|整理|报道|摄影|记者|作者|日期|来源|时间|通讯员|实习生|摄影作者"
)
_LEAD_BY = re.compile(
    r"[（(【][^（(）)【】]{0,12}(?:记者|通讯员|实习生|作者|撰文|文\s*[/／:：])[^（(）)【】]{2,60}[）)】]|^(?:本[报刊网]讯\s*)?(?:本[报刊网])?记者[^。，,；;]{2,24}报道"
)
_LAST_BY = re.compile(r"[（(][^（()）]{0,40}(?:文\s*[/／:：]|作者|记者)[^（()）]{2,40}[）)]$")

_FROM = re.compile(
    r"(?:以上|本文|文章|稿件|数据|资料|信息|内容|消息|部分|全文|均|系)*\s*"
    r"(?:转载|转引|转|摘|摘编|选|选编|节选|编译|改编|综合|引|源|整理|综合整理|取|来)自\s*[:：]?|^[（(](?:据|综合)|"
    r"(?:本文|文章|稿件|数据|资料|信息|内容|消息)?(?:来源|出处|原载)(?:于|自)?\s*[:：]?|(?:原文|相关)?(?:链接|地址|网址)\s*[:：]|转载\s*[:：]"
)
_MEDIUM = re.compile(r"微信(?:公众平台|公众号|公号)?|公众号|(?:新浪|腾讯|官方)?微博|(?:官方)?博客")
_CREDIT = re.compile(
    r"(?:摄影作者|作者|文|图|撰文|摄影|(?:责任|责)?编辑|责编|编选|校对|日期|(?:发布|发表)?时间)\s*[/／:：].*$|(?:本[报刊网])?(?:记者|通讯员|实习生).*$"
)
_PAGE = re.compile(r"(?:\d{4}年)?(?:总?第\s*\d+\s*期)|第?\s*[A-Za-z]?[\d一二三四五六七八九十]+\s*版")
_NUMBERING = re.compile(r"^\s*[（(]?\d{1,2}\s*[.、．)）]\s*")
_TRIM = " \t\u3000\xa0:：,，。.;；、—-|\uff5c/／·“”\"'‘’《》〈〉「」『』()（）[]【】〖〗*"


def urls(line: str) -> list[str]:
    """The addresses in a line, in order, without punctuation at their ends."""
    return [match.rstrip(".,;:'!?") for match in URL.findall(line)]


def host(url: str) -> str:
    """The host of an address, lower case, without `www.`; empty for a broken address."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def source_names(line: str) -> list[str]:
    """The publishers that a source line names: `（本文转载自亿邦动力网:http…）` gives 亿邦动力网; what is no name is left out."""
    rest = _NUMBERING.sub("", without_dates(ADDRESS.sub(" ", line)))
    if match := _FROM.search(rest):
        rest = rest[match.end() :]
    rest = _PAGE.sub(" ", _CREDIT.sub(" ", _MEDIUM.sub(" ", rest)))
    names = []
    for part in re.split(r"[、；;，,|\uff5c]|\s[/／]\s|\s{2,}", rest):
        name = re.sub(r"[\s“”\"《》]+", " ", part).strip(_TRIM)
        name = re.sub(r"(?:报道|整理|消息|综合)$", "", name)
        if (
            2 <= len(name) <= NAME_LIMIT
            and re.search(r"[\u4e00-\u9fffA-Za-z]{2}", name)
            and not re.search(r"各大|以下|如下|网络$|互联网$", name)
        ):
            names.append(name)
    return names


def authors(line: str) -> list[str]:
    """The writers a by-line names (`作者：陈盾楠`, `（记者甲乙 通讯员丙丁）`, `文/戊己`); photographers and editors are left out.

    Args:
        line: A line that is known to be a by-line or a source line.
    """
    found: list[str] = []
    for match in _ROLE.finditer(line):
        for place, part in enumerate(re.split(r"[\s、，,；;：:/／|（(）)【】]", line[match.end() : match.end() + 60])):
            name = re.sub(r"(?:报道|摄影|整理)$", "", part) if place == 0 else part
            if not _NAME.fullmatch(name) or _NO_NAMES.fullmatch(name) or re.search(r"(?:报道|[电讯摄])$", name):
                break
            if name not in found:
                found.append(name)
    return found


def authors_in_text(opening: str, ending: str) -> list[str]:
    """The writers that a first paragraph (`本报讯（记者…）`) or the bracket at the end of a last one (`文/…`) names."""
    found: list[str] = []
    for by_line in (_LEAD_BY.search(opening[:80]), _LAST_BY.search(ending[-90:])):
        if by_line is not None:
            found += [name for name in authors(by_line.group()) if name not in found]
    return found
