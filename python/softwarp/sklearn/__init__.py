"""Clusters, classes, averages and forecasts of time series, with the interface of scikit-learn.

All estimators take arrays [N, T], N series of T steps as scikit-learn has its samples, or [N, T, D], series of D
dimensions as tslearn has them. They go into pipelines and grid searches, can be cloned and pickled, and bear tslearn's
names of parameters where they have a counterpart there. Needs scikit-learn 1.2 or newer: pip install softwarp[sklearn].

Metrics are the losses of softwarp.loss(): euclidean, softdtw, softdtw-divergence, sharp, sharp-divergence, dilate, dtw.
Their options are parameters of the estimators (gamma, band, cost, alpha) or, as tslearn has them, in `metric_params`:
{"gamma": 0.1, "sakoe_chiba_radius": 6}.

Series may differ in length, under other metrics than euclidean: steps of NaN at the end of a series are padding.
"""

try:
    import sklearn as _sklearn  # noqa: F401
except ImportError:
    raise ImportError(
        "softwarp.sklearn needs scikit-learn: pip install scikit-learn, or apt-get install python3-sklearn"
    ) from None

from ._averages import Barycenter
from ._classifiers import KNeighborsTimeSeriesClassifier, NearestCentroid
from ._clusters import TimeSeriesKMeans
from ._forecaster import Forecaster

__all__ = ["Barycenter", "Forecaster", "KNeighborsTimeSeriesClassifier", "NearestCentroid", "TimeSeriesKMeans"]
