"""The root of the page tree, and pictures that the product brings itself."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TypeVar

from django.db import transaction
from wagtail.models import Collection, Locale, Page, Site

from cms.models import BasePage, HomePage, SiteImage
from cms.pictures import reencode
from core import events, records
from organisations.authority import Authority

Index = TypeVar("Index", bound=BasePage)


@transaction.atomic
def ensure_home(*, by: Authority, at: datetime) -> HomePage:
    """The page 首页 at the root of the tree and of the site; made where it is missing, else left alone."""
    home: HomePage | None = HomePage.objects.first()
    if home is None:
        home = _new_home()
        events.record("cms.home.made", by=by, at=at, subject=home)
    return home


def _new_home() -> HomePage:
    locale, _made = Locale.objects.get_or_create(language_code="zh-hans")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=locale)
    home = root.add_child(instance=HomePage(title="首页", slug="banyan", locale=locale))
    welcome = root.get_children().filter(slug="home", content_type__model="page").first()
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": home}
    )
    if welcome is not None and welcome.numchild == 0:
        welcome.delete()
    made: HomePage = HomePage.objects.get(pk=home.pk)
    return made


@transaction.atomic
def ensure_index(model: type[Index], *, title: str, slug: str, by: Authority, at: datetime) -> Index:
    """The one folder of this kind below 首页; made where it is missing, else left alone."""
    index: Index | None = model.objects.first()
    if index is None:
        index = ensure_home(by=by, at=at).add_child(instance=model(title=title, slug=slug))
        events.record("cms.index.made", by=by, at=at, subject=index)
    return index


@transaction.atomic
def add_picture(*, path: Path, title: str, by: Authority, at: datetime) -> SiteImage:
    """A picture of the product's own content, re-encoded; the same bytes again give the same picture.

    Raises cms.pictures.NotAPicture.
    """
    digest = records.digest(path.read_bytes())
    known: SiteImage | None = SiteImage.objects.filter(source_digest=digest).first()
    if known is not None:
        return known
    with path.open("rb") as source:
        picture = SiteImage(title=title, source_digest=digest)
        picture.file = reencode(source)
        picture.save()
    events.record("cms.picture.added", by=by, at=at, subject=picture)
    return picture
