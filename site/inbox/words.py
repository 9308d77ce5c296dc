"""What the inbox calls things."""

from core.words import Word, gettext_noop


class JobState(Word):
    """Where long work stands."""

    WAITING = "waiting", gettext_noop("等待处理")
    RUNNING = "running", gettext_noop("进行中")
    DONE = "done", gettext_noop("已完成")
    FAILED = "failed", gettext_noop("没有完成")
    CANCELLED = "cancelled", gettext_noop("已取消")


OPEN_JOBS: frozenset[JobState] = frozenset({JobState.WAITING, JobState.RUNNING})


class ComplaintCategory(Word):
    """What somebody wants to tell whoever runs the platform."""

    COMPLAINT = "complaint", gettext_noop("投诉")
    SUGGESTION = "suggestion", gettext_noop("建议")
    CORRECTION = "correction", gettext_noop("纠错")
    PAGE_PROBLEM = "page_problem", gettext_noop("页面问题")


class ComplaintState(Word):
    """Where a complaint or suggestion stands."""

    WAITING = "waiting", gettext_noop("待处理")
    IN_HAND = "in_hand", gettext_noop("处理中")
    ANSWERED = "answered", gettext_noop("已答复")
