"""Hooks, named as entry points are: "package.module:function"."""

import importlib
from collections.abc import Callable
from typing import Any


def find(name: str) -> Callable[..., Any]:
    """Import a hook.

    Raises:
        ValueError: The name is not "module:function", or names nothing to call.
        ImportError: There is no such module.
    """
    module, _, path = name.partition(":")
    if not (module and path):
        raise ValueError(f'the hook {name!r} is not "module:function"')
    found: Any = importlib.import_module(module)
    for part in path.split("."):
        found = getattr(found, part, None)
    if not callable(found):
        raise ValueError(  # noqa: TRY004, the name's value is wrong, not its type
            f"the hook {name!r} names nothing that can be called"
        )
    hook: Callable[..., Any] = found
    return hook
