"""The transactional tests leave the database as they found it."""

import pytest
from django.db import DatabaseError, connection
from wagtail.models import Locale, Page

from hours.querysets import all_entries
from organisations.querysets import all_rules
from tests.cast import Cast, Places


def _truncate() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE hours_hourentry CASCADE")


@pytest.mark.parametrize("turn", [1, 2])
def test_after_a_flush_rules_pages_and_triggers_are_there_again(
    truncatable_ledger: None, turn: int, places: Places, cast: Cast
) -> None:
    cast.worker("陈小燕", places.station)
    assert all_rules().filter(key="xueshi.minutes").exists()
    assert Page.objects.filter(depth=1).exists()
    assert Locale.objects.count() == 1
    assert not all_entries().exists()
    with pytest.raises(DatabaseError, match="only grows"):
        _truncate()
