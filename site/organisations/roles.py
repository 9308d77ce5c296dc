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
    EDITOR = "editor", _("内容编辑")


class Permission(Word):
    """What a service asks before it writes and a page before it shows."""

    MANAGE_ORGANISATIONS = "manage_organisations", _("管理机构")
    MANAGE_PEOPLE = "manage_people", _("管理人员")
    GRANT_ROLES = "grant_roles", _("授予角色")
    VIEW_PEOPLE = "view_people", _("查看人员")
    VIEW_CLASSES = "view_classes", _("查看培训班")
    MANAGE_CLASSES = "manage_classes", _("管理培训班")
    RUN_SIGN_IN = "run_sign_in", _("组织签到")
    IMPORT_TRAINING = "import_training", _("导入培训台账")
    VIEW_FIGURES = "view_figures", _("查看统计")
    FILE_FIGURES = "file_figures", _("报送")
    VIEW_STUDIOS = "view_studios", _("查看工作室")
    EDIT_CONTENT = "edit_content", _("编辑课程")


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.STATION_HEAD: frozenset({Permission.VIEW_PEOPLE, Permission.VIEW_CLASSES, Permission.VIEW_FIGURES}),
    Role.SUPERVISOR: frozenset({Permission.VIEW_CLASSES, Permission.VIEW_STUDIOS}),
    Role.CLASS_TEACHER: frozenset({Permission.VIEW_CLASSES, Permission.RUN_SIGN_IN}),
    Role.OFFICER: frozenset(set(Permission) - {Permission.EDIT_CONTENT}),
    Role.READER: frozenset({Permission.VIEW_CLASSES, Permission.VIEW_FIGURES, Permission.VIEW_STUDIOS}),
    Role.EDITOR: frozenset({Permission.EDIT_CONTENT}),
}

# Reading may reach across the lines of an area; everything else follows the tree.
ACROSS_LINES: frozenset[Permission] = frozenset(
    {Permission.VIEW_PEOPLE, Permission.VIEW_CLASSES, Permission.VIEW_FIGURES, Permission.VIEW_STUDIOS}
)

# What an officer of the same or a higher organisation may give. Editors reach every page of the site and readers a
# whole province: those are given by the system alone.
GRANTED_BY_OFFICERS: frozenset[Role] = frozenset(Role) - {Role.EDITOR, Role.READER}
