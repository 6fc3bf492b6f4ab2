"""The house itself: what lies where, and what must not be in it (architecture.md, style.md)."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from adapters.places import config_dir

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = {"bot", "adapters", "config", "tests", "docs"}
FILES = {
    "pyproject.toml",
    "README.md",
    "Makefile",
    "LICENSE",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "requirements.txt",
}
# Spelled in pieces, so that this file does not hold what it looks for.
HOSTS = [".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"))]
SOMEBODYS_FOLDER = re.compile(r"(?<![\w.])/(?:home|root|work|Users)/\w")


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    """Every file that git keeps, relative to the checkout."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode:
        pytest.skip("not a git checkout")
    return [Path(name) for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_top_level_holds_only_what_the_architecture_names(tracked: list[Path]) -> None:
    """Nothing lies at the top but the five folders, the named files and dot-files."""
    strange = {path.parts[0] for path in tracked if not path.parts[0].startswith(".")} - FOLDERS - FILES
    assert not strange


def test_core_imports_the_standard_library_alone() -> None:
    """No module in bot/ imports anything but the standard library and bot itself."""
    allowed = sys.stdlib_module_names | {"bot"}
    foreign = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in (ROOT / "bot").rglob("*.py")
        for name in _imported(path)
        if name not in allowed
    }
    assert not foreign


def test_every_requirement_is_pinned_with_hashes() -> None:
    """Each requirement is one exact version with at least one SHA-256."""
    entries = re.split(r"\n(?=[a-z])", (ROOT / "requirements.txt").read_text())[1:]
    assert len(entries) > 20
    loose = [entry.splitlines()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]
    assert not loose


def test_requirements_name_no_index() -> None:
    """Where packages come from is the machine's business, not the file's."""
    text = (ROOT / "requirements.txt").read_text()
    assert "://" not in text
    assert not re.search(r"^\s*(-i|-f|--index|--extra-index|--find-links|--trusted-host)", text, re.MULTILINE)


def test_every_declared_dependency_is_pinned() -> None:
    """A dependency added to pyproject.toml without `make pins` is noticed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    pinned = set(re.findall(r"^([a-z0-9-]+)(?:\[.*\])?==", (ROOT / "requirements.txt").read_text(), re.MULTILINE))
    assert {_normal(line) for line in declared} <= pinned


def test_no_file_names_a_registry_or_a_folder_of_one_machine(tracked: list[Path]) -> None:
    """What is committed works anywhere: no package registry's host, nobody's home folder."""
    found = [
        f"{path}: {word}"
        for path in tracked
        if (text := _text(ROOT / path)) is not None
        for word in (*(host for host in HOSTS if host in text), *SOMEBODYS_FOLDER.findall(text))
    ]
    assert not found


def test_config_is_found() -> None:
    """The folder with the catalogue and the helplines is where the program looks for it."""
    assert (config_dir() / "helplines.toml").is_file()
    assert (config_dir() / "warmline.toml").is_file()


def _imported(path: Path) -> set[str]:
    """The top-level names that a module imports absolutely."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def _normal(requirement: str) -> str:
    """The name in a requirement, as pins spell it: `SQLAlchemy[asyncio]>=2` -> `sqlalchemy`."""
    name = re.match(r"[\w.-]+", requirement)
    assert name
    return re.sub(r"[-_.]+", "-", name.group()).lower()


def _text(path: Path) -> str | None:
    """A file's text, or None for one that is not text."""
    try:
        return path.read_text()
    except UnicodeDecodeError:
        return None
