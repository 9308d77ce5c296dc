"""Pictures, and the pages that are nobody's subject matter: the base page and the root of the tree."""

from cms.models.images import SiteImage, SiteRendition
from cms.models.pages import BasePage, HomePage

__all__ = ["BasePage", "HomePage", "SiteImage", "SiteRendition"]
