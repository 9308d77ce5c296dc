"""Words of areas and organisations."""

from __future__ import annotations

from core.words import Word
from core.words import gettext_noop as _


class Tier(Word):
    """层级 of an administrative area, from the province down to the village or community."""

    PROVINCE = "province", _("省")
    CITY = "city", _("市")
    COUNTY = "county", _("县（市、区）")
    TOWN = "town", _("镇（街）")
    VILLAGE = "village", _("村（社区）")


class OrganisationKind(Word):
    """What an organisation is; one table holds them all."""

    BUREAU = "bureau", _("主管部门")
    STATION = "station", _("社工站")
    POINT = "point", _("社工点")
    AGENCY = "agency", _("社会工作服务机构")
    SCHOOL = "school", _("院校、党校")
    EXTERNAL = "external", _("外部单位")


class Line(Word):
    """条线: the line of authority to which an organisation reports."""

    CIVIL_AFFAIRS = "civil_affairs", _("民政")
    SOCIAL_WORK = "social_work", _("社会工作部")
    AGENCY = "agency", _("社会工作服务机构")
    PROCURATORATE = "procuratorate", _("检察院")
    SCHOOL = "school", _("院校")
    OTHER = "other", _("其他")
