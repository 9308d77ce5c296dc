"""The editors' admin opens to whoever holds the editor's role today, and shows them content alone."""

import json
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver
from PIL import Image

from cms.models import SiteImage
from core import clock
from courses.models import CoursePage, LessonPage
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Account
from people.querysets import all_grants
from people.services import grants
from tests.cast import Cast, Places
from tests.lessons import pages

ROLES_OUTSIDE = [
    Role.STATION_HEAD,
    Role.SUPERVISOR,
    Role.CLASS_TEACHER,
    Role.OFFICER,
    Role.READER,
    Role.OPERATOR,
]


def plain_addresses(resolver: URLResolver, prefix: str = "/") -> list[str]:
    """Every address without an argument below a resolver."""
    found = []
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern).removeprefix("^").removesuffix("$").removesuffix("\\Z")
        if isinstance(entry, URLResolver):
            found += plain_addresses(entry, route)
        elif isinstance(entry, URLPattern) and not set("<(\\[") & set(route):
            found.append(route)
    return found


def admin_addresses() -> list[str]:
    return [address for address in plain_addresses(get_resolver()) if address.startswith("/cms/")]


@pytest.fixture
def editor(client: Client, places: Places, cast: Cast) -> Client:
    client.force_login(cast.account(cast.with_role("周编辑", Role.EDITOR, places.city)))
    return client


@pytest.fixture
def reviewer(client: Client, places: Places, cast: Cast) -> Client:
    client.force_login(cast.account(cast.with_role("吴审核", Role.REVIEWER, places.city)))
    return client


def test_the_admin_has_many_addresses_to_guard() -> None:
    assert len(admin_addresses()) > 40


@pytest.mark.parametrize("role", [None, *ROLES_OUTSIDE])
def test_no_address_of_the_admin_opens_to_anybody_else(
    client: Client, places: Places, cast: Cast, role: Role | None
) -> None:
    person = cast.with_role("何主管", role, places.city) if role else cast.worker("陈小燕", places.station)
    client.force_login(cast.account(person))
    assert {client.get(address).status_code for address in admin_addresses()} == {403}


@pytest.mark.django_db
def test_whoever_is_not_logged_in_is_sent_to_the_one_log_in_page() -> None:
    client = Client()
    answers = [client.get(address) for address in admin_addresses()]
    assert {answer.status_code for answer in answers} == {302}
    assert {answer["Location"].split("?")[0] for answer in answers} == {"/accounts/login/code/"}


def test_an_editor_gets_in_and_sees_pages_pictures_and_documents(editor: Client, course: CoursePage) -> None:
    html = editor.get("/cms/").content.decode()
    assert editor.get("/cms/").status_code == 200
    assert "/cms/reports/" not in html
    assert "/cms/users/" not in html
    assert [editor.get(f"/cms/{name}/").status_code for name in ("pages", "images", "documents")] == [200] * 3


def test_pages_that_list_accounts_are_not_there_for_editors(editor: Client) -> None:
    paths = ["/cms/users/", "/cms/groups/", "/cms/reports/site-history/", "/cms/workflows/list/"]
    assert [editor.get(path).status_code for path in paths] == [404] * 4
    assert editor.get("/cms/account/")["Location"] == "/desk/"


def test_an_editor_writes_laws_and_deletes_none(editor: Client) -> None:
    editor.get("/cms/")
    held = Group.objects.get(name="内容编辑").permissions.filter(content_type__app_label="cms")
    assert set(held.values_list("codename", flat=True)) == {
        f"{action}_{model}" for action in ("add", "change", "view") for model in ("law", "lawarticle")
    }


def test_an_ended_role_closes_the_door_at_the_next_request(editor: Client, at: datetime) -> None:
    assert editor.get("/cms/").status_code == 200
    grant = all_grants().get(role=Role.EDITOR)
    grants.end(grant=grant, on=grant.starts_on, by=SYSTEM, at=at)
    assert editor.get("/cms/").status_code == 403
    assert not Group.objects.get(name="内容编辑").user_set.exists()


def test_a_role_that_runs_out_by_its_date_closes_the_door_without_anybody_doing_anything(
    client: Client, places: Places, cast: Cast, at: datetime
) -> None:
    person = cast.worker("周编辑", places.station)
    grants.grant(
        person=person, role=Role.EDITOR, organisation=places.city, starts_on=date(2026, 1, 1),
        ends_on=date(2026, 4, 1), by=SYSTEM, at=at,
    )  # fmt: skip
    account = cast.account(person)
    for day, status in ((date(2026, 3, 31), 200), (date(2026, 4, 1), 403)):
        with time_machine.travel(
            datetime(day.year, day.month, day.day, 4, tzinfo=clock.SHANGHAI), tick=False
        ):
            client.force_login(account)
            assert client.get("/cms/").status_code == status


@pytest.mark.django_db
def test_a_superuser_made_in_the_shell_gets_in(client: Client) -> None:
    client.force_login(Account.objects.create_superuser(username="shell", password="a long enough word"))
    assert client.get("/cms/users/").status_code == 200


