"""Named questions about the register of lecturers."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Sum

from courses.models import Lecturer
from courses.querysets import all_classes, all_sessions
from courses.rules.audiences import areas_around, organisations_above
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.roles import Permission
from organisations.words import OrganisationKind


def _shared_with(path: str, area_code: str) -> Q:
    """Entries that an organisation at or above a place, or a bureau in whose area it lies, has shared downwards."""
    above = Q(owner__in=organisations_above(path))
    around = Q(owner__kind=OrganisationKind.BUREAU, owner__area_code__in=areas_around(area_code))
    return Q(is_shared=True) & (above | around)


class LecturerQuerySet(models.QuerySet[Lecturer]):
    def visible_to(self, by: Authority) -> Self:
        """Registers of the actor's tree, and what stands above them has shared. Never those of a neighbour."""
        scope = by.scope(Permission.MANAGE_CLASSES)
        if scope.everything:
            return self
        seen = scope.condition("owner")
        for grant in by.grants:
            if grant.scope(Permission.MANAGE_CLASSES):
                seen |= _shared_with(grant.path, grant.area_code)
        return self.filter(seen)

    def managed_by(self, by: Authority) -> Self:
        """Only the owner's officers, and those above, change an entry."""
        return self.filter(by.scope(Permission.MANAGE_CLASSES).condition("owner"))

    def offered_to(self, organiser: Organisation) -> Self:
        """Whom the classes of an organiser may name: its tree's entries and those shared with it, in use."""
        own = Q(owner__path__startswith=organiser.path)
        return self.in_use().filter(own | _shared_with(organiser.path, organiser.area_code))

    def in_use(self) -> Self:
        return self.filter(retired_at=None)

    def matching(self, text: str) -> Self:
        """Every word somewhere in the name, title, unit or field."""
        found = self
        for word in text.split():
            found = found.filter(
                Q(name__icontains=word) | Q(title__icontains=word) | Q(unit__icontains=word) | Q(field__icontains=word)
            )  # fmt: skip
        return found

    def with_taught(self, by: Authority) -> Self:
        """`taught_minutes`: what was held of the classes that the actor sees; None for nothing."""
        held = all_sessions().held().filter(training_class__in=all_classes().visible_to(by).values("pk"))
        theirs = held.filter(lecturer_entry=OuterRef("pk")).order_by().values("lecturer_entry")
        return self.annotate(taught_minutes=Subquery(theirs.annotate(total=Sum("minutes")).values("total")))


def all_lecturers() -> LecturerQuerySet:
    return LecturerQuerySet(Lecturer)
