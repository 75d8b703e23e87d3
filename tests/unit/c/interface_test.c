/* The C interface, used from C. Forecasters have a test of their own. */
#include "softwarp/c/softwarp.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* In a forked child the memory of its parent's threads looks like a leak. */
#ifdef __SANITIZE_ADDRESS__
#define EXIT_CHILD _exit
#else
#define EXIT_CHILD exit
#endif

static int failures = 0;

#define CHECK(condition)                                                                                        \
  do {                                                                                                          \
    if (!(condition)) {                                                                                         \
      fprintf(stderr, "%s:%d: expected %s; message: %s\n", __FILE__, __LINE__, #condition, softwarp_message()); \
      ++failures;                                                                                               \
    }                                                                                                           \
  } while (0)
#define CHECK_NEAR(found, expected, within) CHECK(fabs((found) - (expected)) <= (within))
#define CHECK_OK(call) CHECK((call) == SOFTWARP_OK)

/* A call that fails leaves a message with this in it. */
#define CHECK_FAILS(call, status, part)                \
  do {                                                 \
    CHECK((call) == (status));                         \
    CHECK(strstr(softwarp_message(), (part)) != NULL); \
  } while (0)

enum { kCount = 5, kSteps = 6, kDims = 2 };

static double number(uint64_t* state) { /* from -1 to 1 */
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (double)(*state >> 11) / 4503599627370496.0 - 1;
}

static void fill(double* values, int count, uint64_t seed) {
  for (int i = 0; i < count; ++i) values[i] = number(&seed);
}

static softwarp_batch doubles(const double* values, int64_t count, int64_t steps, int64_t dims) {
  const softwarp_batch batch = {values, count, steps, dims, NULL, SOFTWARP_FLOAT64};
  return batch;
}

/* The case of docs/soft_dtw.md: -0.4631. */
static void test_worked_example(void) {
  const double x[] = {0, 1, 2}, y[] = {0, 2, 2};
  const float x_float[] = {0, 1, 2}, y_float[] = {0, 2, 2};
  const softwarp_batch batch_x = doubles(x, 1, 3, 1), batch_y = doubles(y, 1, 3, 1);
  const softwarp_batch batch_x_float = {x_float, 1, 3, 1, NULL, SOFTWARP_FLOAT32};
  const softwarp_batch batch_y_float = {y_float, 1, 3, 1, NULL, SOFTWARP_FLOAT32};
  double value = 0, dx[3], dy[3];
  float dx_float[3];
  softwarp_loss *loss = NULL, *loss_float = NULL;
  CHECK_OK(softwarp_loss_new("softdtw(gamma=1)", SOFTWARP_FLOAT64, &loss));
  CHECK_OK(softwarp_loss_pairs(loss, &batch_x, &batch_y, &value, dx, dy));
  CHECK_NEAR(value, -0.4631, 5e-5);
  CHECK_NEAR(dx[0] + dx[1] + dx[2] + dy[0] + dy[1] + dy[2], 0, 1e-12); /* a shift of both changes nothing */
  CHECK_OK(softwarp_loss_new(" softdtw( gamma = 1 )", SOFTWARP_FLOAT32, &loss_float));
  CHECK_OK(softwarp_loss_pairs(loss_float, &batch_x_float, &batch_y_float, &value, dx_float, NULL));
  CHECK_NEAR(value, -0.4631, 5e-5);
  for (int i = 0; i < 3; ++i) CHECK_NEAR(dx_float[i], dx[i], 1e-5);
  CHECK_FAILS(softwarp_loss_pairs(loss, &batch_x_float, &batch_y, &value, NULL, NULL), SOFTWARP_INVALID, "type");
  softwarp_loss_free(loss);
  softwarp_loss_free(loss_float);
  softwarp_loss_free(NULL);
}

static void test_gradients_lengths_and_cross(void) {
  double x[kCount * kSteps * kDims], y[kCount * kSteps * kDims], value[kCount], same[kCount], pair;
  double dx[kCount * kSteps * kDims], dy[kCount * kSteps * kDims], dy_alone[kCount * kSteps * kDims];
  double cross[kCount * kCount], symmetric[kCount * kCount];
  const int64_t lengths[kCount] = {6, 1, 4, 6, 2};
  softwarp_loss* loss = NULL;
  fill(x, kCount * kSteps * kDims, 1);
  fill(y, kCount * kSteps * kDims, 2);
  x[1 * kSteps * kDims + kDims] = NAN; /* behind the length of series 2 */
  const softwarp_batch batch_x = {x, kCount, kSteps, kDims, lengths, SOFTWARP_FLOAT64};
  const softwarp_batch batch_y = doubles(y, kCount, kSteps, kDims);
  CHECK_OK(softwarp_loss_new("dilate(gamma=0.5, alpha=0.3, band=4)", SOFTWARP_FLOAT64, &loss));
  CHECK_OK(softwarp_loss_pairs(loss, &batch_x, &batch_y, value, dx, dy));
  CHECK_OK(softwarp_loss_pairs(loss, &batch_x, &batch_y, same, NULL, dy_alone));
  CHECK(memcmp(value, same, sizeof value) == 0 && memcmp(dy, dy_alone, sizeof dy) == 0);
  CHECK(dx[1 * kSteps * kDims + kDims] == 0);
  for (int i = 0; i < kDims; ++i) { /* by central differences */
    const double before = y[i], h = 1e-6;
    double up, down;
    y[i] = before + h;
    CHECK_OK(softwarp_loss_pairs(loss, &batch_x, &batch_y, same, NULL, NULL));
    up = same[0];
    y[i] = before - h;
    CHECK_OK(softwarp_loss_pairs(loss, &batch_x, &batch_y, same, NULL, NULL));
    down = same[0];
    y[i] = before;
    CHECK_NEAR((up - down) / (2 * h), dy[i], 1e-6);
  }
  CHECK_OK(softwarp_loss_cross(loss, &batch_x, &batch_y, cross));
  CHECK_OK(softwarp_loss_cross(loss, &batch_x, NULL, symmetric));
  for (int i = 0; i < kCount; ++i) {
    for (int j = 0; j < kCount; ++j) {
      softwarp_batch one_x = batch_x, one_y = batch_y;
      one_x.count = one_y.count = 1;
      one_x.values = x + i * kSteps * kDims;
      one_x.lengths = lengths + i;
      one_y.values = y + j * kSteps * kDims;
      CHECK_OK(softwarp_loss_pairs(loss, &one_x, &one_y, &pair, NULL, NULL));
      CHECK(pair == cross[i * kCount + j]);
      CHECK(symmetric[i * kCount + j] == symmetric[j * kCount + i]);
    }
  }
  softwarp_loss_free(loss);
}

static void test_alignments(void) {
  double x[2 * 4 * kDims], y[2 * kSteps * kDims], delta[2 * 4 * kSteps], E[2 * 4 * kSteps], E_of_costs[2 * 4 * kSteps];
  double value[2], value_of_costs[2], value_of_path, along_path = 0;
  int64_t path[(4 + kSteps - 1) * 2], length = 0;
  fill(x, 2 * 4 * kDims, 3);
  fill(y, 2 * kSteps * kDims, 4);
  const softwarp_batch batch_x = doubles(x, 2, 4, kDims), batch_y = doubles(y, 2, kSteps, kDims);
  const softwarp_batch one_x = doubles(x, 1, 4, kDims), one_y = doubles(y, 1, kSteps, kDims);
  CHECK_OK(softwarp_cost_matrices("absolute", &batch_x, &batch_y, delta));
  CHECK_NEAR(delta[2 + 4 * 3], fabs(x[2 * kDims] - y[3 * kDims]) + fabs(x[2 * kDims + 1] - y[3 * kDims + 1]), 1e-14);
  CHECK_OK(softwarp_align("softdtw(gamma=0.7, cost=absolute)", &batch_x, &batch_y, value, E));
  CHECK_OK(
      softwarp_align_costs("softdtw(gamma=0.7)", SOFTWARP_FLOAT64, 2, 4, kSteps, delta, value_of_costs, E_of_costs));
  CHECK_NEAR(E[0], 1, 1e-14);
  CHECK_NEAR(E[2 * 4 * kSteps - 1], 1, 1e-14);
  for (int b = 0; b < 2; ++b) CHECK_NEAR(value[b], value_of_costs[b], 1e-13);
  for (int i = 0; i < 2 * 4 * kSteps; ++i) CHECK_NEAR(E[i], E_of_costs[i], 1e-13);
  CHECK_OK(softwarp_best_path("dtw(cost=absolute)", &one_x, &one_y, &value_of_path, path, &length));
  for (int64_t k = 0; k < length; ++k) along_path += delta[path[2 * k] + 4 * path[2 * k + 1]];
  CHECK_NEAR(along_path, value_of_path, 1e-13);
  CHECK(path[0] == 0 && path[1] == 0 && path[2 * length - 2] == 3 && path[2 * length - 1] == kSteps - 1);
  CHECK_FAILS(softwarp_align("sharp(gamma=1)", &batch_x, &batch_y, value, E), SOFTWARP_INVALID, "softdtw or dtw");
}

/* Two groups of series, around 1e6 and 1e6 + 10. */
static void test_averages_clusters_and_classes(void) {
  double series[kCount * kSteps], average[kSteps], centroids[2 * kSteps], objective = 0, of_mean = 0;
  int64_t assignment[kCount], predicted[kCount], rounds = 0, iterations = 0;
  const int64_t classes[kCount] = {0, 1, 0, 1, 1};
  const softwarp_averaging averaging = {100, 1e-5};
  const softwarp_clustering clustering = {2, kSteps, 30, 3, 7, SOFTWARP_START_KMEANS_PP, averaging};
  softwarp_centroids* classifier = NULL;
  fill(series, kCount * kSteps, 5);
  for (int i = 0; i < kCount * kSteps; ++i) series[i] += 1e6 + (classes[i / kSteps] == 1 ? 10 : 0);
  const softwarp_batch batch = doubles(series, kCount, kSteps, 1);

  CHECK_OK(softwarp_average("mean", &batch, NULL, kSteps, NULL, averaging, average, &of_mean, NULL));
  for (int t = 0; t < kSteps; ++t) {
    double mean = 0;
    for (int i = 0; i < kCount; ++i) mean += series[i * kSteps + t] / kCount;
    CHECK_NEAR(average[t], mean, 1e-8);
  }
  CHECK_OK(
      softwarp_average("softdtw(gamma=1)", &batch, NULL, kSteps, NULL, averaging, average, &objective, &iterations));
  CHECK(iterations >= 1);
  {
    double again = 0;
    CHECK_OK(softwarp_average("softdtw(gamma=1)", &batch, NULL, kSteps, average, averaging, average, &again, NULL));
    CHECK(again <= objective);
  }
  CHECK_OK(softwarp_cluster("softdtw(gamma=1)", &batch, clustering, centroids, assignment, &objective, &rounds));
  for (int i = 0; i < kCount; ++i) CHECK((assignment[i] == assignment[0]) == (classes[i] == classes[0]));
  CHECK_OK(softwarp_centroids_new("softdtw-divergence(gamma=1)", &batch, classes, kSteps, averaging, &classifier));
  CHECK_OK(softwarp_centroids_predict(classifier, &batch, predicted));
  CHECK(memcmp(predicted, classes, sizeof classes) == 0);
  CHECK_OK(softwarp_centroids_values(classifier, centroids));
  CHECK_NEAR(centroids[kSteps] - centroids[0], 10, 2);
  softwarp_centroids_free(classifier);

  softwarp_clustering wrong = clustering;
  wrong.k = kCount + 1;
  CHECK_FAILS(softwarp_cluster("dba", &batch, wrong, centroids, assignment, NULL, NULL), SOFTWARP_INVALID, "k: ");
  const int64_t gap[kCount] = {0, 2, 0, 2, 2};
  CHECK_FAILS(softwarp_centroids_new("dtw", &batch, gap, kSteps, averaging, &classifier), SOFTWARP_INVALID,
              "none of 1");
  const int64_t large[kCount] = {0, INT64_MAX, 0, 1, 1};
  CHECK_FAILS(softwarp_centroids_new("dtw", &batch, large, kSteps, averaging, &classifier), SOFTWARP_INVALID,
              "classes");
  const double tiny[kCount] = {1e-320, 1e-320, 1e-320, 1e-320, 1e-320},
               huge[kCount] = {1e308, 1e308, 1e308, 1e308, 1e308};
  double equal[kSteps];
  CHECK_OK(softwarp_average("softdtw(gamma=1)", &batch, NULL, kSteps, NULL, averaging, equal, NULL, NULL));
  CHECK_OK(softwarp_average("softdtw(gamma=1)", &batch, tiny, kSteps, NULL, averaging, average, NULL, NULL));
  CHECK(memcmp(equal, average, sizeof equal) == 0);
  CHECK_OK(softwarp_average("softdtw(gamma=1)", &batch, huge, kSteps, NULL, averaging, average, NULL, NULL));
  CHECK(memcmp(equal, average, sizeof equal) == 0);
  const double weights[kCount] = {1, -1, 1, 1, 1};
  CHECK_FAILS(softwarp_average("dba", &batch, weights, kSteps, NULL, averaging, average, NULL, NULL), SOFTWARP_INVALID,
              "weights");
}

static void test_errors(void) {
  double x[] = {0, NAN, 2}, value;
  const softwarp_batch batch = doubles(x, 1, 3, 1), none = doubles(x, 0, 3, 1);
  softwarp_loss* loss = NULL;
  CHECK_FAILS(softwarp_loss_new("softdtw", SOFTWARP_FLOAT64, &loss), SOFTWARP_INVALID, "gamma");
  CHECK_FAILS(softwarp_loss_new("softdtw(gamma=1, gamma=1)", SOFTWARP_FLOAT64, &loss), SOFTWARP_INVALID, "twice");
  CHECK_FAILS(softwarp_loss_new(NULL, SOFTWARP_FLOAT64, &loss), SOFTWARP_INVALID, "NULL");
  CHECK_FAILS(softwarp_loss_new("dtw", 7, &loss), SOFTWARP_INVALID, "type");
  CHECK(loss == NULL);
  CHECK_OK(softwarp_loss_new("dtw", SOFTWARP_FLOAT64, &loss));
  CHECK_FAILS(softwarp_loss_pairs(loss, &batch, &batch, &value, NULL, NULL), SOFTWARP_NOT_FINITE, "found NaN");
  CHECK_FAILS(softwarp_loss_pairs(loss, &none, &batch, &value, NULL, NULL), SOFTWARP_INVALID, "at least one");
  softwarp_batch vast = batch;
  vast.steps = INT64_C(1) << 62;
  CHECK_FAILS(softwarp_loss_pairs(loss, &vast, &vast, &value, NULL, NULL), SOFTWARP_INVALID, "memory");
  CHECK_FAILS(softwarp_align_costs("dtw", SOFTWARP_FLOAT64, 1, 2, INT64_C(1) << 62, x, &value, NULL), SOFTWARP_INVALID,
              "memory");
  double delta[9];
  CHECK_FAILS(softwarp_cost_matrices(NULL, &batch, &batch, delta), SOFTWARP_NOT_FINITE, "finite");
  softwarp_loss_free(loss);
  CHECK_FAILS(softwarp_set_threads(0), SOFTWARP_INVALID, "threads");
}

/* A flag that is set stops what it belongs to; a forked child has threads of its own, and ends. */
static void test_stop_and_fork(void) {
  enum { kMany = 300, kLong = 100 };
  static double x[kMany * kLong], value[kMany * kMany], in_child[kMany * kMany];
  int32_t stop = 1;
  softwarp_loss* loss = NULL;
  fill(x, kMany * kLong, 6);
  const softwarp_batch batch = doubles(x, kMany, kLong, 1);
  CHECK_OK(softwarp_set_threads(3));
  CHECK(softwarp_threads() == 3);
  CHECK_OK(softwarp_loss_new("dtw", SOFTWARP_FLOAT64, &loss));
  softwarp_stop_by(&stop);
  CHECK_FAILS(softwarp_loss_cross(loss, &batch, NULL, value), SOFTWARP_STOPPED, "stopped");
  stop = 0;
  CHECK_OK(softwarp_loss_cross(loss, &batch, NULL, value));
  softwarp_stop_by(NULL);
  fflush(NULL);
  const pid_t child = fork();
  if (child == 0) {
    const int good = softwarp_loss_cross(loss, &batch, NULL, in_child) == SOFTWARP_OK;
    EXIT_CHILD(good && memcmp(value, in_child, sizeof value) == 0 ? 0 : 1);
  }
  int status = -1;
  CHECK(waitpid(child, &status, 0) == child && status == 0);
  softwarp_loss_free(loss);
}

int main(void) {
  CHECK(softwarp_abi() == SOFTWARP_ABI);
  CHECK(strlen(softwarp_version()) > 0);
  CHECK(strlen(softwarp_simd()) > 0);
  test_worked_example();
  test_gradients_lengths_and_cross();
  test_alignments();
  test_averages_clusters_and_classes();
  test_errors();
  test_stop_and_fork();
  if (failures > 0) fprintf(stderr, "%d checks failed\n", failures);
  return failures > 0 ? 1 : 0;
}
