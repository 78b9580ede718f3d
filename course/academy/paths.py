"""Where the course's own files are, and where a user's data goes."""

import os
from pathlib import Path

import platformdirs

PACKAGE = Path(__file__).parent


def content() -> Path:
    """Return the folder that holds `course/`, `modules/` and `assessments/`.

    A wheel carries them inside the package; a checkout has them at its top.
    """
    if given := os.environ.get("ACADEMY_CONTENT"):
        return Path(given).resolve()
    packed = PACKAGE / "_content"
    return packed if packed.is_dir() else PACKAGE.parents[1]


def data() -> Path:
    """Return the folder for words, secrets and nbgrader's course, made if need be.

    Readable by its owner alone. `ACADEMY_DATA` puts it elsewhere.
    """
    given = os.environ.get("ACADEMY_DATA")
    folder = (
        Path(given).absolute()
        if given
        else platformdirs.user_data_path("relationships-academy", appauthor=False)
    )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    return folder
