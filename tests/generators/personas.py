"""Who the addresses are for, and how they name the things of the world."""

from typing import Any

from tests.generators.world import EVERYBODY, World

EVERYONE = frozenset(EVERYBODY)
STAFF = frozenset({"officer", "city"})  # the tree above the first county's objects
OFFICERS = STAFF | {"department", "other_officer"}  # whoever holds the officer's role somewhere
READERS = STAFF | {"department"}  # and the county's other line, which reads the same facts
PEOPLE_READERS = READERS | {"station_head"}
STUDIO = frozenset({"studio_lead", "liaison"})
OPERATORS = frozenset({"operator"})
EDITORS = frozenset({"editor"})
SETTERS = STAFF | EDITORS  # whoever sets papers for the county: its officers and those above, and the editor
CLASS_RUNNERS = STAFF | {"class_teacher", "appointed"}  # the last one runs the first class and nothing else
# Whoever runs the class, the officers above it, and the leads of the worker's mentoring group.
MARKERS = CLASS_RUNNERS | STUDIO
CLASS_READERS = CLASS_RUNNERS | {"department", "supervisor", "reader", "worker", "station_head"}


def of(name: str, attribute: str = "public_id", argument: str = "public_id") -> Any:
    """Keyword arguments of an address that names the world's `name`."""

    def kwargs(world: World) -> dict[str, Any]:
        return {argument: getattr(getattr(world, name), attribute)}

    return kwargs


def issue(world: World) -> dict[str, Any]:
    return {"year": world.bulletin.year, "number": world.bulletin.number}


def person(world: World) -> dict[str, Any]:
    return {"public_id": world.people["worker"].public_id}


def grant(world: World) -> dict[str, Any]:
    return {"public_id": world.people["station_head"].public_id, "grant": world.grant.pk}


def appointment(world: World) -> dict[str, Any]:
    return {"public_id": world.training_class.public_id, "grant": world.appointment.pk}


def posting(world: World) -> dict[str, Any]:
    return person(world) | {"posting": world.posting.pk}


def both(world: World) -> dict[str, Any]:
    return {"public_id": world.people["worker"].public_id, "other_id": world.twin.public_id}


def question(world: World) -> dict[str, Any]:
    page = world.asking_page
    return {"public_id": page.lesson.public_id, "block_id": page.body[-1].id}


def station(world: World) -> dict[str, Any]:
    return {"public_id": world.places.station.public_id}
