"""A question to the form its answer takes (number, date, person, list, ...), by the words it asks with; it finds no answer."""

import re

from ecqa.text.folding import fold
from ecqa.understanding.learned_kinds import combined, shipped

# In this order: the first pattern that is found decides. A question that matches none is a "fact".
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("definition", r"什么是|是什么意思|是啥意思|啥意思|指的?是(?:什么|啥|哪)|的?定义|何谓|怎么理解|什么叫"),
        (
            "summary",
            r"概括|总结|归纳|概述|主要(?:讲|说|谈|内容)|(?:讲|说|谈)(?:了|的)?(?:些|点)?(?:什么|啥)|大概|大致|整体|总体|介绍一?下|战略(?!.*(?:谁|哪[位年天家里]|何|时候|多少|为什么))|基本情况|要点|来龙去脉",
        ),
        ("reason", r"为什么|为何|为啥|原因|怎么会|凭什么|缘故|因何|咋会|何以"),
        ("compare", r"相比|比较|异同|区别|不同|差别|对比|哪个(?:更|大|多|高)|谁(?:更|多|大)|有何变化|有啥变化|变化"),
        ("date", r"什么时候|啥时候|何时|哪一?年|哪一?天|几月|几号|哪一?日|日期|(?<!小)时间(?!间隔)|多会儿|啥时间"),
        (
            "number",
            r"多少|(?<!哪)几[个家条种年月天次款元块人名位成折届期项点倍%％]|百分之|占比|比例|比重|增[长幅速]率?|规模|总额|数量|人数|多大|多高|多长|多久|GMV|gmv|几分之",
        ),
        ("person", r"(?<!归)谁|哪位|何人|什么人|负责人|主持人|会长是|姓名|名字|哪[几两三]位|哪个人"),
        (
            "list",
            r"哪些|哪[几两二三四五六七八九十0-9]|有什么|有啥|列[出举一]|分别是|[几三四五六七八九十0-9]+(?:个方面|大|项|点|条|种)(?:.{0,8})(?:是什么|是啥|吗|有)|都有|条款|步骤|措施|要求|包括",
        ),
        ("place", r"哪里|哪儿|在哪|何地|何处|地点|哪个(?:城市|地方|省|区|国家)|什么地方|啥地方"),
        (
            "organization",
            r"哪[一]?家|哪个(?:公司|单位|部门|机构|企业|网站|平台|协会|学校|事业部)|什么(?:公司|单位|部门|机构|企业)|主办方?|承办|发布单位|归谁管",
        ),
        ("yes_no", r"吗|是否|是不是|有没有|有无|能不能|可不可以|该不该|会不会|对不对|[一-鿿]不[一-鿿]?[？?]*$|没有[？?]*$"),
    )
)

_HELLO = (
    r"(?:你|您|大家|各位|老师|朋友们?|亲)?(?:好|早上好|上午好|中午好|下午好|晚上好|早安|晚安|早|在吗|在么|在不在|有人吗|有人在吗)[呀啊哈哇吗么~]*"
    r"|hi|hello|hey|hello there|good (?:morning|afternoon|evening)|嗨|嗨喽|哈喽|哈啰|喂|您好"
)
_ABOUT = (
    r"(?:请问)?(?:那)?(?:你|您|这个?(?:系统|网站|软件|助手|工具|页面))"
    r"(?:是谁|叫(?:什么|啥)(?:名字)?|是(?:干|做)(?:什么|啥|嘛)的|是(?:什么|啥|机器人吗|真人吗|人工吗)"
    r"|(?:能|会|可以|可)?(?:都)?(?:能|会|可以)?(?:帮(?:我|我们)?)?(?:干|做|回答|查|问|解决|提供)(?:些|点)?(?:什么|啥|嘛|哪些)(?:事|事情|问题|服务|东西|内容)?"
    r"|(?:都)?(?:能|会|懂)(?:些|点)?(?:什么|啥|嘛)|有(?:什么|啥|哪些)(?:功能|用|用处|本事|能力)|怎么用|如何使用|咋用|怎么使用)[呀啊呢的]*"
    r"|(?:可以|能)问(?:你|您)?(?:些)?(?:什么|啥|哪些)(?:问题)?|怎么用|怎么使用|使用说明|使用方法|自我介绍一?下?|介绍一?下(?:你|您)?自己"
    r"|what can you do|who are you|what are you|how do (?:i|you) (?:use (?:this|it)|work)|help|帮助"
)
_GREETING = re.compile(rf"(?:(?:{_HELLO}|{_ABOUT})[\W_]*)+", re.IGNORECASE)
_THANKS = re.compile(
    r"(?:(?:好的?|ok|okay|嗯+|行|哦+|明白|了解|知道|懂|收到|清楚)(?:了|啦)?[呀啊哈]*[\W_]*)?"
    r"(?:(?:非常|十分|太|真是?|多)?(?:感谢|谢谢|多谢|谢了|谢啦|辛苦了?|唔该|劳驾了|麻烦了|thanks|thank you|thx|thanks a lot|再见|拜拜|bye|bye bye|88)"
    r"(?:你|您|了|啦|你们|大家|晒|哈|呀|啊|very much|so much)*[\W_]*(?:再见|拜拜)?)?",
    re.IGNORECASE,
)
_EDGE = re.compile(r"^[\W_]+|[\W_]+$")


def kind_of(question: str) -> str:
    """The form of the answer: one of the kinds above, "fact", "greeting" or "thanks".

    Args:
        question: Simplified text.
    """
    bare = _EDGE.sub("", question)
    if _GREETING.fullmatch(bare):
        return "greeting"
    if bare and _THANKS.fullmatch(bare):
        return "thanks"
    return combined(by_pattern(question), fold(question), shipped())


def by_pattern(question: str) -> str:
    """The first kind whose pattern is found; "fact" for none."""
    return next((kind for kind, pattern in KINDS if pattern.search(question)), "fact")
