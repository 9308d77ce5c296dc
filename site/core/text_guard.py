"""Words in a text that may lead to a real person: names, phones, identity numbers, schools. Pure; it warns, never edits.

A guard finds what its patterns know and no more: pages say "may", and the writer decides. Nothing here is logged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.words import Word
from core.words import gettext_noop as _


class Trace(Word):
    """What kind of trace of a person a piece of text is."""

    IDENTITY_NUMBER = "identity_number", _("身份证号")
    PHONE = "phone", _("电话号码")
    NAME = "name", _("姓名")
    SCHOOL = "school", _("学校名称")


@dataclass(frozen=True)
class Found:
    """One piece of the text; `start` counts characters."""

    trace: Trace
    text: str
    start: int


# The hundred most frequent surnames cover about 85 of 100 people; two-character surnames are listed in front.
_SURNAMES = (
    "欧阳|司徒|上官|诸葛|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘于蒋蔡余杜叶程苏魏吕"
    "丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安"
    "齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉蓝路游辛靳管柴蒙鲍华喻祁]"
)
# A name is told from other words by what stands around it: a label before, or a way of speaking of somebody behind.
_NAMED = re.compile(
    r"(?:姓名|名叫|叫做|名字是|名字叫|案主|服务对象|当事人|学生|孩子|小孩|母亲|父亲|妈妈|爸爸|奶奶|爷爷|监护人)"
    rf"(?:是|为|叫|[:：])?[“\s]*((?:{_SURNAMES})[\u4e00-\u9fff]{{1,2}}?)(?=[”，。、；：,.;\s（(]|同学|说|在|的|今年|现年|$)"
)
_ADDRESSED = re.compile(rf"((?:{_SURNAMES})[\u4e00-\u9fff]{{1,2}}?)(?:同学|小朋友|女士|先生)")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])(\d{17}[\dXx]|\d{15})(?![0-9A-Za-z])")
_PHONE = re.compile(r"(?<!\d)(1[3-9]\d(?:[ -]?\d{4}){2}|0\d{2,3}[- ]\d{7,8})(?!\d)")
_SCHOOL = re.compile(
    r"([\u4e00-\u9fff]{2,10}?(?:第[一二三四五六七八九十\d]{1,3}|实验|中心|外国语|希望)?"
    r"(?:小学|中学|初中|高中|职中|幼儿园|职业学校|技工学校))(?!生|阶段|教育|毕业|以上|以下|文化|学段|时)"
)
# What people write so as to name no school: 某小学, 一所中学, 附近的幼儿园, 镇上小学.
_UNNAMED_SCHOOL = re.compile(
    r"(?:[某该一所本各这那哪]|附近|当地|我们|他们|读|上|在|去|到|从|和|与|及|或|的|了|进|念|对|为|由|如|等|街道|村|镇|县|区|市|学校)+"
    r"(?:第[一二三四五六七八九十\d]{1,3}|实验|中心|外国语|希望)?(?:小学|中学|初中|高中|职中|幼儿园|职业学校|技工学校)$"
)


def traces(text: str) -> list[Found]:
    """Everything that may lead to a person, in the order of the text, each piece once."""
    found: dict[tuple[Trace, str], Found] = {}
    for one in sorted(_all(text), key=lambda one: one.start):
        found.setdefault((one.trace, one.text), one)
    return list(found.values())


def _all(text: str) -> Iterator[Found]:
    for pattern, trace in ((_IDENTITY, Trace.IDENTITY_NUMBER), (_PHONE, Trace.PHONE)):
        for match in pattern.finditer(text):
            yield Found(trace, match.group(1), match.start(1))
    for pattern in (_NAMED, _ADDRESSED):
        for match in pattern.finditer(text):
            yield Found(Trace.NAME, match.group(1), match.start(1))
    for match in _SCHOOL.finditer(text):
        if not _UNNAMED_SCHOOL.fullmatch(match.group(1)):
            yield Found(Trace.SCHOOL, match.group(1), match.start(1))
