"""What a step of nbgrader's needs before it, and how it is told that it failed."""

from __future__ import annotations

from typing import Any

from academy.assessment import config, log
from academy.assessment.config import AssessmentError


def must_exist(assignment: str) -> None:
    """Raise AssessmentError unless the course has `assignment`."""
    if assignment not in (there := config.assignments()):
        raise AssessmentError(
            f"There is no assignment {assignment!r}; "
            f"there is: {', '.join(there) or 'none yet'}."
        )


def must_be_released(assignment: str) -> None:
    """Raise AssessmentError unless learners can hand in `assignment`."""
    must_exist(assignment)
    if not config.released(assignment):
        raise AssessmentError(
            f"{assignment} is not released yet: "
            f"run `academy tutor release {assignment}` first."
        )


def done(what: str, result: dict[str, Any]) -> None:
    """Raise AssessmentError unless nbgrader's API did what it should."""
    if not succeeded(result):
        raise AssessmentError(
            f"nbgrader could not finish this ({what}): {_last_line(result)}; "
            f"{config.log_file()} says more."
        )


def succeeded(result: dict[str, Any]) -> bool:
    """Return whether a step of nbgrader's API did what it should, and log it if not.

    nbgrader catches everything, and Ctrl-C with it.
    """
    if result["success"]:
        return True
    log.logger().error(result["error"])
    if _last_line(result).startswith("KeyboardInterrupt"):
        raise KeyboardInterrupt
    return False


def _last_line(result: dict[str, Any]) -> str:
    return str(result["error"]).strip().splitlines()[-1]
