// Matrices of losses and nearest series in a file, against pairs that are compared one by one.
#include <algorithm>
#include <cstring>
#include <numeric>

#include "analysis/distances_run.hpp"
#include "analysis/npy.hpp"
#include "softwarp/core/interrupt.hpp"
#include "softwarp/core/simd.hpp"
#include "softwarp/data/series_batch.hpp"
#include "softwarp/loss/pair_tiles.hpp"
#include "softwarp/loss/registry.hpp"
#include "support/all_losses.hpp"
#include "support/message.hpp"
#include "support/series_sets.hpp"
#include "support/temp_folder.hpp"

using namespace softwarp;

namespace {

SeriesSet walks(Index count, Index shortest, Index longest, std::uint64_t seed, const std::string& name = "Walks") {
  Random random(seed);
  std::vector<std::vector<double>> all;
  for (Index i = 0; i < count; ++i) {
    std::vector<double>& walk = all.emplace_back();
    for (Index t = 0; t < shortest + i % (longest - shortest + 1); ++t)
      walk.push_back((t > 0 ? walk.back() : 5) + random.normal());
  }
  return test::set_of(all, name);
}

// The items of an array behind its header, which is checked.
template <class Item>
std::vector<Item> items_of(const std::string& path, const NpyArray& array) {
  const std::string bytes = read_file(path), header = npy_header(array);
  REQUIRE(bytes.starts_with(header));
  REQUIRE(bytes.size() == header.size() + array.bytes());
  std::vector<Item> items(array.bytes() / sizeof(Item));
  std::memcpy(items.data(), bytes.data() + header.size(), array.bytes());
  return items;
}

// ℓ(x_i, y_j), pair by pair.
template <class Real>
double pair_by_pair(const Loss<Real>& loss, const Batch<Real>& x, Index i, const Batch<Real>& y, Index j) {
  Vector<double> value(1);
  loss.pairs(slice(x, i, 1), slice(y, j, 1), value);
  return value[0];
}

template <class Real>
DistancesResult computed(const SeriesSet& x, const SeriesSet* y, const DistancesOptions& options) {
  DistancesResult result;
  compute_distances<Real>(x, y, options, result);
  return result;
}

const LossSpec kSoft{.name = "softdtw", .gamma = 0.5};

}  // namespace

TEST_CASE("an array of NumPy begins with its header") {
  const std::string header = npy_header({"'<f4'", 4, {3, 2}});
  CHECK(header.size() == 128);
  CHECK(header.substr(0, 10) == std::string("\x93NUMPY\x01\x00\x76\x00", 10));
  CHECK(header.substr(10).starts_with("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }  "));
  CHECK(header.back() == '\n');
  CHECK(npy_header({"'<f8'", 8, {5}}).find("(5, )") != std::string::npos);
}

TEST_CASE("tiles cover each pair once") {
  const Index count = 700, other = 300;
  for (const bool one : {true, false}) {
    for (const Index cells : {Index{1}, Index{400'000}, Index{5'000'000'000}}) {
      const Index few = cells > 1'000'000 ? 8 : count;  // a tile is a pair
      const Index columns = one ? few : std::min(few, other);
      const PairTiles tiles = one ? PairTiles(few, cells) : PairTiles(few, columns, cells);
      Matrix<int> covered = Matrix<int>::Zero(few, columns);
      Index pairs = 0;
      for (Index k = 0; k < tiles.count(); ++k) {
        const PairTile tile = tiles[k];
        covered.block(tile.row, tile.column, tile.rows, tile.columns).array() += 1;
        if (one && tile.row != tile.column) covered.block(tile.column, tile.row, tile.columns, tile.rows).array() += 1;
        pairs += pairs_of(tile, one);
      }
      CHECK((covered.array() == 1).all());
      CHECK(pairs == (one ? few * (few + 1) / 2 : few * columns));
      CHECK(tiles.pairs() == pairs);
    }
  }
}

TEMPLATE_TEST_CASE("a matrix of losses is that of pairs compared one by one", "", float, double) {
  const TempFolder folder;
  const bool two = GENERATE(false, true);
  LossSpec options;
  options.band = 3;
  for (const LossSpec& metric : test::all_losses(0.5, options)) {
    const Index longest = find_loss(metric.name).aligns ? 9 : 6;
    const SeriesSet x = walks(23, 6, longest, 1), y = walks(17, 6, longest, 2);
    const std::string path = folder.file("d.npy");
    const DistancesResult result = computed<TestType>(x, two ? &y : nullptr, {.metric = metric, .output = path});
    CHECK(result.whole);
    const Index columns = two ? 17 : 23;
    CHECK(result.done == (two ? 23 * 17 : 23 * 24 / 2));
    const auto found =
        items_of<TestType>(path, {sizeof(TestType) == 4 ? "'<f4'" : "'<f8'", sizeof(TestType), {23, columns}});
    const auto loss = make_loss<TestType>(metric);
    const StoredBatch<TestType> batch_x = batch_of<TestType>(x, centre_of(x)),
                                batch_y = two ? batch_of<TestType>(y, centre_of(x)) : batch_x;
    CAPTURE(metric.name, two);
    for (Index i = 0; i < 23; ++i) {
      for (Index j = 0; j < columns; ++j) {
        const bool mirrored = !two && j < i;
        const double expected = mirrored ? pair_by_pair<TestType>(*loss, batch_x, j, batch_y, i)
                                         : pair_by_pair<TestType>(*loss, batch_x, i, batch_y, j);
        REQUIRE(found[static_cast<std::size_t>(i * columns + j)] == static_cast<TestType>(expected));
      }
    }
    CHECK(folder.count() == 1);
  }
}

