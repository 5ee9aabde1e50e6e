"""Where the files lie that come with the application."""

from pathlib import Path


def sample_data() -> Path:
    """Return the folder of sample data.

    A wheel carries it inside the package, a checkout at its top. The first wins: next to an installed
    package there may lie somebody else's folder of that name.
    """
    package = Path(__file__).parent
    inside = package / "sample_data"
    return inside if inside.is_dir() else package.parent / "sample_data"
