"""操作记录: which events officers may read, under which topic and in which words. Pure data.

What a learner does in a lesson, what is said in a mentoring group and what somebody does with the own account is
nobody's business at a bureau: such events are named in `PRIVATE` and stand on no page.
"""

from __future__ import annotations

from core.sentences import Sentence, say
from core.words import Word
from core.words import gettext_noop as _


class Topic(Word):
    """What an event is about; the first half of the filter."""

    PEOPLE = "people", _("人员与授权")
    ORGANISATIONS = "organisations", _("单位")
    CLASSES = "classes", _("培训班与签到")
    IMPORTS = "imports", _("导入")
    HOURS = "hours", _("学时台账")
    FILINGS = "filings", _("报送")
    CERTIFICATES = "certificates", _("证书与登记")


LABELS: dict[Topic, dict[str, Sentence]] = {
    Topic.PEOPLE: {
        "people.person.added": say("添加人员"),
        "people.person.edited": say("更正人员资料"),
        "people.person.merged": say("合并人员档案"),
        "people.persons.added": say("批量添加人员"),
        "people.persons.edited": say("批量更正人员资料"),
        "people.persons.revived": say("恢复人员"),
        "people.persons.taken_back": say("作废人员"),
        "people.posting.started": say("登记任职"),
        "people.posting.moved": say("调动任职"),
        "people.posting.ended": say("结束任职"),
        "people.postings.started": say("批量登记任职"),
        "people.postings.edited": say("批量更正任职"),
        "people.postings.taken_back": say("作废任职"),
        "people.role.granted": say("授予角色"),
        "people.role.ended": say("结束授权"),
        "people.account.opened": say("开通账号"),
        "people.account.phone_changed": say("更换登录手机号"),
        "people.access.asked": say("申请加入名册"),
        "people.access.approved": say("同意加入名册"),
        "people.access.refused": say("不同意加入名册"),
        "people.paper_code.issued": say("发放纸质登录码"),
    },
    Topic.ORGANISATIONS: {
        "organisations.organisation.added": say("添加单位"),
        "organisations.organisation.renamed": say("单位更名"),
        "organisations.organisation.moved": say("调整上级单位"),
        "organisations.organisation.ended": say("撤销单位"),
        "organisations.organisations.added": say("批量添加单位"),
        "organisations.organisations.revived": say("恢复单位"),
        "organisations.organisations.taken_back": say("作废单位"),
        "organisations.codes.filled_in": say("补录区划代码"),
        "organisations.codes.taken_back": say("撤回区划代码"),
    },
    Topic.CLASSES: {
        "courses.class.added": say("新建班次"),
        "courses.class.edited": say("修改班次"),
        "courses.class.cancelled": say("取消班次"),
        "courses.class_test.set": say("布置班次考核"),
        "courses.class_test.changed": say("修改班次考核的时间"),
        "courses.class_test.withdrawn": say("撤销班次考核"),
        "courses.class.courses_chosen": say("选定班次的配套课程"),
        "courses.class.copied": say("按往期班次新建班次"),
        "courses.class.state_set": say("更改班次状态"),
        "courses.completion.terms_set": say("修改结业条件"),
        "courses.completion.corrected": say("更正结业结果"),
        "courses.evaluation.ended": say("提前结束评价"),
        "courses.class.notice_set": say("填写培训通知"),
        "courses.class.handbook_set": say("填写学员手册"),
        "courses.class.groups_dealt": say("自动分组"),
        "courses.class.groups_set": say("调整分组"),
        "courses.dossier.file_added": say("材料放进班次档案"),
        "courses.dossier.file_removed": say("从班次档案移除材料"),
        "courses.dossier.file_handed_out": say("课件发给学员或收回"),
        "courses.dossier.closed": say("归档时说明缺件"),
        "courses.contract.set": say("登记承办合同"),
        "courses.contract.accepted": say("验收承办合同"),
        "courses.contract.acceptance_withdrawn": say("撤销验收"),
        "courses.budget.set": say("填写经费"),
        "courses.lecturer.added": say("登记授课人"),
        "courses.lecturer.edited": say("修改授课人"),
        "courses.lecturer.retired": say("停用授课人"),
        "courses.lecturer.restored": say("恢复授课人"),
        "courses.class_teacher.appointed": say("委派班主任"),
        "courses.class_teacher.dismissed": say("结束班主任的授权"),
        "courses.classes.added": say("批量新建班次"),
        "courses.session.edited": say("修改课次"),
        "courses.session.opened": say("开放签到"),
        "courses.session.closed": say("确认到场"),
        "courses.session.removed": say("删除课次"),
        "courses.sessions.added": say("新增课次"),
        "courses.enrolment.made": say("报名"),
        "courses.enrolment.withdrawn": say("退班"),
        "courses.enrolment.applied": say("提交报名"),
        "courses.enrolment.queued": say("列入候补"),
        "courses.enrolment.declined": say("不同意报名"),
        "courses.enrolment.given_up": say("放弃报名"),
        "courses.enrolments.moved_up": say("候补转为录取"),
        "courses.enrolments.listed": say("录入名单"),
        "courses.quotas.set": say("分配名额"),
        "courses.terms.set": say("设置报名条件"),
        "courses.attendance.marked": say("签到或标记到课"),
        "courses.attendance.signed_out": say("签退"),
        "courses.paper_sheet.typed": say("录入纸质签到表"),
        "courses.online_list.read": say("上传线上参会名单"),
        "courses.online_list.decided": say("录入线上参会名单"),
        "courses.name_call.drawn": say("抽点"),
        "courses.name_call.answered": say("登记抽点结果"),
        "courses.session.sign_out_opened": say("开放签退"),
        "courses.attendances.recorded": say("批量录入签到"),
        "courses.attendances.corrected": say("更正签到"),
        "courses.attendances.withdrawn": say("作废签到"),
        "courses.late_mark.asked": say("申请补签"),
        "courses.leave.asked": say("申请请假"),
        "courses.leave.decided": say("答复请假申请"),
        "courses.outside_learners.added": say("登记外单位学员"),
        "courses.outside_learner.removed": say("移除外单位学员"),
        "courses.late_mark.decided": say("答复补签申请"),
    },
    Topic.IMPORTS: {
        "core.import.received": say("上传导入文件"),
        "core.import.staged": say("核对导入文件"),
        "core.import.confirmed": say("确认导入"),
        "core.import.undone": say("撤销导入"),
        "core.import.discarded": say("放弃导入"),
        "courses.import.taken_back": say("撤回导入的培训记录"),
    },
    Topic.HOURS: {
        "hours.reversed": say("冲销学时"),
        "hours.period.locked": say("锁定已报送期间"),
        "hours.sealed": say("封存台账"),
    },
    Topic.FILINGS: {
        "reporting.official_form.prepared": say("生成官方表式"),
        "reporting.received_table.uploaded": say("上传上级来表"),
        "reporting.received_table.mapped": say("保存来表对应"),
        "reporting.received_table.filled": say("填写上级来表"),
        "reporting.official_form.disclosed": say("导出完整身份证号"),
        "reporting.official_form.taken_away": say("下载含姓名的官方表式"),
        "reporting.filing.asked_for": say("布置报送"),
        "reporting.filing.filed": say("报送"),
        "reporting.filing.corrected": say("更正报送"),
        "reporting.filing.returned": say("退回报送"),
        "reporting.filing.checked": say("本级审核报送"),
        "reporting.filing.reviewed": say("市级审核报送"),
        "reporting.filing.gathered": say("省级汇总报送"),
        "reporting.filing.archived": say("报送归档"),
        "reporting.filing.scanned": say("上传盖章扫描件"),
    },
    Topic.CERTIFICATES: {
        "certification.certificate.issued": say("颁发结业证书"),
        "certification.certificate.replaced": say("换发结业证书"),
        "certification.certificate.revoked": say("撤销结业证书"),
        "certification.registration.added": say("登记周期录入"),
        "certification.registration.withdrawn": say("登记周期作废"),
    },
}
PRIVATE = frozenset({
    "hours.credited",  # follows from what is recorded beside it, and tells when somebody learned
    "courses.lesson.started", "courses.lesson.finished", "courses.course.finished", "courses.course.loaded",
    "people.privacy.acknowledged", "people.paper_code.used",
    # Between a learner and whoever marks, answers or looks after them.
    "courses.assignment.set", "courses.submission.handed_in", "courses.submission.answered", "courses.reflection.saved",
    "courses.correction.sent", "courses.correction.answered", "courses.pace.noted", "courses.pace.answered",
    # Of editors, and of what follows by itself.
    "courses.cases.loaded", "courses.lesson.split", "courses.lesson.carried_over", "courses.plans.loaded",
    "courses.plans.assigned", "courses.plans.recomputed",
    # Stands on the plan page of the person, with who wrote it and when.
    "courses.plan.waived", "courses.plan.paused", "courses.plan.pause_ended", "courses.plan.accepted",
    "courses.plan.decision_withdrawn",
    # Of the body alone, until it is filed.
    "reporting.filing_draft.saved", "reporting.filing_draft.discarded",
    # Of somebody's own phone.
    "courses.calendar_feed.renewed", "courses.calendar_feed.stopped",
})  # fmt: skip
# What somebody does with the own account, unless it is named above.
PRIVATE_BEGINNING = "people.account."
# Of apps whose events belong to those who took part (mentorship), to the person (inbox) or to the editors.
PRIVATE_APPS = frozenset({"mentorship", "inbox", "cms", "assessment", "desks"})

NAMES: dict[str, Sentence] = {name: label for names in LABELS.values() for name, label in names.items()}
TOPIC_OF: dict[str, Topic] = {name: topic for topic, names in LABELS.items() for name in names}

SUBJECTS: dict[str, Sentence] = {
    "people.person": say("人员"),
    "people.posting": say("任职"),
    "people.rolegrant": say("授权"),
    "organisations.organisation": say("单位"),
    "courses.trainingclass": say("班次"),
    "courses.classsession": say("课次"),
    "courses.lecturer": say("授课人"),
    "courses.classtest": say("班次考核"),
    "courses.enrolment": say("报名"),
    "courses.attendance": say("签到"),
    "courses.papersheet": say("纸质签到表"),
    "courses.namecall": say("抽点"),
    "courses.onlinelist": say("线上参会名单"),
    "courses.latemarkrequest": say("补签申请"),
    "core.importbatch": say("导入批次"),
    "hours.seal": say("封存"),
    "hours.lockedperiod": say("已报送期间"),
    "reporting.filing": say("报送"),
    "reporting.filingduty": say("报送要求"),
    "certification.completioncertificate": say("结业证书"),
    "certification.registrationperiod": say("登记周期"),
}