def test_an_editor_opens_and_previews_a_lesson_in_chinese(editor: Client, course: CoursePage) -> None:
    page = pages(course)[0]
    html = editor.get(f"/cms/pages/{page.pk}/edit/").content.decode()
    for word in ("公布分钟数", "随堂测验", "一句话简介", "替代文字"):
        assert word in html or json.dumps(word).strip('"') in html  # blocks are described as JSON
    listing = editor.get(f"/cms/pages/{course.pk}/").content.decode()
    assert page.title in listing


def test_a_preview_may_be_framed_by_the_editor_and_is_otherwise_as_strict_as_every_page(
    editor: Client, course: CoursePage
) -> None:
    page = pages(course)[0]
    address = f"/cms/pages/{page.pk}/edit/preview/"
    form = editor.get(f"/cms/pages/{page.pk}/edit/").context["form"]
    assert editor.post(address, posted(form) | {"title": "改过的标题"}).json()["is_valid"]
    shown = editor.get(f"{address}?in_preview_panel=true")
    assert "改过的标题" in shown.content.decode()
    policy = shown.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "script-src 'self';" in policy
    assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_reviewer_publishes_a_typo_fix_through_the_admin(reviewer: Client, course: CoursePage) -> None:
    page = pages(course)[0]
    form = reviewer.get(f"/cms/pages/{page.pk}/edit/").context["form"]
    data = posted(form) | {"title": "岗位职责", "action-publish": "action-publish"}
    answer = reviewer.post(f"/cms/pages/{page.pk}/edit/", data)
    assert answer.status_code == 302, answer.context["form"].errors
    changed = LessonPage.objects.get(pk=page.pk)
    assert (changed.title, changed.live, changed.lesson_id) == ("岗位职责", True, page.lesson_id)
    assert len(changed.questions) == 4


def posted(form: object) -> dict[str, object]:
    """What a browser would send back for an untouched page form with two StreamFields."""
    page = form.instance  # type: ignore[attr-defined]
    data: dict[str, object] = {
        "title": page.title, "slug": page.slug, "summary": page.summary, "minutes": page.minutes,
        "go_live_at": "", "expire_at": "", "body-count": "0", "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }  # fmt: skip
    data |= {"questions-count": str(len(page.questions))}
    for place, block in enumerate(page.questions):
        data |= _posted_question(f"questions-{place}", place, block)
    return data


def _posted_question(lead: str, place: int, block: object) -> dict[str, object]:
    value = block.value  # type: ignore[attr-defined]
    data: dict[str, object] = {
        f"{lead}-deleted": "", f"{lead}-order": str(place), f"{lead}-type": "question",
        f"{lead}-id": block.id,  # type: ignore[attr-defined]
        f"{lead}-value-kind": value["kind"], f"{lead}-value-stem": value["stem"],
        f"{lead}-value-explanation": value["explanation"], f"{lead}-value-code": value["code"],
        f"{lead}-value-options-count": str(len(value["options"])),
        f"{lead}-value-laws-count": "0", f"{lead}-value-tags-count": "0",
    }  # fmt: skip
    for number, option in enumerate(value["options"]):
        inner = f"{lead}-value-options-{number}"
        data |= {
            f"{inner}-deleted": "", f"{inner}-order": str(number), f"{inner}-type": "item", f"{inner}-id": "",
            f"{inner}-value-text": option["text"],
        }  # fmt: skip
        if option["right"]:
            data[f"{inner}-value-right"] = "on"
    return data


def test_a_question_without_a_right_answer_is_refused_in_the_admin(
    reviewer: Client, course: CoursePage
) -> None:
    page = pages(course)[0]
    form = reviewer.get(f"/cms/pages/{page.pk}/edit/").context["form"]
    data = {name: value for name, value in posted(form).items() if not name.endswith("-right")}
    answer = reviewer.post(f"/cms/pages/{page.pk}/edit/", data | {"action-publish": "action-publish"})
    assert answer.status_code == 200
    problem = answer.context["form"].errors.as_data()["questions"][0]
    assert "只能有一个正确选项" in str(problem.block_errors[0].block_errors["options"])


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/png")


def test_a_picture_uploaded_in_the_admin_is_re_encoded_and_other_files_are_refused(
    editor: Client, course: CoursePage, settings: object, tmp_path: Path
) -> None:
    before = SiteImage.objects.count()
    written = BytesIO()
    Image.new("RGB", (50, 50), "red").save(written, format="PNG")
    good = upload("good.png", written.getvalue() + b"<script>alert(1)</script>")
    editor.post(
        "/cms/images/multiple/add/",
        {"title": "图", "files[]": good},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    for name, content in (
        ("bad.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        ("bad.png", b"<html><script>alert(1)</script></html>"),
        ("cut.png", written.getvalue()[:60]),
    ):
        bad = upload(name, content)
        editor.post(
            "/cms/images/multiple/add/",
            {"title": "图", "files[]": bad},
            headers={"x-requested-with": "XMLHttpRequest"},
        )
    assert SiteImage.objects.count() == before + 1
    stored = SiteImage.objects.latest("pk")
    assert b"<script>" not in Path(stored.file.path).read_bytes()
