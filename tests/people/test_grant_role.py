"""Whoever keeps the installation gives the roles that no officer may give."""

import pytest
from django.core.management import CommandError, call_command

from organisations.roles import Role
from people.querysets import all_grants
from tests.cast import Cast, Places


def test_a_reviewer_is_made_in_the_shell(places: Places, cast: Cast) -> None:
    account = cast.account(cast.worker("吴审核", places.station))
    call_command("grant_role", username=account.username, role="reviewer", organisation=places.city.name)
    assert all_grants().get().role == Role.REVIEWER
    with pytest.raises(CommandError, match="已有同样的授权"):
        call_command("grant_role", username=account.username, role="reviewer", organisation=places.city.name)


def test_unknown_accounts_and_places_are_refused(places: Places, cast: Cast) -> None:
    account = cast.account(cast.worker("吴审核", places.station))
    for username, place in (("nobody", places.city.name), (account.username, "没有这个单位")):
        with pytest.raises(CommandError):
            call_command("grant_role", username=username, role="reviewer", organisation=place)
