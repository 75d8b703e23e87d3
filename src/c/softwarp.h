/* softwarp for C, and for every language that can call C: losses between time series with their gradients, alignments,
 * averages, clusters, classes and forecasters.
 *
 * Conventions
 *   A batch is `count` series, one after another; a series is `steps` × `dims` numbers, step by step. That is the memory
 *   of an array [count, steps, dims] in C order. A series may be shorter than `steps`: what lies behind its length is
 *   not read.
 *   Every function that can fail returns a status, and softwarp_message() says in one line what was expected and what
 *   was found. Nothing is written into results of a call that failed, except by softwarp_loss_pairs() and
 *   softwarp_loss_cross().
 *   Memory of results belongs to the caller. Handles are made by functions that end in _new, softwarp_train() and
 *   softwarp_model_read(), and freed by the function that ends in _free, which takes NULL, too.
 *   Any thread may call any function at any time; a handle may serve many threads, and must outlive its calls. No
 *   exception leaves the library. It is safe to use after fork().
 *   Units, precision and cost are those of the C++ libraries that do the work: softwarp/loss/loss.hpp and so on.
 */
#ifndef SOFTWARP_C_SOFTWARP_H
#define SOFTWARP_C_SOFTWARP_H

#include <stdint.h>

#if defined(__GNUC__)
#define SOFTWARP_API __attribute__((visibility("default")))
#else
#define SOFTWARP_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this interface. It grows by one when a function or structure changes; new functions alone leave it. */
#define SOFTWARP_ABI 1

/* What a function returns. Names of numbers, here and below, are int32_t: any number may come from another language. */
typedef int32_t softwarp_status;
enum {
  SOFTWARP_OK = 0,
  SOFTWARP_INVALID = 1,    /* an argument is not as expected */
  SOFTWARP_NOT_FINITE = 2, /* NaN or infinity in what must be finite, or values so large that results are not */
  SOFTWARP_STOPPED = 3,    /* by the flag of softwarp_stop_by() */
  SOFTWARP_NO_MEMORY = 4,
  SOFTWARP_FAILED = 5 /* anything else: a defect of the library, or of the system */
};

typedef int32_t softwarp_type;
enum { SOFTWARP_FLOAT32 = 0, SOFTWARP_FLOAT64 = 1 };

/* Series to read. Shapes: values [count, steps, dims] of `type`; lengths [count], each from 1 to `steps`, or NULL if
 * every series has `steps` steps. */
typedef struct softwarp_batch {
  const void* values;
  int64_t count, steps, dims;
  const int64_t* lengths;
  softwarp_type type;
} softwarp_batch;

/* ---- The library ------------------------------------------------------------------------------------------------ */

/* SOFTWARP_ABI of the library that was loaded. */
SOFTWARP_API int32_t softwarp_abi(void);
/* Its version: "0.1.0". */
SOFTWARP_API const char* softwarp_version(void);
/* The SIMD instructions in use: "AVX2". The environment variable SOFTWARP_SIMD may name others. Empty, with a message,
 * if it names some that the machine does not have. */
SOFTWARP_API const char* softwarp_simd(void);

/* What the last failed call of this thread reports, in one line; valid until the next call that fails. */
SOFTWARP_API const char* softwarp_message(void);

/* How many threads calls of this process may use, at least 1; the default is one per core. Results do not depend on
 * it. */
SOFTWARP_API softwarp_status softwarp_set_threads(int32_t count);
SOFTWARP_API int32_t softwarp_threads(void);

/* From now on, calls of the calling thread end soon, with SOFTWARP_STOPPED, once *flag is not 0. Any thread may set it
 * at any time. NULL: nothing stops them. */
SOFTWARP_API void softwarp_stop_by(const int32_t* flag);

/* ---- Losses ----------------------------------------------------------------------------------------------------- */

/* A loss by its text: a name, and options in parentheses, such as "euclidean" or "softdtw(gamma=0.1, band=6)".
 * Names: euclidean, softdtw, softdtw-divergence, sharp, sharp-divergence, dilate, dtw. Options: gamma > 0 (all but
 * euclidean and dtw, which have none), band ≥ 0 and cost=sqeuclidean|halfsqeuclidean|absolute|huber[:DELTA] (all but
 * euclidean), alpha from 0 to 1 (dilate). */
