"""身份证号 on official forms: masked, unless somebody who manages those people asked for them with a purpose."""

from __future__ import annotations

from collections.abc import Callable, Collection

from core import clock
from people.models import Person
from people.querysets import all_people
from reporting.querysets.official.asked import Question

IDENTITY = "identity"  # the key of such a column


def identity_texts(question: Question, people: Collection[Person]) -> Callable[[Person], str]:
    """How the number of each is written. Whole numbers only of people whom the asker manages today; one question."""
    if question.disclosure is None:
        return lambda person: person.masked_identity_number
    managed = all_people().manageable_by(question.by, on=clock.date_of(question.at))
    whole = set(managed.filter(pk__in=[one.pk for one in people]).values_list("pk", flat=True))

    def text(person: Person) -> str:
        return (person.identity_number or "") if person.pk in whole else person.masked_identity_number

    return text
