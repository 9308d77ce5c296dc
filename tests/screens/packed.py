"""A server that sends what production sends: hashed and compressed static files that a browser may keep for ever."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test.testcases import LiveServerThread

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}


@pytest.fixture(scope="session")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("static")


@pytest.fixture
def packed_server(collected: Path, transactional_db: None, settings: Any) -> Iterator[str]:
    """Its address."""
    settings.STORAGES = STORAGES
    settings.STATIC_ROOT = collected
    settings.WHITENOISE_USE_FINDERS = False
    if not any(collected.iterdir()):
        # The editors' admin is large and not looked at here.
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["wagtail*"])
    server = LiveServerThread("localhost", static_handler=lambda application: application)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://{server.host}:{server.port}"
    server.terminate()
