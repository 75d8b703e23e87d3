"""examples/forecast_torch.py forecasts better under either loss in what it is trained for, and draws a picture."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "forecast_torch.py"


def test_forecast(tmp_path):
    pytest.importorskip("torch")
    image = pytest.importorskip("matplotlib.image")
    if not EXAMPLE.exists():
        pytest.skip(f"{EXAMPLE} is not there")
    run = subprocess.run(
        [sys.executable, EXAMPLE, tmp_path / "forecasts.png"], capture_output=True, text=True, timeout=600
    )
    assert run.returncode == 0, run.stderr
    rows = dict(re.findall(r"^(squared error|soft-DTW) +(\S+ +\S+)$", run.stdout, re.MULTILINE))
    squared_mse, squared_dtw = map(float, rows["squared error"].split())
    soft_mse, soft_dtw = map(float, rows["soft-DTW"].split())
    assert squared_mse < soft_mse and soft_dtw < 0.5 * squared_dtw
    picture = image.imread(tmp_path / "forecasts.png")
    assert picture.shape[1] > 1000 and picture.std() > 0.01
