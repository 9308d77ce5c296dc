"""The people through whose eyes a visitor may look. Only they have accounts."""

from dataclasses import dataclass

from core.sentences import Sentence, say


@dataclass(frozen=True)
class Persona:
    """`key` stands in addresses and user names; `label` is the button; `story` says what they see."""

    key: str
    label: Sentence
    name: str
    story: Sentence


PERSONAS: tuple[Persona, ...] = (
    Persona("new-worker", say("新社工"), "林晓雯", say("岗前培训学到一半，今天有一个班要签到")),
    Persona("deputy-head", say("副站长"), "黄秋萍", say("看站里谁还没完成岗前培训")),
    Persona("supervisor", say("督导员"), "梁国栋", say("看负责的培训班和带教小组")),
    Persona(
        "studio-lead",
        say("工作室领衔人"),
        "何敏华",
        say("记录带教小组活动，看谁还没确认；也是副站长和学员，可以切换身份"),
    ),
    Persona("liaison", say("工作室联络员"), "罗佳怡", say("替领衔人记录活动")),
    Persona("class-teacher", say("承办机构班主任"), "周志远", say("开放签到、补签、清点人数")),
    Persona("county-civil", say("县民政局主管"), "邓丽珊", say("看本县学时，准备报送")),
    Persona("county-social", say("县委社会工作部主管"), "彭建新", say("同样的人，另一条线的统计")),
    Persona("city", say("市民政局主管"), "谢海燕", say("导入台账、核对统计、报送")),
    Persona("province", say("省级查阅"), "郑伟明", say("只看统计和班次，不看名单")),
    Persona("editor", say("内容编辑"), "苏文清", say("在编辑后台修改课程，提交审核")),
    Persona("reviewer", say("内容审核"), "韦明珠", say("看编辑提交了什么，审核后发布")),
    Persona("operator", say("平台管理员"), "潘志强", say("看投诉与建议，看平台发出了什么")),
)

BY_KEY = {persona.key: persona for persona in PERSONAS}


def username(persona: Persona) -> str:
    return f"demo-{persona.key}"
