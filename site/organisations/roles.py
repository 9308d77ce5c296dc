"""Roles are dated grants on an organisation; each permits a few things within its scope. Pure data."""

from core.words import Word
from core.words import gettext_noop as _


class Role(Word):
    """What a person is trusted with. A learner needs no grant: everyone reads their own record."""

    STATION_HEAD = "station_head", _("社工站负责人")  # 站长 or, in practice, 副站长
    SUPERVISOR = "supervisor", _("督导员")
    CLASS_TEACHER = "class_teacher", _("班主任")  # of a contractor; sees the classes it provides
    OFFICER = "officer", _("主管")
    READER = "reader", _("省级查阅")
    EDITOR = "editor", _("内容编辑")  # writes and submits
    REVIEWER = "reviewer", _("内容审核")  # writes as well, reviews and publishes
    OPERATOR = "operator", _("平台管理员")


class Permission(Word):
    """What a service asks before it writes and a page before it shows."""

    MANAGE_ORGANISATIONS = "manage_organisations", _("管理机构")
    MANAGE_PEOPLE = "manage_people", _("管理人员")
    CONFIRM_IDENTITY = "confirm_identity", _("确认身份")
    GRANT_ROLES = "grant_roles", _("授予角色")
    VIEW_PEOPLE = "view_people", _("查看人员")
    VIEW_CLASSES = "view_classes", _("查看培训班")
    MANAGE_CLASSES = "manage_classes", _("管理培训班")
    NOMINATE = "nominate", _("推荐报名")
    RUN_SIGN_IN = "run_sign_in", _("组织签到")
    REVIEW_LEARNING = "review_learning", _("查看学习节奏、批改作业")
    IMPORT_TRAINING = "import_training", _("导入培训台账")
    VIEW_FIGURES = "view_figures", _("查看统计")
    FILE_FIGURES = "file_figures", _("报送")
    VIEW_STUDIOS = "view_studios", _("查看工作室")
    VIEW_EVENTS = "view_events", _("查看操作记录")
    SUBMIT_NEWS = "submit_news", _("投稿")
    SET_PAPERS = "set_papers", _("组卷")
    EDIT_CONTENT = "edit_content", _("编辑课程")
    PUBLISH_CONTENT = "publish_content", _("审核和发布课程")
    OPERATE = "operate", _("平台运行")


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.STATION_HEAD: frozenset(
        {
            Permission.CONFIRM_IDENTITY,
            Permission.NOMINATE,
            Permission.SUBMIT_NEWS,
            Permission.VIEW_PEOPLE,
            Permission.VIEW_CLASSES,
            Permission.VIEW_FIGURES,
            Permission.REVIEW_LEARNING,
        }
    ),
    Role.SUPERVISOR: frozenset({Permission.VIEW_CLASSES, Permission.VIEW_STUDIOS}),
    Role.CLASS_TEACHER: frozenset({Permission.VIEW_CLASSES, Permission.RUN_SIGN_IN}),
    Role.OFFICER: frozenset(
        set(Permission) - {Permission.EDIT_CONTENT, Permission.PUBLISH_CONTENT, Permission.OPERATE}
    ),
    Role.READER: frozenset({Permission.VIEW_CLASSES, Permission.VIEW_FIGURES, Permission.VIEW_STUDIOS}),
    Role.EDITOR: frozenset({Permission.SET_PAPERS, Permission.EDIT_CONTENT}),
    Role.REVIEWER: frozenset({Permission.SET_PAPERS, Permission.EDIT_CONTENT, Permission.PUBLISH_CONTENT}),
    Role.OPERATOR: frozenset({Permission.OPERATE}),
}

# Reading may reach across the lines of an area; everything else follows the tree.
ACROSS_LINES: frozenset[Permission] = frozenset(
    {Permission.VIEW_PEOPLE, Permission.VIEW_CLASSES, Permission.VIEW_FIGURES, Permission.VIEW_STUDIOS}
)

# What an officer of the same or a higher organisation may give. Editors reach every page of the site, readers a whole
# province, operators what the site sends and what is said about it: those are given by the system alone.
GRANTED_BY_OFFICERS: frozenset[Role] = frozenset(Role) - {
    Role.EDITOR, Role.REVIEWER, Role.READER, Role.OPERATOR,
}  # fmt: skip

# Whoever holds one of these must show two things at the door: they change, file or read what concerns many people.
NEED_SECOND_FACTOR: frozenset[Role] = frozenset({Role.OFFICER, Role.EDITOR, Role.REVIEWER, Role.OPERATOR})
