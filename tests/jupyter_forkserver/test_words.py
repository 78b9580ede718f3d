"""What needs no process: kernelspecs, configurations, messages, clients."""

import json
import os
import socket

import pytest
from jupyter_client.kernelspec import KernelSpec

from jupyter_forkserver import kernelspec, protocol
from jupyter_forkserver.config import Config, UnsuitableKernelspec
from jupyter_forkserver.provisioner import ForkServerProvisioner


def spec(**changes):
    return KernelSpec(**{**kernelspec.kernel_json("k"), **changes})


def test_a_kernelspec_is_written_whole(tmp_path):
    place = kernelspec.install(
        tmp_path / "kernels",
        "academy",
        display_name="Academy",
        imports=["academy"],
        prepare="a:b",
        after_fork="c:d",
        options={"n": 1},
        watch=[tmp_path / "module"],
        env={"X": "1"},
    )
    assert place == tmp_path / "kernels" / "academy"
    assert [path.name for path in place.iterdir()] == ["kernel.json"]
    written = json.loads((place / "kernel.json").read_text())
    assert written["metadata"]["kernel_provisioner"] == {
        "provisioner_name": "forkserver-provisioner",
        "config": {
            "imports": ["academy"],
            "prepare": "a:b",
            "after_fork": "c:d",
            "options": {"n": 1},
            "watch": [str(tmp_path / "module")],
        },
    }
    assert written["env"] == {"X": "1"}
    assert written["display_name"] == "Academy"
    # Every word of the stanza is one that the provisioner takes.
    words = written["metadata"]["kernel_provisioner"]["config"]
    assert set(words) <= set(ForkServerProvisioner.class_trait_names())


def test_a_configuration_is_read_from_a_kernelspec(monkeypatch):
    monkeypatch.setenv("LC_TIME", "C")
    monkeypatch.setenv("HERS", "private")
    config = Config.of(spec(env={"PYTHONPATH": "${HERS}/x", "Y": "2"}))
    environment = dict(config.environment)
    assert environment["LC_TIME"] == "C"
    assert environment["PYTHONPATH"] == "private/x"
    assert environment["Y"] == "2"
    assert "HERS" not in environment
    assert config.takes({**os.environ, "PYTHONPATH": "private/x", "HERS": "other"})
    assert not config.takes({**os.environ, "PYTHONPATH": "elsewhere"})
    assert config == Config.of(spec(env={"PYTHONPATH": "${HERS}/x", "Y": "2"}))


def test_ipykernels_arguments_are_kept():
    words = [
        "python",
        "-I",
        "-m",
        "ipykernel_launcher",
        "--debug",
        "-f",
        "{connection_file}",
    ]
    config = Config.of(spec(argv=words))
    assert os.path.isabs(config.python)  # noqa: PTH117
    assert (config.flags, config.arguments) == (("-I",), ("--debug",))


@pytest.mark.parametrize(
    "argv",
    [
        ["bash", "{connection_file}"],
        ["python", "-m", "xeus", "-f", "{connection_file}"],
        ["python", "-m", "ipykernel_launcher"],
        ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}", "{resource_dir}"],
    ],
)
def test_what_cannot_be_forked_is_said(argv):
    with pytest.raises(UnsuitableKernelspec):
        Config.of(spec(argv=argv))


def test_messages_and_descriptors_cross_whole():
    ours, theirs = socket.socketpair()
    reading, writing = os.pipe()
    with ours, theirs:
        protocol.send(ours, {"env": {"A": "é\udcff"}}, [writing])
        message, (copy,) = protocol.receive(theirs)
        assert message == {"env": {"A": "é\udcff"}}
        assert not os.get_inheritable(copy)
        os.write(copy, b"through")
        assert os.read(reading, 10) == b"through"
    for descriptor in (reading, writing, copy):
        os.close(descriptor)


def test_a_message_may_come_in_pieces_and_two_at_once():
    inbox = protocol.Inbox()
    data = protocol.pack({"pid": 1}) + protocol.pack({"exit": 0})
    got = [message for byte in data for message in inbox.feed(bytes([byte]))]
    assert got == inbox.feed(data) == [{"pid": 1}, {"exit": 0}]
    with pytest.raises(protocol.ProtocolError):
        inbox.feed(b"\xff\xff\xff\xff")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EOFError),
        (b"\0", protocol.ProtocolError),
        (b"\0\0\0\x09{}", protocol.ProtocolError),
        (b"\0\0\0\x02[]", protocol.ProtocolError),
        (b"\0\0\0\x02{{", protocol.ProtocolError),
        (b"\0\0\1\0{}", protocol.ProtocolError),
    ],
)
def test_what_is_no_message_is_refused(data, error):
    ours, theirs = socket.socketpair()
    with theirs:
        with ours:
            ours.sendall(data)
        with pytest.raises(error):
            protocol.receive(theirs, limit=100)
