"""Read an event bundle: a folder, a zip or a workbook in; the nouns of the event, or every fault, out.

``sheets`` reads the cells, ``columns`` says what they mean, ``folder``, ``programme`` and
``consistency`` judge them. Nothing is built before everything is sound.
"""

from collections.abc import Collection
from pathlib import Path

from matchmaker.bundle import Bundle
from matchmaker.errors import BundleError, Fault
from matchmaker.services import consistency, programme
from matchmaker.services.bundling import bundle_of
from matchmaker.services.caution import warnings_of
from matchmaker.services.columns import LAYOUTS
from matchmaker.services.folder import Folder, dangling, folder_of
from matchmaker.services.sheets import read_sheets

__all__ = ["read_bundle", "warnings_of"]


def read_bundle(path: Path, tags: Collection[str] | None = None) -> Bundle:
    """Return the event bundle at ``path``: a folder of CSV files, an xlsx workbook, or a zip of either.

    ``tags`` are the codes of the taxonomy; that of the application if not given. The tables event,
    sessions, sellers, buyers, tables and wishes must be there; the others hold nothing if they are
    not. Without slots they are made from the one-to-one items, named S1, S2 …

    Raises BundleError with every fault at once; UnreadableFile if nothing could be read.
    """
    folder, faults = folder_of(read_sheets(path))
    faults += programme.make_slots(folder)
    faults += dangling(folder, _codes() if tags is None else tags)
    for rule in (*programme.RULES, *consistency.RULES):
        faults += rule(folder)
    if faults:
        raise BundleError(_in_order(folder, faults))
    return bundle_of(folder)


def _codes() -> Collection[str]:
    """Return the codes of the application's taxonomy."""
    from matchmaker.matching.taxonomy import load_taxonomy

    return frozenset(load_taxonomy())


def _in_order(folder: Folder, faults: list[Fault]) -> tuple[Fault, ...]:
    """Return the faults by file as in the contract, row and column, each once."""
    files: dict[str, int] = {}
    columns: dict[tuple[str, str | None], int] = {}
    for place, layout in enumerate(LAYOUTS):
        file = folder.files.get(layout.noun, layout.noun)
        files[file] = place
        columns |= {(file, column.name): number for number, column in enumerate(layout.columns)}
    return tuple(
        sorted(
            dict.fromkeys(faults),
            key=lambda fault: (
                files.get(fault.file, len(files)),
                fault.row or 0,
                columns.get((fault.file, fault.column), -1),
            ),
        )
    )
