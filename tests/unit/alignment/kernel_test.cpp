// The kernel below align(): every target, both lane layouts, any division into stripes.
#include "softwarp/alignment/kernel/kernel.hpp"

#include "softwarp/alignment/kernel/vector_code.hpp"
#include "support/alignment_support.hpp"
#include "support/catch.hpp"

using namespace softwarp;
using namespace softwarp::test;

namespace {

template <class Real>
struct Result {
  double value = 0;
  std::vector<Real> dx, dy, E;
  bool operator==(const Result&) const = default;
};

// Aligns pairs by the kernel itself, with everything that align() would choose given; for dx alone, or for all.
template <class Real>
std::vector<Result<Real>> run(Pairs<Real>& data, const Task& task, bool pair_lanes, std::size_t bytes, bool want_all,
                              std::size_t checkpoint_bytes = kernel::kCheckpointBytes) {
  const Index dims = data.dims;
  std::vector<Result<Real>> results(data.x.size());
  std::vector<kernel::Item<Real>> items(data.x.size());
  const Index lanes = pair_lanes ? kernel::lanes(Real()) : 1;
  std::vector<kernel::Item<Real>*> at;
  for (std::size_t b = 0; b < items.size(); ++b) {
    const Index n = static_cast<Index>(data.x[b].size()) / dims, m = static_cast<Index>(data.y[b].size()) / dims;
    results[b].dx.resize(data.x[b].size());
    items[b].x = data.x[b].data();
    items[b].n = n;
    items[b].y = data.y[b].data();
    items[b].m = m;
    items[b].dx = results[b].dx.data();
    if (want_all) {
      results[b].dy.resize(data.y[b].size());
      results[b].E.resize(static_cast<std::size_t>(n * m));
      items[b].dy = results[b].dy.data();
      items[b].E = results[b].E.data();
    }
    at.push_back(&items[b]);
  }
  for (Index b = 0; b < static_cast<Index>(items.size()); b += lanes) {
    const Index count = std::min(lanes, static_cast<Index>(items.size()) - b);
    kernel::run(kernel::Block<Real>{at.data() + b, count, dims, task, pair_lanes, bytes, checkpoint_bytes});
  }
  for (std::size_t b = 0; b < items.size(); ++b) results[b].value = items[b].value;
  return results;
}

constexpr std::size_t kAll = std::size_t{1} << 40;

template <class Real>
void check_against_reference(Index n, Index m, Index dims, const Task& task) {
  Random random(static_cast<std::uint64_t>(n * 1000 + m));
  Pairs<Real> data(dims);
  for (int b = 0; b < 3; ++b)
    data.add(random_walk<Real>(random, n, dims, 0.3), random_walk<Real>(random, m, dims, 0.3));
  const double limit = tolerance<Real>(task);
  for_each_target([&](const std::string& target) {
    const auto results = run(data, task, true, kAll, true);
    for (std::size_t b = 0; b < results.size(); ++b) {
      INFO(target << ": " << n << " x " << m << " x " << dims << ", " << to_text(task));
      const Exact expected = exact(data.x[b], data.y[b], dims, task);
      CHECK(results[b].value == Approx(expected.value).epsilon(limit).margin(limit * std::max(1.0, task.gamma)));
      if (sizeof(Real) == 4 && task.gamma == 0) continue;  // near ties, rounding may choose the other path
      CHECK(relative_error(results[b].dx, expected.dx) < limit);
      CHECK(relative_error(results[b].dy, expected.dy) < limit);
      CHECK(relative_error(results[b].E, expected.E) < limit);
    }
    CHECK(run(data, task, false, kAll, true) == results);  // rows in lanes: the same bits
    CHECK(run(data, task, true, 1, true) == results);      // a stripe for every group of rows
    CHECK(run(data, task, false, 1, true) == results);
    CHECK(run(data, task, false, 20'000, true) == results);
    const auto gradients = run(data, task, true, kAll, false);  // dy and E asked for or not
    for (std::size_t b = 0; b < results.size(); ++b) CHECK(gradients[b].dx == results[b].dx);
  });
}

}  // namespace

TEMPLATE_TEST_CASE("the kernel agrees with the reference, in both layouts and with any checkpoints", "", float,
                   double) {
  for (const Task& task : every_quantity({10.0, 1.0, 0.01, 0.001, 0.0})) {
    for (const Index n : {1, 2, 3, 15, 16, 17, 33, 70}) {
      for (const Index m : {1, 3, 16, 33, 41}) check_against_reference<TestType>(n, m, 1, task);
    }
    check_against_reference<TestType>(200, 200, 1, task);
    check_against_reference<TestType>(200, 131, 1, task);
    check_against_reference<TestType>(19, 200, 3, task);
  }
}

TEMPLATE_TEST_CASE("the kernel keeps to a band", "", float, double) {
  for (const Index radius : {0, 1, 5, 20}) {
    for (const Task& task : every_quantity({1.0, 0.01, 0.0}, radius)) {
      check_against_reference<TestType>(40, 40, 1, task);
      check_against_reference<TestType>(17, 70, 2, task);
      check_against_reference<TestType>(70, 17, 1, task);
      check_against_reference<TestType>(100, 99, 1, task);
    }
  }
}

TEMPLATE_TEST_CASE("pairs of different lengths give the same results in one block as alone", "", float, double) {
  Random random(5);
  Pairs<TestType> data;
  for (const Index n : {1, 40, 7, 16, 39, 2, 33, 40}) {
    for (const Index m : {40, 1, 23}) data.add(random_walk<TestType>(random, n), random_walk<TestType>(random, m));
  }
  for_each_target([&](const std::string& target) {
    INFO(target);
    for (const std::optional<Index> band : {std::optional<Index>{}, std::optional<Index>{3}}) {
      for (const Task& task : every_quantity({1.0, 0.001, 0.0}, band)) {
        CHECK(run(data, task, true, kAll, true) == run(data, task, false, kAll, true));
        CHECK(run(data, task, true, 1, false) == run(data, task, false, kAll, false));
      }
    }
  });
}

TEMPLATE_TEST_CASE("few checkpoints, on several levels, give the same results", "", float, double) {
  Random random(6);
  Pairs<TestType> data;
  for (const Index n : {300, 150, 17}) data.add(random_walk<TestType>(random, n), random_walk<TestType>(random, 40));
  for_each_target([&](const std::string& target) {
    INFO(target);
    for (const Task& task : every_quantity({0.1, 0.0}, GENERATE(std::optional<Index>{}, std::optional<Index>{4}))) {
      const auto results = run(data, task, false, kAll, true);
      const std::size_t row = 2 * 8 * 100;  // bytes, about
      for (const std::size_t checkpoint_bytes : {std::size_t{1}, 3 * row, 7 * row}) {
        for (const bool pair_lanes : {false, true})
          CHECK(run(data, task, pair_lanes, 1, true, checkpoint_bytes) == results);
      }
    }
  });
}
