"""The examples in the documentation do what they show."""

import doctest
import importlib
import pkgutil
from pathlib import Path

import numpy as np
import pytest

import softwarp

PAGE = Path(__file__).resolve().parents[2] / "docs" / "python.md"
OPTIONAL = ("torch", "sklearn")  # modules that need more than NumPy, whose tests run their examples
MODULES = [module.name for module in pkgutil.iter_modules(softwarp.__path__) if module.name not in OPTIONAL]


@pytest.mark.parametrize("name", ["softwarp", *(f"softwarp.{name}" for name in MODULES)])
def test_docstrings(name):
    result = doctest.testmod(importlib.import_module(name), extraglobs={"softwarp": softwarp, "np": np})
    assert result.failed == 0


def test_some_docstring_has_examples():
    finder = doctest.DocTestFinder()
    assert sum(len(test.examples) for test in finder.find(softwarp.soft_dtw_with_grad)) == 2


def test_page():
    if not PAGE.exists():
        pytest.skip(f"{PAGE} is not there")
    result = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert result.failed == 0 and result.attempted > 20


def test_every_function_is_documented_and_on_the_page():
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else None
    for name in softwarp.__all__:
        if name != "__version__":
            assert getattr(softwarp, name).__doc__
        if text is not None:
            assert name.replace("_with_grad", "") in text, name


def test_functions_say_what_shapes_they_take():
    for name in softwarp.__all__:
        code = getattr(getattr(softwarp, name), "__code__", None)
        if code and code.co_varnames[:1] in (("x",), ("series",)):
            assert "[T]" in getattr(softwarp, name).__doc__, name