TEST_CASE("blocks in any order, interrupted and continued, give the same bytes for any number of threads") {
  const TempFolder folder;
  const SeriesSet x = walks(600, 3, 5, 3);
  const bool text = GENERATE(false, true);
  const std::optional<Index> nearest = GENERATE(std::optional<Index>(), std::optional<Index>(2));
  std::string ending = ".npy";
  if (text) ending = ".csv";
  const auto options = [&](const std::string& name, Share share = {}) {
    return DistancesOptions{kSoft, nearest, share, folder.file(name + ending), text};
  };
  REQUIRE(computed<float>(x, nullptr, options("whole")).whole);
  const std::string whole = read_file(folder.file("whole" + ending));

  for (const Index number : {2, 3, 1}) {
    const DistancesResult part = computed<float>(x, nullptr, options("blocks", {number, 3}));
    CHECK(part.whole == (number == 1));
    CHECK(std::filesystem::exists(folder.file("blocks" + ending)) == part.whole);
  }
  CHECK(read_file(folder.file("blocks" + ending)) == whole);

  DistancesOptions stopping = options("stopped");
  int tiles = 0;
  stopping.on_tile = [&](Index, Index) {
    if (++tiles == 2) interrupt();
  };
  DistancesResult result;
  try {
    compute_distances<float>(x, nullptr, stopping, result);
  } catch (const Interrupted&) {
  }
  forget_interrupt();
  CHECK(!result.whole);
  CHECK(result.done > 0);
  CHECK(!std::filesystem::exists(folder.file("stopped" + ending)));
  const DistancesResult rest = computed<float>(x, nullptr, options("stopped"));
  CHECK(rest.whole);
  CHECK(rest.here == rest.pairs - result.done);
  CHECK(read_file(folder.file("stopped" + ending)) == whole);
  CHECK(folder.count() == 3);
}

TEST_CASE("the nearest series are the first of all, in order") {
  const TempFolder folder;
  const SeriesSet x = walks(40, 4, 8, 4), y = walks(30, 4, 8, 5);
  const bool two = GENERATE(false, true);
  for (const char* metric : {"dtw", "softdtw", "softdtw-divergence", "sharp"}) {
    LossSpec spec = kSoft;
    spec.name = metric;
    if (spec.name == "dtw") spec.gamma.reset();
    const std::string path = folder.file("n.npy");
    CHECK(computed<double>(x, two ? &y : nullptr, {.metric = spec, .nearest = 3, .output = path}).whole);
    struct Item {
      std::int64_t index;
      double distance;
    };
    const auto found = items_of<Item>(path, {"[('index', '<i8'), ('distance', '<f8')]", 16, {40, 3}});
    const auto loss = make_loss<double>(spec);
    const StoredBatch<double> queries = batch_of<double>(x, centre_of(x)),
                              others = two ? batch_of<double>(y, centre_of(x)) : queries;
    for (Index i = 0; i < 40; ++i) {
      std::vector<std::pair<double, Index>> all;
      for (Index j = 0; j < others.values.cols(); ++j)
        if (two || j != i) all.emplace_back(pair_by_pair<double>(*loss, queries, i, others, j), j);
      std::ranges::sort(all);
      for (std::size_t k = 0; k < 3; ++k) {
        CHECK(found[static_cast<std::size_t>(i) * 3 + k].index == all[k].second);
        CHECK(found[static_cast<std::size_t>(i) * 3 + k].distance == all[k].first);
      }
    }
  }
  CHECK(message_of<Error>([&] {
          computed<float>(x, nullptr, {.metric = kSoft, .nearest = 40, .output = folder.file("m.npy")});
        }) == "--nearest: expected at most the 39 series to compare with, found 40");
}

TEST_CASE("a file that was given its size and no more is continued to a whole one") {
  const TempFolder folder;
  const SeriesSet x = walks(5, 4, 4, 6);
  computed<float>(x, nullptr, {.metric = kSoft, .output = folder.file("whole.npy")});
  const std::string whole = read_file(folder.file("whole.npy")), path = folder.file("d.npy");
  folder.write("d.npy.part", std::string(whole.size(), '\0'));
  CHECK(computed<float>(x, nullptr, {.metric = kSoft, .output = path}).whole);
  CHECK(read_file(path) == whole);
}

