"""What tests of the import share: a small upload beside the cast, and a way to bring it."""

from datetime import datetime

import pytest

from core.models import ImportBatch
from organisations.authority import SYSTEM
from reporting.services import training_import
from tests.cast import Places
from tests.reporting.uploads import Upload


@pytest.fixture
def upload(places: Places) -> Upload:
    """The station of the cast is known already; the other one is new."""
    return Upload()


@pytest.fixture
def bring(at: datetime):
    """Stage and confirm."""

    def bring(upload: Upload, by=SYSTEM) -> ImportBatch:
        batch = training_import.stage(files=upload.files(), by=by, at=at)
        return training_import.confirm(batch=batch, by=by, at=at)

    return bring
