"""Makes ctest skip a test if a package is missing."""
import importlib.util
import shutil
import sys

SKIPPED = 77


def need(modules=(), programs=()):
    missing = [name for name in modules if importlib.util.find_spec(name) is None]
    missing += [name for name in programs if shutil.which(name) is None]
    if missing:
        print(f"skipped: expected {', '.join(missing)}, found none; scripts/reproduce installs what it needs")
        sys.exit(SKIPPED)
