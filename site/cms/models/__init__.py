"""Pictures, recordings, laws, search rows, and the pages that are nobody's subject matter: base page and root."""

from cms.models.images import SiteImage, SiteRendition
from cms.models.laws import Law, LawArticle
from cms.models.news import Bulletin, BulletinPiece, NewsIndexPage, NewsPage, Submission
from cms.models.pages import BasePage, HomePage, NumberedPage
from cms.models.recordings import Recording
from cms.models.release import CaseRelease, ReleaseTask
from cms.models.search import SearchEntry, SynonymGroup

__all__ = [
    "BasePage", "Bulletin", "BulletinPiece", "CaseRelease", "HomePage", "Law", "LawArticle", "NewsIndexPage", "NewsPage",
    "NumberedPage", "Recording", "ReleaseTask", "SearchEntry", "SiteImage", "SiteRendition", "Submission",
    "SynonymGroup",
]  # fmt: skip
