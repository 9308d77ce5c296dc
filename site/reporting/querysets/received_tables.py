"""Named questions about tables of higher bodies, what was pointed at in them, and the filled ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Count, Q

from organisations.authority import Authority
from organisations.models import Organisation
from organisations.querysets import OrganisationQuerySet, all_organisations
from organisations.roles import Permission
from organisations.scope import scope_of
from organisations.words import Line, OrganisationKind
from reporting.models import FilledTable, ReceivedTable, TableMapping
from reporting.rules.places import area_name
from reporting.rules.received.grid import Grid, in_common
from reporting.rules.received.mapping import Resolved, points_of, resolve


class ReceivedTableQuerySet(models.QuerySet[ReceivedTable]):
    def visible_to(self, by: Authority) -> Self:
        """Those of the organisations whose figures one may see; all others do not exist."""
        return self.filter(by.scope(Permission.VIEW_FIGURES).condition("organisation"))

    def editable_by(self, by: Authority) -> Self:
        return self.filter(by.scope(Permission.FILE_FIGURES).condition("organisation"))

    def light(self) -> Self:
        """For lists: without the file and its cells, with how often it was filled."""
        found = self.select_related("organisation").defer("content", "sheets").annotate(times=Count("filled"))
        return found.order_by("-uploaded_at", "-pk")


class FilledTableQuerySet(models.QuerySet[FilledTable]):
    def visible_to(self, by: Authority) -> Self:
        return self.filter(by.scope(Permission.VIEW_FIGURES).condition("table__organisation"))

    def light(self) -> Self:
        return self.defer("content", "record", "table__content", "table__sheets")


class TableMappingQuerySet(models.QuerySet[TableMapping]):
    def of_sheet(self, organisation: Organisation, grid: Grid) -> TableMapping | None:
        """What was pointed at in a sheet of exactly this layout."""
        return self.filter(organisation=organisation, fingerprint=grid.fingerprint).first()

    def nearest(self, organisation: Organisation, grid: Grid) -> TableMapping | None:
        """The one of another layout that shares most headings with this sheet, where it is enough for one table."""
        found: tuple[int, TableMapping] | None = None
        for one in (
            self.filter(organisation=organisation).exclude(points=[]).order_by("-saved_at")[:MOST_COMPARED]
        ):
            common = in_common(one.landmarks, grid.landmarks)
            if common and (found is None or common > found[0]):
                found = common, one
        return found[1] if found else None


MOST_COMPARED = 50
MOST_OFFERED = 300


def all_received() -> ReceivedTableQuerySet:
    return ReceivedTableQuerySet(ReceivedTable)


def all_filled() -> FilledTableQuerySet:
    return FilledTableQuerySet(FilledTable)


def all_mappings() -> TableMappingQuerySet:
    return TableMappingQuerySet(TableMapping)


def places_of(organisation: Organisation) -> OrganisationQuerySet:
    """Whose figures its table may ask for: its own and those of all below it, ended ones too: an old period is theirs."""
    return all_organisations().standing().in_scope(scope_of(organisation))


def offered_places(organisation: Organisation) -> list[Organisation]:
    """For a choice: itself first, then what lies below; of a great many the bureaus and its own stations alone."""
    below = places_of(organisation).current().exclude(pk=organisation.pk).order_by("area_code", "name")
    if below.count() > MOST_OFFERED:
        below = below.filter(Q(kind=OrganisationKind.BUREAU) | Q(parent=organisation))
    return [organisation, *below]


def named_places(organisation: Organisation, texts: Iterable[str]) -> dict[str, Organisation]:
    """Which headings are exactly the name of one place: its own, one that it had, or that of its county. Never a guess."""
    wanted = {text for text in texts if text}
    found: dict[str, set[int]] = {}
    called = places_of(organisation).current().filter(Q(name__in=wanted) | Q(aliases__name__in=wanted))
    for pk, name, alias in called.values_list("pk", "name", "aliases__name"):
        for text in {name, alias} & wanted:
            found.setdefault(text, set()).add(pk)
    counties = [
        one for one in places_of(organisation).current().filter(kind=OrganisationKind.BUREAU)
        if area_name(one.name) in wanted and one.line == Line.CIVIL_AFFAIRS
    ]  # fmt: skip
    for one in counties:
        found.setdefault(area_name(one.name), set()).add(one.pk)
    single = {text: next(iter(pks)) for text, pks in found.items() if len(pks) == 1}
    inside = all_organisations().in_bulk(list(single.values()))
    return {text: inside[pk] for text, pk in single.items()}


def grids_of(table: ReceivedTable) -> list[Grid]:
    """Its visible sheets."""
    return [Grid.of_record(record) for record in table.sheets]


def resolved(organisation: Organisation, grid: Grid) -> Resolved:
    """What is filled on a sheet: by a mapping of exactly its layout, or nothing."""
    mapping = all_mappings().of_sheet(organisation, grid)
    return resolve(grid, points_of(mapping.points)) if mapping else Resolved({}, ())
