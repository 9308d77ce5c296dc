"""Set an assignment, hand it in, mark it or give it back. Every hand-in is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from core import clock, events
from core.errors import RuleBroken
from core.uploads import Refused, kind_of
from courses.assignment_querysets import all_assignments, all_submissions, is_completed
from courses.models import Assignment, Course, RubricCriterion, Submission, TrainingClass
from courses.rules.rubric import Criterion, total
from courses.words import SubmissionState
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.permissions import require
from organisations.roles import Permission
from people.models import Person


@dataclass(frozen=True)
class AssignmentDetails:
    """For a class or for a course, never both. `pass_points` of the sum of the criteria's points."""

    title: str
    task: str
    criteria: Sequence[Criterion]
    pass_points: int
    organisation: Organisation
    training_class: TrainingClass | None = None
    course: Course | None = None
    due_on: date | None = None
    markers: Sequence[Person] = field(default_factory=tuple)


@transaction.atomic
def set_assignment(*, details: AssignmentDetails, by: Authority, at: datetime) -> Assignment:
    """Raises RuleBroken without criteria, or where the pass is out of their reach."""
    require(by, Permission.REVIEW_LEARNING, details.organisation)
    if not details.criteria:
        raise RuleBroken("assignment.no_rubric", "请至少写一个评分项，学员好知道怎样算合格。")
    most = sum(one.points for one in details.criteria)
    if not 0 < details.pass_points <= most:
        raise RuleBroken(
            "assignment.pass_out_of_reach", "合格分要在1至%(most)s之间：各评分项合计%(most)s分。", most=most
        )
    assignment = Assignment.objects.create(
        organisation=details.organisation, training_class=details.training_class, course=details.course,
        title=details.title, task=details.task, due_on=details.due_on, pass_points=details.pass_points,
        set_by=by.person_id, set_at=at,
    )  # fmt: skip
    RubricCriterion.objects.bulk_create(
        RubricCriterion(
            assignment=assignment, position=place, name=one.name, points=one.points, descriptor=one.descriptor
        )
        for place, one in enumerate(details.criteria, 1)
    )
    assignment.markers.set(details.markers)
    events.record("courses.assignment.set", by=by, at=at, subject=assignment)
    return assignment


@transaction.atomic
def hand_in(
    *, assignment: Assignment, person: Person, text: str, content: bytes | None, by: Authority, at: datetime
) -> Submission:
    """Hand in for oneself; after the due day too. Raises RuleBroken for what is empty, waits, is passed or unsafe."""
    if by.person_id != person.pk:
        raise RuleBroken("submission.not_yours", "作业只能由本人提交。请用本人的账号登录。")
    Person.objects.select_for_update().get(pk=person.pk)
    if not all_assignments().given_to(person, on=clock.date_of(at)).filter(pk=assignment.pk).exists():
        raise RuleBroken("submission.not_given", "这份作业没有布置给您。请问一问布置作业的单位。")
    mine = all_submissions().of_person(person).filter(assignment=assignment)
    if mine.waiting().exists():
        raise RuleBroken("submission.waits", "您已经提交，正在等批改。退回后可以修改再交。")
    if is_completed(assignment, person):
        raise RuleBroken("submission.passed", "这份作业已经合格，不用再交。")
    if not text.strip() and content is None:
        raise RuleBroken("submission.empty", "请写正文，或上传文件。")
    made = Submission.objects.create(
        assignment=assignment, person=person, number=(mine.aggregate(last=Max("number"))["last"] or 0) + 1,
        text=text.strip() or None, file=content, file_kind=_kind(content), handed_in_at=at,
    )  # fmt: skip
    events.record(
        "courses.submission.handed_in", by=by, at=at, subject=made, data={"assignment": assignment.pk}
    )
    return made


@transaction.atomic
def mark(
    *, submission: Submission, marks: Mapping[int, int], remarks: str, by: Authority, at: datetime
) -> Submission:
    """Give points by the position of each criterion. Raises RuleBroken where one is missing or out of range."""
    locked = _waiting(submission, by=by, at=at)
    criteria = list(locked.assignment.criteria.values_list("position", "points"))
    points = total(marks, criteria)
    if points is None:
        raise RuleBroken("submission.marks", "请给每个评分项打分，不超过该项的满分。")
    locked.points, locked.marks = points, {str(place): given for place, given in marks.items()}
    return _answer(locked, SubmissionState.MARKED, remarks, by=by, at=at)


@transaction.atomic
def return_to_learner(*, submission: Submission, remarks: str, by: Authority, at: datetime) -> Submission:
    """Give it back for another hand-in, with what is to be changed."""
    locked = _waiting(submission, by=by, at=at)
    if not remarks.strip():
        raise RuleBroken("submission.remarks_missing", "请写明要改什么，学员才好修改。")
    return _answer(locked, SubmissionState.RETURNED, remarks, by=by, at=at)


def _kind(content: bytes | None) -> str:
    if content is None:
        return ""
    try:
        return kind_of(content)
    except Refused as refused:
        raise RuleBroken("submission.file", refused.said) from refused


def _waiting(submission: Submission, *, by: Authority, at: datetime) -> Submission:
    locked = (
        Submission.objects.select_for_update(of=("self",)).select_related("assignment").get(pk=submission.pk)
    )
    if not all_submissions().markable_by(by, on=clock.date_of(at)).filter(pk=locked.pk).exists():
        raise RuleBroken("submission.not_to_mark", "这份作业不由您批改。请联系布置作业的单位。")
    if locked.state != SubmissionState.WAITING:
        raise RuleBroken("submission.answered", "这份作业已经有人批改了。请刷新页面。")
    return locked


def _answer(
    submission: Submission, state: SubmissionState, remarks: str, *, by: Authority, at: datetime
) -> Submission:
    submission.state, submission.remarks = state, remarks.strip() or None
    submission.marked_by_id, submission.marked_at = by.person_id, at
    submission.save(update_fields=["state", "remarks", "marked_by", "marked_at", "points", "marks"])
    events.record(
        "courses.submission.answered", by=by, at=at, subject=submission,
        data={"assignment": submission.assignment_id, "state": state.value},
    )  # fmt: skip
    return submission