TEST_CASE("text that cannot be made leaves nothing of itself, and can be made later") {
  const TempFolder folder;
  const SeriesSet x = walks(300, 3, 3, 9);
  DistancesOptions options{.metric = kSoft, .output = folder.file("d.csv"), .as_text = true};
  Index done = 0;
  options.on_tile = [&](Index pairs, Index of) {
    if ((done += pairs) == of) std::filesystem::create_directory(folder.file("d.csv.text.1-of-1"));
  };
  CHECK(message_of<Error>([&] { computed<float>(x, nullptr, options); }).find("cannot be written") !=
        std::string::npos);
  CHECK(folder.count() == 2);  // the numbers, and what is done
  options.on_tile = nullptr;
  CHECK(computed<float>(x, nullptr, options).whole);
  CHECK(folder.count() == 1);
}

TEST_CASE("text says the same as the array") {
  const TempFolder folder;
  const SeriesSet x = test::set_of({{0, 1, 2}, {0, 2, 2}, {3, 3, 0.1}});
  computed<float>(x, nullptr, {.metric = {.name = "euclidean"}, .output = folder.file("d.csv"), .as_text = true});
  CHECK(read_file(folder.file("d.csv")) == "0,1,16.61\n1,0,13.61\n16.61,13.61,0\n");
  computed<double>(x, nullptr,
                   {.metric = {.name = "euclidean"}, .nearest = 1, .output = folder.file("n.csv"), .as_text = true});
  CHECK(read_file(folder.file("n.csv")).starts_with("series,rank,neighbour,distance\n0,1,1,1\n1,1,0,1\n2,1,1,13.6"));
}

TEST_CASE("what cannot be continued, or does not fit, is said and nothing is changed") {
  const TempFolder folder;
  const SeriesSet x = walks(5, 4, 4, 6), other = walks(5, 4, 4, 7), more = walks(6, 4, 4, 6);
  const std::string path = folder.file("d.npy"), progress = path + ".part.1-of-2";
  computed<float>(x, nullptr, {.metric = kSoft, .share = {1, 2}, .output = path});
  const std::string before = read_file(progress), part = read_file(path + ".part");
  const auto message = [&](const SeriesSet& set, const LossSpec& metric) {
    return message_of<Error>([&] {
      computed<float>(set, nullptr, {.metric = metric, .share = {1, 2}, .output = path});
    });
  };
  CHECK(message(other, kSoft)
            .find("d.npy.part.1-of-2: expected the progress of this command, softdtw(gamma=0.5), float, " +
                  simd_name() + ", series ") != std::string::npos);
  CHECK(message(x, {.name = "dtw"}).find("found that of another, softdtw(gamma=0.5), float, ") != std::string::npos);
  // A block of other data would write into the same file.
  CHECK(message_of<Error>([&] {
          computed<float>(other, nullptr, {.metric = kSoft, .share = {2, 2}, .output = path});
        }).find("d.npy.part.1-of-2: expected the progress of this command, ") != std::string::npos);
  CHECK(folder.count() == 2);
  CHECK(message(more, kSoft).find("bytes, found ") != std::string::npos);
  CHECK(read_file(progress) == before);
  CHECK(read_file(path + ".part") == part);
  std::filesystem::rename(path + ".part", folder.file("aside"));
  CHECK(message(x, kSoft).find("expected the file that d.npy.part.1-of-2 tells of, found none; remove ") !=
        std::string::npos);
  CHECK(!std::filesystem::exists(path + ".part"));
  std::filesystem::rename(folder.file("aside"), path + ".part");
  CHECK(computed<float>(x, nullptr, {.metric = kSoft, .share = {2, 2}, .output = path}).whole);
  CHECK(message(x, kSoft).find("d.npy: expected no such file before its blocks, found one") != std::string::npos);

  CHECK(message_of<Error>([&] {
          computed<float>(x, nullptr, {.metric = kSoft, .output = folder.path().string()});
        }).find("it is a folder") != std::string::npos);
  const SeriesSet far = test::set_of({{0, 1e20}, {1e20, 0}});
  CHECK(message_of<Error>([&] {
          computed<float>(far, nullptr, {.metric = {.name = "softdtw", .gamma = 1e39}, .output = folder.file("f.npy")});
        }).find("beyond the numbers") != std::string::npos);
  SeriesSet flat = walks(3, 4, 4, 8, "Flat");
  for (Series& series : flat.series) series.values = series.values.replicate(2, 1).eval();
  flat.dims = 2;
  CHECK(message_of<Error>([&] { computed<float>(x, &flat, {.metric = kSoft, .output = path}); }) ==
        "Flat: expected series of 1 dimensions as in Walks, found 2");
}
