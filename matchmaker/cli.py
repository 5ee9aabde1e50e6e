"""The ``matchmaker`` command: thin, and fast to start."""

import json
import locale
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matchmaker.errors import BundleError

if TYPE_CHECKING:
    from matchmaker.bundle import Bundle
    from matchmaker.services.timetable import Solved

NO, UNUSABLE, INTERRUPTED = 1, 2, 130
STOPS = ("bangkok", "istanbul")

bundle_argument = click.argument("bundle", type=click.Path(path_type=Path))
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")


def language_of() -> str:
    """Return ``ko`` where the locale is Korean, else ``en``."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "ko" if os.environ[name].lower().startswith("ko") else "en"
    return "ko" if (locale.getlocale()[0] or "").startswith("ko") else "en"


lang_option = click.option(
    "--lang",
    type=click.Choice(["ko", "en"]),
    default=language_of,
    help="Language (by default: the locale's).",
)


@click.group()
@click.version_option(package_name="roadshow-matchmaker", message="%(version)s")
def main() -> None:
    """Match companies with buyers and make a timetable that is proven best."""


@main.command()
@bundle_argument
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True)
@lang_option
@json_option
def match(bundle: Path, output: Path, lang: str, as_json: bool) -> None:
    """Score every pair of a BUNDLE and write pairs.csv."""
    from matchmaker.matching.requests import match as match_pairs
    from matchmaker.services.matching import write_pairs

    pairs = match_pairs(read(bundle, lang))
    guarded(lambda: write_pairs(pairs, output), lang)
    asked = sum(pair.request for pair in pairs)
    if as_json:
        click.echo(json.dumps({"pairs": len(pairs), "requests": asked, "file": str(output)}, ensure_ascii=False))
    elif lang == "ko":
        click.echo(f"조합 {len(pairs)}개 중 상담 요청 {asked}건: {output}")
    else:
        click.echo(f"{len(pairs)} pairs, {asked} of them requests: {output}")


@main.command()
@bundle_argument
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), required=True)
@click.option("--time-limit", type=click.FloatRange(min=0), help="Seconds of searching (by default: until proven).")
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
@lang_option
@json_option
def solve(
    bundle: Path, output: Path, time_limit: float | None, workers: int, seed: int, lang: str, as_json: bool
) -> None:
    """Make the timetable of a BUNDLE and write its files."""
    solved = searched(read(bundle, lang), lang, time_limit=time_limit, workers=workers, seed=seed)
    report = finished(solved, output, lang, as_json=as_json)
    leave(report)


@main.command()
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), default=Path("output"))
@lang_option
def demo(output: Path, lang: str) -> None:
    """Make the timetables of both sample stops."""
    from matchmaker.paths import sample_data

    for stop in STOPS:
        solved = searched(read(sample_data() / stop, lang), lang)
        leave(finished(solved, output / stop, lang, as_json=False))


def read(bundle: Path, lang: str) -> "Bundle":
    """Read a bundle, or list everything that is wrong with it and leave."""
    from matchmaker.services.importing import read_bundle

    try:
        return read_bundle(bundle)
    except BundleError as error:
        for fault in error.faults:
            click.echo(fault.sentence(lang), err=True)
        sys.exit(UNUSABLE)
    except OSError as error:
        click.echo(f"{bundle}: {error.strerror}", err=True)
        sys.exit(UNUSABLE)


def searched(bundle: "Bundle", lang: str, **limits: Any) -> "Solved":
    """Match and solve on another thread: the main one hears Ctrl-C, which keeps the best timetable found."""
    from matchmaker.matching.requests import match as match_pairs
    from matchmaker.services.timetable import solve_stop, watched

    pairs = match_pairs(bundle)
    with _Line(bundle, lang) as line:
        return watched(lambda cancel: solve_stop(bundle, pairs, progress=line.show, cancel=cancel, **limits))


class _Line:
    """One line on a terminal that tells how the search goes; nothing in a pipe."""

    def __init__(self, bundle: "Bundle", lang: str) -> None:
        self.name = bundle.event.name_ko if lang == "ko" else bundle.event.name_en
        self.lang = lang
        self.status: Any = None

    def __enter__(self) -> "_Line":
        if sys.stderr.isatty():
            from rich.console import Console

            self.status = Console(stderr=True).status(self.name)
            self.status.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.status is not None:
            self.status.stop()

    def show(self, progress: Any) -> None:
        """Tell level, incumbent, bound and seconds."""
        if self.status is not None:
            from matchmaker.names import GOALS

            level = GOALS[progress.level].in_(self.lang)
            found = "…" if progress.incumbent is None else progress.incumbent
            bound = "…" if progress.bound is None else progress.bound
            words = ("한계", "초") if self.lang == "ko" else ("bound", "s")
            self.status.update(f"{self.name}: {level} {found}, {words[0]} {bound}, {progress.seconds:.1f} {words[1]}")


def finished(solved: "Solved", output: Path, lang: str, *, as_json: bool) -> dict[str, Any]:
    """Write the files and say what came out."""
    from matchmaker.services.delivery import deliver
    from matchmaker.summary import summary_of

    report: dict[str, Any] = guarded(lambda: deliver(solved, output), lang)
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        for line in summary_of(report, str(output), lang):
            click.echo(line)
        click.echo()
    return report


def guarded(write: Any, lang: str) -> Any:
    """Write, or say in one sentence why nothing could be written, and leave."""
    try:
        return write()
    except OSError as error:
        place = error.filename or ""
        words = "쓸 수 없습니다" if lang == "ko" else "cannot be written"
        click.echo(f"{place}: {words}: {error.strerror}", err=True)
        sys.exit(UNUSABLE)


def leave(report: dict[str, Any]) -> None:
    """Leave with the exit code of an answer that is no, or of a search that was cut short by hand."""
    if report["status"] == "infeasible":
        sys.exit(NO)
    if report["status"] == "cancelled":
        sys.exit(INTERRUPTED)
