import pytest

pytestmark = pytest.mark.kernel

DRAWS = """
import os, random, secrets, ssl, tempfile, uuid
drawn = {
    "random": random.random(),
    "system": random.SystemRandom().random(),
    "secrets": secrets.token_hex(),
    "urandom": os.urandom(16).hex(),
    "openssl": ssl.RAND_bytes(16).hex(),
    "uuid1": str(uuid.uuid1()),
    "uuid4": str(uuid.uuid4()),
    "mktemp": tempfile.mktemp(),
}
"""
# All used before the fork: state that is made late would differ by itself.
USED = DRAWS + "def prepare(shell, options):\n    return drawn\n"


def differ(bench, code, count=4):
    draws = [bench.start().run(f"{code}\nprint(repr(drawn))") for _ in range(count)]
    draws = [eval(line) for line in draws]  # noqa: S307, our own kernels
    for name in draws[0]:
        assert len({str(draw[name]) for draw in draws}) == count, name


def test_each_kernel_draws_its_own_chance(bench):
    bench.module("used", USED)
    bench.install(imports=["used"], prepare="used:prepare", env=bench.python_path)
    differ(bench, DRAWS)


def test_each_kernel_draws_its_own_chance_from_numpy(bench):
    pytest.importorskip("numpy")
    bench.module("used", "import numpy\nnumpy.random.random()\n")
    bench.install(imports=["used"], env=bench.python_path)
    lines = (
        "import numpy",
        "drawn = {'legacy': numpy.random.random(),",
        "'generator': numpy.random.default_rng().random()}",
    )
    differ(bench, "\n".join(lines))


def test_temporary_files_go_where_the_kernel_was_told(bench, monkeypatch):
    import os  # noqa: PLC0415

    bench.module("used", USED)
    bench.install(imports=["used"], env=bench.python_path)
    (bench.folder / "tmp").mkdir()
    kernel = bench.start(env={**os.environ, "TMPDIR": str(bench.folder / "tmp")})
    assert kernel.value("__import__('tempfile').gettempdir()") == str(bench.folder / "tmp")
