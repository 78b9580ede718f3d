from pathlib import Path

from academy.server import forked


def test_warming_up_leaves_no_file_open_that_kernels_would_share(tmp_path, monkeypatch):
    monkeypatch.setenv("ACADEMY_DATA", str(tmp_path))
    forked.warm_up()
    assert (tmp_path / "academy.db").exists()
    held = [
        str(one.readlink()) for one in Path("/proc/self/fd").iterdir() if one.is_symlink()
    ]
    assert not [one for one in held if one.startswith(str(tmp_path))]