typedef struct softwarp_loss softwarp_loss;
SOFTWARP_API softwarp_status softwarp_loss_new(const char* text, softwarp_type type, softwarp_loss** loss);
SOFTWARP_API void softwarp_loss_free(softwarp_loss* loss);

/* The value of each pair of series and, where they are not NULL, its gradients.
 *   value[b] = loss(x_b, y_b), dx = ∂value[b]/∂x_b, dy = ∂value[b]/∂y_b
 * Steps of y that hold NaN are missing: they cost nothing, and lengths must then be equal.
 * Shapes: value [count], dx like x, dy like y, of their type; gradients are 0 behind a series' length. */
SOFTWARP_API softwarp_status softwarp_loss_pairs(const softwarp_loss* loss, const softwarp_batch* x,
                                                 const softwarp_batch* y, double* value, void* dx, void* dy);

/* The value of each series of x with each of y; y = NULL: with each of x, where each two series are compared once.
 * Shapes: value [count of x, count of y]. */
SOFTWARP_API softwarp_status softwarp_loss_cross(const softwarp_loss* loss, const softwarp_batch* x,
                                                 const softwarp_batch* y, double* value);

/* ---- Alignments ------------------------------------------------------------------------------------------------- */

/* In these functions `alignment` is the text of a softdtw or dtw loss. Matrices of n × m numbers lie column by column:
 * entry (i, j) at i + j·n. */

/* The value of each pair, and its expected alignment E = ∂value/∂Δ, Δ_ij the cost of matching x_i and y_j: the
 * probability that these steps are matched; under dtw one best path of zeros and ones.
 * Shapes: value [count], E [count] matrices [steps of x × steps of y] of the batches' type, 0 behind the lengths. */
SOFTWARP_API softwarp_status softwarp_align(const char* alignment, const softwarp_batch* x, const softwarp_batch* y,
                                            double* value, void* E);

/* The same for given cost matrices Δ, which may be negative but must be finite. E may be NULL.
 * Shapes: cost, E [count] matrices [n × m] of `type`, value [count]. */
SOFTWARP_API softwarp_status softwarp_align_costs(const char* alignment, softwarp_type type, int64_t count, int64_t n,
                                                  int64_t m, const void* cost, double* value, void* E);

/* The cost matrix Δ of each pair, every cost finite; `cost` is as in the text of a loss, or NULL for sqeuclidean.
 * Shapes: delta [count] matrices [steps of x × steps of y] of the batches' type, 0 behind the lengths. */
SOFTWARP_API softwarp_status softwarp_cost_matrices(const char* cost, const softwarp_batch* x, const softwarp_batch* y,
                                                    void* delta);

/* One best path of two series under DTW: `*length` matches (i, j), from (0, 0) to (n - 1, m - 1).
 * Shapes: x and y of one series each; path [n + m - 1, 2], of which the first `*length` rows are set. */
SOFTWARP_API softwarp_status softwarp_best_path(const char* alignment, const softwarp_batch* x, const softwarp_batch* y,
                                                double* value, int64_t* path, int64_t* length);

/* ---- Averages, clusters, classes -------------------------------------------------------------------------------- */

/* A way to average by its text: "mean", "dba", "subgradient" (these two with band and cost), or any loss but euclidean
 * and dtw, minimised by L-BFGS: "softdtw(gamma=1)". Here NaN is a missing value, which is filled by linear interpolation; behind
 * the last value a series has ended. */
typedef struct softwarp_averaging {
  int64_t iterations; /* at most; 100 */
  double tolerance;   /* stop after an iteration that lowers the objective by at most this share; 1e-5 */
} softwarp_averaging;

/* The average x of a batch: minimises Σ_i weights[i]·loss(x, y_i), the objective, starting from the mean or, where it is not NULL, from
 * `start`. weights = NULL: each 1/count.
 * `objective` and `iterations` (done) may be NULL. Shapes: weights [count], start and average [steps, dims]. */
SOFTWARP_API softwarp_status softwarp_average(const char* method, const softwarp_batch* y, const double* weights,
                                              int64_t steps, const double* start, softwarp_averaging options,
                                              double* average, double* objective, int64_t* iterations);

