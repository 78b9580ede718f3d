# ruff: noqa: INP001  a configuration file, no package
"""nbgrader in JupyterLab, for whoever writes the course's assignments."""

from academy.assessment.config import configure_for_author

# Jupyter gives `get_config` to its configuration files.
configure_for_author(get_config())  # type: ignore[name-defined]  # noqa: F821
