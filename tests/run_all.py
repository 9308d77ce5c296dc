"""`make test`: bring what the tests need, then become one pytest run over everything.

Nothing is printed after pytest's summary, and its exit code is the answer.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests import programs  # noqa: E402 - the path is set one line above

INSTALL_SECONDS = 900


def missing_packages() -> Iterator[str]:
    """Debian's names of what this machine lacks."""
    if programs.find_chromium() is None:
        yield "chromium"
    if programs.find_redis() is None:
        yield "redis-server"
    if not has_chinese_font():
        yield "fonts-noto-cjk"


def has_chinese_font() -> bool:
    """Chinese must be drawn in the journeys' pictures."""
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    return bool(subprocess.run([lister, ":lang=zh"], capture_output=True, check=False).stdout.strip())


def may_install() -> list[str] | None:
    """The words before apt-get, or None where this user may not install."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def bring(packages: list[str]) -> None:
    """Install, or go on without: the tests that need them then say that they did not run."""
    before = may_install()
    if before is None:
        return
    # RUNLEVEL=1: the packages' services are not started, the tests start their own.
    apt = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1", "apt-get", "-qq"]
    for words in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        try:
            subprocess.run([*apt, *words], stdout=sys.stderr, timeout=INSTALL_SECONDS, check=True)
        except (subprocess.SubprocessError, OSError) as error:
            sys.stderr.write(f"{' '.join(packages)} could not be installed: {error}\n")
            return


def main() -> None:
    packages = list(missing_packages())
    if packages:
        bring(packages)
    os.chdir(ROOT)
    words = ["-m", "pytest", "-m", "", "--create-db", "-n", "2", "--dist", "loadfile"]
    words += ["--no-loadscope-reorder", *sys.argv[1:]]
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, *words])  # noqa: S606


if __name__ == "__main__":
    main()
