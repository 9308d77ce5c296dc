"""The people through whose eyes a visitor may look. Only they have accounts."""

from dataclasses import dataclass

from core.words import gettext_noop as _


@dataclass(frozen=True)
class Persona:
    """`key` stands in addresses and user names; `label` is the button; `story` says what they see."""

    key: str
    label: str
    name: str
    story: str


PERSONAS: tuple[Persona, ...] = (
    Persona("new-worker", _("新社工"), "林晓雯", _("岗前培训学到一半，今天有一个班要签到")),
    Persona("deputy-head", _("副站长"), "黄秋萍", _("看站里谁还没完成岗前培训")),
    Persona("supervisor", _("督导员"), "梁国栋", _("看负责的培训班和带教小组")),
    Persona("studio-lead", _("工作室领衔人"), "何敏华", _("记录带教小组活动，看谁还没确认")),
    Persona("liaison", _("工作室联络员"), "罗佳怡", _("替领衔人记录活动")),
    Persona("class-teacher", _("承办机构班主任"), "周志远", _("开放签到、补签、清点人数")),
    Persona("county-civil", _("县民政局主管"), "邓丽珊", _("看本县学时，准备报送")),
    Persona("county-social", _("县委社会工作部主管"), "彭建新", _("同样的人，另一条线的统计")),
    Persona("city", _("市民政局主管"), "谢海燕", _("导入台账、核对统计、报送")),
    Persona("province", _("省级查阅"), "郑伟明", _("只看统计和班次，不看名单")),
    Persona("editor", _("内容编辑"), "苏文清", _("在编辑后台修改课程")),
)

BY_KEY = {persona.key: persona for persona in PERSONAS}


def username(persona: Persona) -> str:
    return f"demo-{persona.key}"
