"""The build backend of the package (PEP 517, PEP 660): compiles the C++ library with CMake and packs the wheel.

Nothing is downloaded but, on Debian, missing packages of the compiler and of the C++ libraries, by scripts/install. The
result depends on the sources and the compiler alone: times in the wheel are fixed.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path
from typing import NoReturn, Optional

PYTHON = Path(__file__).resolve().parent.parent
ROOT = PYTHON.parent
PACKAGES = (
    "cmake ninja-build g++ libeigen3-dev libfccp-dev libhwy-dev liblbfgspp-dev nlohmann-json3-dev"
).split()  # what the libraries need of scripts/setup's list
HIGHWAY_LICENCES = [Path("/usr/share/doc") / package / "copyright" for package in ("libhwy1", "libhwy-dev")]


def version() -> str:
    """That of the C++ project, which has the only copy."""
    return re.findall(r"project\(softwarp VERSION ([\d.]+)", _read(ROOT / "CMakeLists.txt"))[0]


def metadata() -> str:
    template = _read(PYTHON / "METADATA.in")
    return template.replace("@PROJECT_VERSION@", version()).replace("@README@", _read(PYTHON / "README.md"))


def tag() -> str:
    """The library knows no Python, but a system and a processor."""
    return "py3-none-" + re.sub(r"[-.]", "_", sysconfig.get_platform())


# ---- The hooks that pip calls ---------------------------------------------------------------------------------------


def build_wheel(
    wheel_directory: str, config_settings: Optional[dict] = None, metadata_directory: Optional[str] = None
) -> str:
    """Writes the wheel. The setting `build` names a configured build folder to use instead of build/python."""
    libraries = build_library((config_settings or {}).get("build"))
    sources = {str(path.relative_to(PYTHON)): path.read_bytes() for path in _sources()}
    carried = {f"softwarp/lib/{path.name}": path.read_bytes() for path in libraries}
    return _write_wheel(Path(wheel_directory), {**sources, **carried}, _licences(libraries))


def build_editable(
    wheel_directory: str, config_settings: Optional[dict] = None, metadata_directory: Optional[str] = None
) -> str:
    """As build_wheel(), but the installed package is this folder: edits of Python files act at once."""
    beside = PYTHON / "softwarp" / "lib"
    beside.mkdir(exist_ok=True)
    for path in build_library((config_settings or {}).get("build")):
        shutil.copy(path, beside)
    return _write_wheel(Path(wheel_directory), {"softwarp.pth": f"{PYTHON}\n".encode()}, {})


def prepare_metadata_for_build_wheel(metadata_directory: str, config_settings: Optional[dict] = None) -> str:
    folder = Path(metadata_directory) / f"softwarp-{version()}.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(metadata(), encoding="utf-8")
    return folder.name


prepare_metadata_for_build_editable = prepare_metadata_for_build_wheel


def build_sdist(sdist_directory: str, config_settings: Optional[dict] = None) -> str:
    _stop(
        "expected to build a wheel, found the request for an sdist: the sources are the whole repository, not this "
        "folder; share a clone or `git archive` of it, in which `pip install ./python` works"
    )


# ---- What they do ---------------------------------------------------------------------------------------------------


def build_library(folder: Optional[str] = None) -> list[Path]:
    """Compiles the shared library, and returns it with those it needs beside it."""
    if not (ROOT / "src" / "c").is_dir():
        _stop(
            f"expected the C++ sources in {ROOT / 'src'}, found none: install from a clone of the whole repository, by "
            "`pip install ./python` there"
        )
    build = ROOT / (folder or "build/python")
    if not folder:
        _run("bash", "scripts/install", *PACKAGES)
        _run(
            "cmake",
            "--fresh",
            "--preset",
            "release",
            "-B",
            str(build),
            "-DSOFTWARP_PROGRAMS=OFF",
            "-DSOFTWARP_TESTS=OFF",
            "-DSOFTWARP_BENCH=OFF",
            "-DSOFTWARP_INSTALL=OFF",
        )
    _run("cmake", "--build", str(build), "--target", "softwarp_python")
    return sorted((build / "python" / "lib").glob("*.so.*"))


def _run(*command: str) -> None:
    sys.stdout.flush()
    try:
        status = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL).returncode
    except FileNotFoundError:
        _stop(
            f"expected the program {command[0]}, found none: install it, with what else the build needs: "
            f"{' '.join(PACKAGES)}"
        )
    if status:
        _stop(f"{' '.join(command)} failed with status {status}; see above")


def _stop(message: str) -> NoReturn:
    sys.exit(f"softwarp: {message}")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _sources() -> list[Path]:
    package = PYTHON / "softwarp"
    return sorted([*package.rglob("*.py"), *package.rglob("py.typed")])


def _licences(libraries: list[Path]) -> dict[str, bytes]:
    if len(libraries) == 1:
        return {}
    found = [path for path in HIGHWAY_LICENCES if path.exists()]
    if not found:
        _stop(
            f"expected Highway's licence in {HIGHWAY_LICENCES[0]}, found none, and the wheel carries Highway: "
            "install the documentation of the package libhwy1"
        )
    return {"licenses/highway": found[0].read_bytes()}


def _write_wheel(folder: Path, files: dict[str, bytes], licences: dict[str, bytes]) -> str:
    """Writes files, by their paths in it, and what a wheel must say of itself."""
    info = f"softwarp-{version()}.dist-info"
    own = {
        "METADATA": metadata().encode(),
        "WHEEL": f"Wheel-Version: 1.0\nGenerator: softwarp_build\nRoot-Is-Purelib: false\nTag: {tag()}\n".encode(),
        "LICENSE": (ROOT / "LICENSE").read_bytes(),
        **licences,
    }
    files = {**files, **{f"{info}/{name}": content for name, content in own.items()}}
    records = [f"{name},sha256={_digest(content)},{len(content)}" for name, content in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*records, f"{info}/RECORD,,", ""]).encode()

    name = f"softwarp-{version()}-{tag()}.whl"
    unfinished = folder / f"{name}.part"
    with zipfile.ZipFile(unfinished, "w") as wheel:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path)  # of 1980
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if ".so." in path else 0o644) << 16
            wheel.writestr(entry, content)
    os.replace(unfinished, folder / name)
    return name


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