/* Where a clustering starts. */
typedef int32_t softwarp_start;
enum {
  SOFTWARP_START_RANDOM = 0,   /* different series of the batch */
  SOFTWARP_START_MEAN = 1,     /* the centroids of a Euclidean k-means */
  SOFTWARP_START_KMEANS_PP = 2 /* series far from each other */
};

typedef struct softwarp_clustering {
  int64_t k;        /* clusters, 1 to count */
  int64_t steps;    /* length of the centroids */
  int64_t rounds;   /* of averaging and assignment at most; 30 */
  int64_t restarts; /* the one with the lowest objective is the result; 1 */
  uint64_t seed;
  softwarp_start start;
  softwarp_averaging averaging; /* in each round */
} softwarp_clustering;

/* k-means under a way to average. objective = mean over the series of loss(centroid, y_i); it and `rounds`
 * (done) may be NULL.
 * Shapes: centroids [k, steps, dims], assignment [count]. */
SOFTWARP_API softwarp_status softwarp_cluster(const char* method, const softwarp_batch* y, softwarp_clustering options,
                                              double* centroids, int64_t* assignment, double* objective,
                                              int64_t* rounds);

/* Classifies by the nearest class average under a loss, where averages have `steps` steps. Classes are numbers from 0,
 * each with a series. `metric` is the text of a loss; under "euclidean" series are resampled to the averages' length,
 * under "dtw" averages are those of dba.
 * Shapes: classes [count]. */
typedef struct softwarp_centroids softwarp_centroids;
SOFTWARP_API softwarp_status softwarp_centroids_new(const char* metric, const softwarp_batch* train,
                                                    const int64_t* classes, int64_t steps, softwarp_averaging options,
                                                    softwarp_centroids** centroids);
SOFTWARP_API void softwarp_centroids_free(softwarp_centroids* centroids);
/* Shapes: values [number of classes, steps, dims]. */
SOFTWARP_API softwarp_status softwarp_centroids_values(const softwarp_centroids* centroids, double* values);
/* Shapes: classes [count]. */
SOFTWARP_API softwarp_status softwarp_centroids_predict(const softwarp_centroids* centroids,
                                                        const softwarp_batch* series, int64_t* classes);

/* ---- Forecasters ------------------------------------------------------------------------------------------------ */

/* A trained forecaster: from `input` steps of `dims` values to `target` steps. */
typedef struct softwarp_model softwarp_model;

/* Trains a forecaster. The options are those of the program train that say what a network is and how it is trained, by
 * their names there, without --: {"loss", "softdtw"}, {"gamma", "0.1"}, {"hidden", "30"}, …; what is not given has the
 * value of the preset, which "preset" names. Of several losses, γ, networks or repeats, the model is the one that
 * train --save keeps: that with the lowest DTW on the validation series or, without any, on the training series. NaN is
 * a missing value, and what lies behind the length of a series, which must be more than `input`, is missing.
 * Shapes: names, values [options]; series [count, input + target, dims]: what the network sees, then what it forecasts;
 *   of SOFTWARP_FLOAT64. `type` is what the network computes in. */
SOFTWARP_API softwarp_status softwarp_train(const char* const* names, const char* const* values, int64_t options,
                                            const softwarp_batch* series, int64_t input, softwarp_type type,
                                            softwarp_model** model);
/* The model of a file that the program train or softwarp_model_bytes() wrote; `name` is what messages call it. */
SOFTWARP_API softwarp_status softwarp_model_read(const void* bytes, int64_t size, const char* name,
                                                 softwarp_model** model);
SOFTWARP_API void softwarp_model_free(softwarp_model* model);
/* The file of a model; the bytes belong to it. */
SOFTWARP_API softwarp_status softwarp_model_bytes(const softwarp_model* model, const void** bytes, int64_t* size);
SOFTWARP_API void softwarp_model_shape(const softwarp_model* model, int64_t* input, int64_t* target, int64_t* dims);
/* What follows each series; the network sees its newest steps, at least `input`. NaN is a missing value.
 * Shapes: series of SOFTWARP_FLOAT64, forecast [count, target, dims]. */
SOFTWARP_API softwarp_status softwarp_model_predict(const softwarp_model* model, const softwarp_batch* series,
                                                    double* forecast);

#ifdef __cplusplus
}
#endif

#endif
