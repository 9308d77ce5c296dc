"""复制到群: who has not signed in, by unit, once the sign-in has begun."""

import re
from datetime import datetime

from courses.models import ClassSession
from courses.services import attendance, sign_in
from organisations.authority import SYSTEM
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.sign_in.room import enrolled, logged_in, text, url


def copied(page: str) -> str:
    found = re.search(r'<textarea id="copy-text"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    return found.group(1) if found else ""


def test_the_session_names_who_is_missing_by_unit_and_without_a_number(
    session: ClassSession, learner: Person, teacher: Person, places: Places, cast: Cast, at: datetime
) -> None:
    for person in (
        learner,
        cast.worker("李大山", places.station),
        cast.worker("覃小梅", places.other_station),
    ):
        enrolled(session, person, at)
    client = logged_in(cast, teacher)
    assert copied(text(client.get(url("session_detail", session)))) == ""  # type: ignore[arg-type]
    opened = sign_in.open_session(session=session, by=SYSTEM, at=at)
    attendance.sign_in(session=opened, person=learner, by=SYSTEM, at=at)
    lines = copied(text(client.get(url("session_detail", opened)))).split("\n")  # type: ignore[arg-type]
    assert "入户走访：还没有签到的人（截至2026年3月16日）" in lines[0]
    assert sorted(lines[1:3]) == ["东湖县青石镇社工站（1人）：李大山", "西山县云岭镇社工站（1人）：覃小梅"]
    assert "陈小燕" not in "".join(lines)
    assert "990000" not in "".join(lines)
