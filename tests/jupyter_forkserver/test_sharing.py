import asyncio

import pytest

from jupyter_forkserver import servers

LOOKS = """
import logging, typing, zmq
from ipykernel.kernelapp import IPKernelApp

def prepare(shell, options):
    return {
        "annotated": all(
            "__annotations__" in vars(kind)
            for kind in (*zmq.Socket.__mro__, typing.Generic)
            if kind.__flags__ & (1 << 9)  # a class made by a class statement
        ),
        "debug": IPKernelApp.instance().log.isEnabledFor(logging.DEBUG),
    }
"""


@pytest.fixture
def before_the_fork(bench):
    bench.module("looks", LOOKS)
    spec = bench.install(prepare="looks:prepare", env=bench.python_path)
    return asyncio.run(servers.start(spec).describe())


@pytest.mark.kernel
def test_no_kernel_has_to_change_the_classes_that_it_shares(before_the_fork):
    assert before_the_fork["annotated"]


@pytest.mark.kernel
def test_no_kernel_makes_records_for_a_log_that_drops_them(before_the_fork):
    assert not before_the_fork["debug"]
