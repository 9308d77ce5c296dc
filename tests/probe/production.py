"""Production's settings with the probe: everything else is as on a real installation."""

from config.settings.production import *  # noqa: F403
from config.settings.production import INSTALLED_APPS  # type: ignore[attr-defined]

INSTALLED_APPS = [*INSTALLED_APPS, "tests.probe.apps.ProbeConfig"]
