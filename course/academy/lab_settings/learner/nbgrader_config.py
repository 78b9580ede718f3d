# ruff: noqa: INP001  a configuration file, no package
"""nbgrader in JupyterLab, for the learner whose machine this is."""

from academy.assessment.config import configure_for_learner

# Jupyter gives `get_config` to its configuration files.
configure_for_learner(get_config())  # type: ignore[name-defined]  # noqa: F821
