"""What holds for the repository as a whole: version, lock files, documents, packages."""

import ast
import csv
import fnmatch
import importlib
import importlib.metadata
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
IGNORED = [
    ".git",
    *(line.strip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split() if line),
]
LOCKS = ["requirements.lock", "requirements-dev.lock"]


def files(folder: Path = ROOT) -> Iterator[Path]:
    """Yield every file that belongs to the repository."""
    for path in sorted(folder.iterdir()):
        if any(fnmatch.fnmatch(path.name, pattern) for pattern in IGNORED):
            continue
        if path.is_dir():
            yield from files(path)
        else:
            yield path


def texts() -> Iterator[tuple[str, str]]:
    """Yield name and content of every text file of the repository."""
    for path in files():
        content = path.read_bytes()
        if b"\0" not in content:
            yield path.relative_to(ROOT).as_posix(), content.decode("utf-8")


def places(pattern: str) -> list[str]:
    """Return ``file:line`` for every line of the repository that matches."""
    return [
        f"{name}:{number}"
        for name, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if re.search(pattern, line)
    ]


def test_installed_version_is_the_one_of_the_project() -> None:
    assert importlib.metadata.version(PROJECT["name"]) == PROJECT["version"]


def test_changes_name_the_version_or_what_is_not_released_yet() -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == "Unreleased" or headings[0].startswith(PROJECT["version"])


@pytest.mark.parametrize("package", ["scheduler"])
def test_all_names_the_whole_public_surface(package: str) -> None:
    tree = ast.parse((ROOT / package / "__init__.py").read_text(encoding="utf-8"))
    imported = {
        name.asname or name.name for node in tree.body if isinstance(node, ast.ImportFrom) for name in node.names
    }
    defined = {node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    public = {name for name in imported | defined if not name.startswith("_")} - {"TYPE_CHECKING"}
    module = importlib.import_module(package)
    assert sorted(module.__all__) == list(module.__all__)
    assert public <= set(module.__all__)
    assert all(hasattr(module, name) for name in module.__all__)


def test_no_registry_is_named() -> None:
    assert places(r"\bpyp[i][.]org|python[h]osted[.]|registry[.]npm[j]s|(?:deb|snapshot)[.]debia[n]") == []
    assert places(r"--(?:extra-)?index[-]url|--find[-]links") == []


def test_no_place_on_somebodys_machine_is_named() -> None:
    assert places(r"(?<![\w.~)])/(?:work|root|home|opt|Users)/") == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    assert "://" not in text
    for line in text.splitlines():
        assert re.match(r"[a-z0-9-]+==\S+ ", line), line
        assert "--hash=sha256:" in line, line


def test_both_locks_pin_the_same_versions() -> None:
    runtime, development = (
        set(re.findall(r"^\S+==[^\\\n]+", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)) for lock in LOCKS
    )
    assert runtime < development


def test_runtime_dependencies_are_locked() -> None:
    locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / LOCKS[0]).read_text(encoding="utf-8"), re.MULTILINE))
    named = {re.split(r"[<>=!~;\[ ]", each)[0].lower() for each in PROJECT["dependencies"]}
    assert named <= locked


def test_every_link_in_the_documents_leads_somewhere() -> None:
    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in files()
        if path.suffix == ".md"
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text(encoding="utf-8"))
        if "://" not in target and not (path.parent / target).exists()
    ]
    assert broken == []


def test_glossary_page_shows_every_term() -> None:
    page = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    with (ROOT / "sample_data" / "glossary.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = [f"| {term['ko']} | {term['en']} | {term['th']} | {term['tr']} |" for term in csv.DictReader(lines)]
    assert [row for row in rows if row not in page] == []


def test_every_column_of_the_sample_data_is_described() -> None:
    described = set(re.findall(r"\w+", (ROOT / "sample_data" / "README.md").read_text(encoding="utf-8")))
    short = {f"party_{party}_{part}" for party in "ab" for part in ("id", "name", "type")}  # told as a group
    for path in files(ROOT / "sample_data"):
        if path.suffix == ".csv":
            header = path.read_text(encoding="utf-8-sig").split("\n", 1)[0]
            assert set(header.strip().split(",")) - short <= described, path.name


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the source package, and from what is in it, and nothing else, the wheel."""
    folder = tmp_path_factory.mktemp("packages")
    build = [sys.executable, "-m", "hatchling", "build", "--directory", str(folder), "--target"]
    subprocess.run([*build, "sdist"], cwd=ROOT, check=True, capture_output=True)
    archive = next(folder.glob("*.tar.gz"))
    subprocess.run([sys.executable, "-m", "tarfile", "-e", str(archive), str(folder)], check=True)
    source = next(path for path in folder.iterdir() if path.is_dir())
    subprocess.run([*build, "wheel"], cwd=source, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a folder of its own, away from the checkout."""
    folder = tmp_path_factory.mktemp("installed")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--target"]
    subprocess.run([*install, str(folder), str(wheel)], check=True, capture_output=True)
    return folder


def away_from_checkout(installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python where it sees the installed wheel instead of the checkout."""
    environment = {**os.environ, "PYTHONPATH": str(installed), "COLUMNS": "100"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=installed / "bin", env=environment, capture_output=True, text=True, check=False)


def test_wheel_carries_code_and_data_and_nothing_else(wheel: Path) -> None:
    carried = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    code = {
        path.relative_to(ROOT).as_posix() for package in ("matchmaker", "scheduler") for path in files(ROOT / package)
    }
    data = {
        f"matchmaker/{path.relative_to(ROOT).as_posix()}"
        for folder in ("sample_data",)
        for path in files(ROOT / folder)
    }
    assert carried == code | data


@pytest.mark.slow
@pytest.mark.parametrize("package", ["matchmaker", "scheduler"])
def test_wheel_runs_away_from_the_checkout(installed: Path, package: str) -> None:
    command = f"import {package}; print({package}.__file__)"
    answer = away_from_checkout(installed, "-c", command)
    assert answer.stdout.strip() == str(installed / package / "__init__.py")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "word"),
    [(["-m", "scheduler", "--help"], "solve"), (["matchmaker", "--help"], "demo")],
    ids=["scheduler", "matchmaker"],
)
def test_commands_of_the_wheel_say_how_to_use_them(installed: Path, command: list[str], word: str) -> None:
    answer = away_from_checkout(installed, *command)
    assert answer.returncode == 0, answer.stderr
    assert word in answer.stdout
