"""What makes one fork server differ from another."""

import hashlib
import json
import os
import re
import string
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

PROVISIONER = "forkserver-provisioner"
LAUNCHER = "ipykernel_launcher"

# Read once, by the interpreter, the loader, the C library or a numerical library, at
# start: a fork cannot take another value on.
_AT_START = ("PYTHON", "LD_", "MALLOC_", "LC_", "LANG", "OMP_", "OPENBLAS_", "MKL_")

_TEMPLATE = re.compile(r"\{[A-Za-z0-9_]+\}")  # what jupyter_client fills in


class UnsuitableKernelspec(ValueError):  # noqa: N818, reads as what it is
    """The kernelspec starts something that cannot be forked from a warm ipykernel."""


@dataclass(frozen=True)
class Config:
    """One kind of fork server; two kernelspecs with equal ones share it.

    Attributes:
        python: The interpreter to run.
        flags: The interpreter's own arguments, before `-m`.
        arguments: ipykernel's arguments, without the connection file.
        environment: The kernelspec's variables, and those that count only at an
            interpreter's start.
        imports: Modules to import before the fork.
        prepare: Hook "module:function" to call once before the fork.
        after_fork: Hook "module:function" to call in each kernel.
        options: JSON that both hooks are given.
        watch: Files and folders whose change makes the server stale.
        oom_score_adj: How readily the system kills a kernel when memory ends, 0-1000.
    """

    python: str
    flags: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()
    imports: tuple[str, ...] = ()
    prepare: str | None = None
    after_fork: str | None = None
    options: str = "{}"
    watch: tuple[str, ...] = ()
    oom_score_adj: int = 300

    @classmethod
    def of(cls, spec: Any) -> "Config":  # noqa: ANN401, a KernelSpec; any one with its parts
        """Read the configuration of a kernelspec.

        Raises:
            UnsuitableKernelspec: It does not run `python -m ipykernel_launcher`, or its
                arguments differ between kernels.
        """
        python, flags, arguments = _command(list(spec.argv))
        stanza = spec.metadata.get("kernel_provisioner", {})
        wanted: dict[str, Any] = stanza.get("config", {})
        return cls(
            python=python,
            flags=flags,
            arguments=arguments,
            environment=_environment(spec),
            imports=tuple(wanted.get("imports", ())),
            prepare=wanted.get("prepare"),
            after_fork=wanted.get("after_fork"),
            options=json.dumps(wanted.get("options", {}), sort_keys=True),
            watch=tuple(wanted.get("watch", ())),
            oom_score_adj=int(wanted.get("oom_score_adj", 300)),
        )

    @property
    def base(self) -> "Config":
        """The server that this one can itself be forked from: the same, without hooks."""
        return replace(self, prepare=None, after_fork=None, options="{}", watch=())

    def takes(self, environment: Mapping[str, str]) -> bool:
        """Whether a kernel forked from this server can have that environment."""
        return at_start(environment) == at_start(dict(self.environment))

    @property
    def key(self) -> str:
        """A name for it in logs."""
        text = json.dumps(asdict(self), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def setup(self) -> dict[str, object]:
        """Return what the fork server is told when it starts."""
        return {**asdict(self), "options": json.loads(self.options)}


def _command(argv: list[str]) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    try:
        at = argv.index("-m", 1)
    except ValueError:
        at = len(argv)
    if argv[at + 1 : at + 2] != [LAUNCHER]:
        raise UnsuitableKernelspec(f"{argv} does not run -m {LAUNCHER}")
    arguments = argv[at + 2 :]
    try:
        where = arguments.index("-f")
    except ValueError as error:
        raise UnsuitableKernelspec(f"{argv} takes no connection file (-f)") from error
    del arguments[where : where + 2]
    fixed = [*argv[:at], *arguments]
    if any(_TEMPLATE.search(word) for word in fixed):
        raise UnsuitableKernelspec(f"{argv} differs from kernel to kernel")
    python = argv[0]
    version = sys.version_info
    if python in {"python", f"python{version[0]}", f"python{version[0]}.{version[1]}"}:
        python = sys.executable  # as jupyter_client does it
    return python, tuple(argv[1:at]), tuple(arguments)


def _environment(spec: Any) -> tuple[tuple[str, str], ...]:  # noqa: ANN401, as above
    own = {
        name: string.Template(value).safe_substitute(os.environ)
        for name, value in spec.env.items()
    }
    return tuple(sorted({**at_start(os.environ), **own}.items()))


def at_start(environment: Mapping[str, str]) -> dict[str, str]:
    """Return those variables that a process can only take on as it starts."""
    return {
        name: value
        for name, value in environment.items()
        if name.startswith(_AT_START) and name != "PYTHONEXECUTABLE"
    }  # jupyter_client keeps that one from kernels too
