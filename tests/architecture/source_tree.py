"""What the architecture tests read: our packages, their Python files and templates."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# From the highest to the lowest; those in one row do not know each other.
LAYERS = [
    {"config"}, {"desks"}, {"reporting"}, {"certification", "mentorship"}, {"courses"}, {"assessment"},
    {"hours"}, {"cms"}, {"inbox"}, {"people"}, {"organisations"}, {"core"},
]  # fmt: skip
AT_THE_TOP = {"courses", "mentorship", "certification"}
PACKAGES = {name for layer in LAYERS for name in layer}


def folder_of(package: str) -> Path:
    return ROOT / package if package in AT_THE_TOP else ROOT / "site" / package


def rank(package: str) -> int:
    """0 for the lowest layer."""
    return next(height for height, layer in enumerate(reversed(LAYERS)) if package in layer)


def may_know(package: str, other: str) -> bool:
    return package == other or rank(other) < rank(package)


def python_files(*, with_tests: bool = True) -> list[Path]:
    folders = [folder_of(package) for package in sorted(PACKAGES)] + ([ROOT / "tests"] if with_tests else [])
    return [
        path for folder in folders for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts
    ]


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))
