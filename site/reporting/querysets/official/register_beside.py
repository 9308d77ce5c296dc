"""What the register of classes says beside its figures: papers, tests, money, evaluation, dossier."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from core import clock
from core.sentences import Sentence, say, together
from courses.assignment_querysets import all_assignments
from courses.dossier_querysets import indexes_of
from courses.dossier_words import DossierState
from courses.evaluation_words import EvaluationPart
from courses.models import (
    BudgetLine,
    ClassContract,
    ClassEvaluation,
    ClassNotice,
    EvaluationRound,
    TrainingClass,
)
from courses.querysets import all_attendances, all_classes
from courses.rules.evaluations import may_tell, mean_of
from organisations.roles import Permission
from people.words import PostKind
from reporting.querysets.official.asked import Question
from reporting.querysets.official.class_tests import passed_all, tests_of
from reporting.rules.official.shape import Opens, Plain, Value
from reporting.rules.quantities import Classes, Fen, Share, tidy

Fields = dict[str, Value | Plain]


def beside(question: Question, classes: Sequence[TrainingClass]) -> dict[int, Fields]:
    """By class, in a fixed number of questions. Money, evaluation and dossier only of classes that the asker manages."""
    ids = [one.pk for one in classes]
    managed = all_classes().managed_by(question.by, Permission.MANAGE_CLASSES).filter(pk__in=ids)
    own = set(managed.values_list("pk", flat=True))
    found: dict[int, Fields] = defaultdict(dict)
    for pk, number in _filled(ids).items():
        found[pk]["document"] = number
    for pk, fields in _tests(question, ids).items():
        found[pk] |= fields
    for part in (_contracts(own), _money(own), _satisfaction(question, own), _dossiers(classes, own)):
        for pk, fields in part.items():
            found[pk] |= fields
    return found


def _filled(ids: Collection[int]) -> dict[int, str]:
    notices = ClassNotice.objects.filter(training_class__in=ids).exclude(document_number="")
    return dict(notices.values_list("training_class", "document_number"))


def _tests(question: Question, ids: Collection[int]) -> dict[int, Fields]:
    """考核方式 and 合格人数; a class without a test has nobody to pass."""
    tests = tests_of(ids)
    passed = passed_all(tests)
    works = Counter(all_assignments().filter(training_class__in=ids).values_list("training_class", flat=True))
    counted = _of_post(question.post, ids) if question.post is not None else None
    found: dict[int, Fields] = {}
    for pk in tests.keys() | works.keys():
        found[pk] = {"examined": _ways(len(tests.get(pk, ())), works[pk])}
        if pk in tests:
            people = passed[pk] if counted is None else passed[pk] & counted.get(pk, set())
            found[pk]["passed"] = len(people)
    return found


def _ways(tests: int, works: int) -> Sentence:
    exam = say("考试%(count)s次", count=tests) if tests else None
    work = say("作业%(count)s份", count=works) if works else None
    return together(one for one in (exam, work) if one is not None)


def _of_post(post: PostKind, ids: Collection[int]) -> Mapping[int, set[int]]:
    """By class whoever signed in there from such a post."""
    marks = all_attendances().filter(session__training_class__in=ids, posting__post_kind=post).order_by()
    found: dict[int, set[int]] = defaultdict(set)
    kept = Coalesce("person__merged_into", F("person"))
    for pk, person in marks.values_list("session__training_class", kept).distinct():
        found[pk].add(person)
    return found


def _contracts(ids: Collection[int]) -> dict[int, Fields]:
    rows = ClassContract.objects.filter(training_class__in=ids)
    return {
        pk: {"contract": number, "money_source": source}
        for pk, number, source in rows.values_list("training_class", "document_number", "money_source")
    }


def _money(ids: Collection[int]) -> dict[int, Fields]:
    """Yuan; what has not been spent yet stays blank."""
    rows = BudgetLine.objects.filter(training_class__in=ids).order_by().values_list("training_class")
    return {
        pk: {"budget": Fen(planned).shown(), "spent": Fen(spent).shown() if spent else None}
        for pk, planned, spent in rows.annotate(planned=Sum("planned_fen"), spent=Sum("spent_fen"))
    }


def _satisfaction(question: Question, ids: Collection[int]) -> dict[int, Fields]:
    """The mean of all marks, once the last day is past and five people have answered; else nothing."""
    today = clock.date_of(question.at)
    past = EvaluationRound.objects.filter(Q(last_day__lt=today) | Q(ended_at__isnull=False))
    told = ClassEvaluation.objects.filter(
        training_class__in=past.filter(training_class__in=ids).values("training_class")
    )
    marks: dict[int, list[tuple[int, ...]]] = defaultdict(list)
    for pk, *answer in told.values_list("training_class", *(part.value for part in EvaluationPart)):
        marks[pk].append(tuple(answer))
    found: dict[int, Fields] = {}
    for pk, answers in marks.items():
        whole = mean_of([mark for answer in answers for mark in answer])
        if may_tell(len(answers)) and whole is not None:
            found[pk] = {"satisfaction": tidy(whole.value)}
    return found


def _dossiers(classes: Sequence[TrainingClass], ids: Collection[int]) -> dict[int, Fields]:
    """What is in the dossier of all that is due by now."""
    mine = [one for one in classes if one.pk in ids]
    found: dict[int, Fields] = {}
    indexes = indexes_of(mine)
    for one in mine:
        counted = Counter(line.state for line in indexes[one.pk])
        there = counted[DossierState.PRESENT]
        share = Share(Classes(there), Classes(there + counted[DossierState.MISSING]))
        opens = Opens.of("dossier", public_id=str(one.public_id))
        found[one.pk] = {"dossier": Value(share.shown(), opens)}
    return found
