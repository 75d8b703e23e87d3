"""The build backend: what it says of the package, and that the wheel is complete and repeatable."""

from __future__ import annotations

import base64
import hashlib
import re
import sys
import zipfile
from pathlib import Path

import pytest
import softwarp

PYTHON = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PYTHON / "build_backend"))
import softwarp_build  # noqa: E402

CMAKE_VERSION = re.search(
    r"VERSION (\d+\.\d+\.\d+)", (PYTHON.parent / "CMakeLists.txt").read_text().split("project(")[1]
)[1]


def test_version_is_that_of_the_library(tmp_path):
    folder = softwarp_build.prepare_metadata_for_build_wheel(str(tmp_path))
    assert folder == f"softwarp-{CMAKE_VERSION}.dist-info"
    text = (tmp_path / folder / "METADATA").read_text(encoding="utf-8")
    assert f"\nVersion: {CMAKE_VERSION}\n" in text
    assert "@" not in text
    assert softwarp.__version__ == CMAKE_VERSION


@pytest.fixture
def libraries(tmp_path, monkeypatch):
    """Stands for the compiler: the wheel is packed of two files that are none of its own."""
    files = [tmp_path / "libhwy.so.1", tmp_path / "libsoftwarp.so.0"]
    for file in files:
        file.write_bytes(file.name.encode())
    monkeypatch.setattr(softwarp_build, "build_library", lambda build: files)
    monkeypatch.setattr(softwarp_build, "HIGHWAY_LICENCES", [files[0]])
    return files


def test_wheel_holds_the_package_its_libraries_and_licences(tmp_path, libraries):
    name = softwarp_build.build_wheel(str(tmp_path))
    assert re.fullmatch(rf"softwarp-{re.escape(CMAKE_VERSION)}-py3-none-linux_\w+\.whl", name)
    with zipfile.ZipFile(tmp_path / name) as wheel:
        names = wheel.namelist()
        info = f"softwarp-{CMAKE_VERSION}.dist-info"
        for file in (
            "softwarp/__init__.py",
            "softwarp/_library.py",
            "softwarp/lib/libsoftwarp.so.0",
            "softwarp/lib/libhwy.so.1",
            f"{info}/METADATA",
            f"{info}/WHEEL",
            f"{info}/LICENSE",
            f"{info}/licenses/highway",
        ):
            assert file in names
        assert not [file for file in names if "__pycache__" in file or "test" in file]
        for line in wheel.read(f"{info}/RECORD").decode().splitlines():
            file, digest, size = line.rsplit(",", 2)
            names.remove(file)
            if digest:
                content = wheel.read(file)
                assert len(content) == int(size)
                sha = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
                assert digest == f"sha256={sha}"
        assert not names, "not in RECORD"


def test_wheel_is_repeatable(tmp_path, libraries):
    wheels = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        name = softwarp_build.build_wheel(str(tmp_path / folder))
        wheels.append((tmp_path / folder / name).read_bytes())
    assert wheels[0] == wheels[1]


def test_highway_is_not_carried_without_its_licence(tmp_path, libraries, monkeypatch):
    monkeypatch.setattr(softwarp_build, "HIGHWAY_LICENCES", [tmp_path / "nowhere"])
    with pytest.raises(SystemExit, match="expected Highway's licence in .*nowhere"):
        softwarp_build.build_wheel(str(tmp_path))
    assert not list(tmp_path.glob("*.whl"))


def test_what_cannot_be_built_is_said_in_one_line(tmp_path, monkeypatch):
    with pytest.raises(SystemExit, match="expected to build a wheel, found the request for an sdist") as stop:
        softwarp_build.build_sdist(str(tmp_path))
    assert "\n" not in str(stop.value)
    monkeypatch.setattr(softwarp_build, "ROOT", tmp_path)
    with pytest.raises(SystemExit, match="expected the C\\+\\+ sources in"):
        softwarp_build.build_library()
