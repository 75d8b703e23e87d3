"""docs/python_torch.md: its examples run, and what it puts in place of other packages has the same values."""

import doctest
import importlib
import re
from pathlib import Path

import numpy as np
import pytest

import softwarp

torch = pytest.importorskip("torch")
import softwarp.torch  # noqa: E402

PAGE = Path(__file__).resolve().parents[2] / "docs" / "python_torch.md"
TEXT = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
CHANGES = re.findall(r"^\| `((?:tslearn|pysdtw|soft_dtw_cuda)\..*?)` \| `(.*?)` \|$", TEXT, re.MULTILINE)


def test_examples():
    if not PAGE.exists():
        pytest.skip(f"{PAGE} is not there")
    result = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert result.failed == 0 and result.attempted > 12
    assert len(CHANGES) > 10


def test_every_loss_is_on_the_page():
    if not PAGE.exists():
        pytest.skip(f"{PAGE} is not there")
    for name in softwarp.torch.__all__:
        assert f"`{name}(" in TEXT, name


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("before, after", CHANGES)
def test_lines_of_other_packages(before, after):
    package = before.split(".")[0]
    pytest.importorskip(package)
    rng = np.random.default_rng(0)
    names = {
        "softwarp": softwarp,
        "pack_padded_sequence": torch.nn.utils.rnn.pack_padded_sequence,
        "SoftDTWLoss": softwarp.torch.SoftDTWLoss,
        package: importlib.import_module(package),
        "X": rng.normal(size=(4, 12)),
        "a": rng.normal(size=12),
        "b": rng.normal(size=12),
    }
    if package == "tslearn":
        importlib.import_module("tslearn.metrics")
    tensors = rng.normal(size=(2, 3, 6, 2))
    results = []
    for line in (before, after):
        x, y = (torch.tensor(array, requires_grad=True) for array in tensors)
        value = eval(line, {**names, "x": x, "y": y})
        if not isinstance(value, torch.Tensor):
            results.append([np.asarray(value)])
            continue
        value.sum().backward()
        results.append([value.detach().numpy(), x.grad.numpy(), y.grad.numpy()])
    assert len(results[0]) == len(results[1])
    for expected, found in zip(*results):
        assert expected.shape == found.shape
        np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-4)
