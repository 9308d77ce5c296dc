"""What a browser needs to outlive a tunnel: the worker that answers without network, and the manifest of the site."""

import hashlib

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _

SHELL = ("css/banyan.css", "js/offline.js", "img/mark.svg")


def service_worker(request: HttpRequest) -> HttpResponse:
    """Lies at the root, because a worker answers only for what lies below it."""
    files = [static(name) for name in SHELL]
    version = hashlib.sha256("".join(files).encode()).hexdigest()[:12]
    context = {"files": files, "version": version}
    answer = render(request, "core/sw.js", context, content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def manifest(request: HttpRequest) -> HttpResponse:
    """For those who put the site on their home screen; nobody is asked to."""
    told = {
        "name": _("榕荫：社会工作者培训与督导学习平台"),
        "short_name": _("榕荫"),
        "start_url": "/desk/",
        "display": "minimal-ui",
        "background_color": "#f5f7fa",
        "theme_color": "#164579",
        "icons": [{"src": static("img/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(told, content_type="application/manifest+json")


def away(request: HttpRequest) -> HttpResponse:
    """What the worker shows for a page that the device does not have."""
    return render(request, "core/away.html")
