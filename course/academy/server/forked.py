"""What happens in a kernel right after it was forked from a module's snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from academy import show


def learner_is_here(kernel: Any, options: Mapping[str, Any]) -> None:  # noqa: ANN401  ipykernel's
    """Give the module's exercises their learner; an `after_fork` hook."""
    del kernel, options
    show.learner_is_here()
