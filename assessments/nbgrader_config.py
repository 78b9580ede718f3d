# ruff: noqa: INP001  a configuration file, no package
"""nbgrader's configuration, for everybody who types `nbgrader` in this folder.

The course folder and the exchange are in the user's data folder, which `academy tutor`
and the learners' pages use as well: see `academy.assessment.config`.
"""

from academy.assessment.config import configure

configure(get_config())  # noqa: F821  Jupyter gives it to its configuration files
