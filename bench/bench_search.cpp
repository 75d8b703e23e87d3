// Nearest neighbours with bounds and without, on sets of the UCR archive, one thread; compare_search.py prints tables.
//   bench_search ARCHIVE LOSS SET…     LOSS as reports print it, "dtw(band=10%)": a band in % is one of the length
// A line of JSON for each set: its sizes, the share of wrong classes, CPU seconds for all pairs and for the search, the
// medians of some repetitions in turn, how many pairs each bound spared, and the neighbours of the first test series.
// First the results of both are compared: neighbours and losses must be the same to the last bit.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <iostream>
#include <string>
#include <vector>

#include "softwarp/core/parallel.hpp"
#include "softwarp/data/load.hpp"
#include "softwarp/data/series_batch.hpp"
#include "softwarp/loss/registry.hpp"
#include "softwarp/loss/search.hpp"

using namespace softwarp;

namespace {

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

// The nearest of each query among all.
Nearest by_all_pairs(const Loss<float>& loss, const Batch<float>& x, const Batch<float>& y) {
  Nearest found{Matrix<Index>(1, x.count()), Matrix<double>(1, x.count()), {}};
  Matrix<double> value(y.count(), std::min<Index>(x.count(), 64));
  for (Index first = 0; first < x.count(); first += 64) {
    const Index count = std::min<Index>(64, x.count() - first);
    loss.cross(slice(x, first, count), y, value.leftCols(count));
    for (Index q = 0; q < count; ++q) found.value(0, first + q) = value.col(q).minCoeff(&found.series(0, first + q));
  }
  return found;
}

std::string with_band(std::string loss, Index length) {
  const std::size_t end = loss.find('%');
  if (end == std::string::npos) return loss;
  const std::size_t begin = loss.find_last_of('=', end) + 1;
  const double share = std::stod(loss.substr(begin, end - begin)) / 100;
  const auto radius = static_cast<Index>(std::ceil(share * static_cast<double>(length)));
  return loss.replace(begin, end + 1 - begin, std::to_string(radius));
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

int measure(const std::string& archive, const std::string& text, const std::string& name) {
  const TrainTest data = load(archive + "/" + name);
  const Vector<double> centre = centre_of(data.train);
  const StoredBatch<float> train = batch_of<float>(data.train, centre), test = batch_of<float>(data.test, centre);
  const auto loss = make_loss<float>(parse_loss(with_band(text, data.train.longest())));
  const Nearest all = by_all_pairs(*loss, test, train), found = nearest<float>(*loss, test, train);
  if (all.series != found.series || all.value != found.value) {
    std::cerr << "bench_search: " << name << ": expected what all pairs give, found something else\n";
    return 1;
  }
  const auto names = class_names({&data.train, &data.test});
  const auto classes = class_numbers(data.train, names), truth = class_numbers(data.test, names);
  double right = 0;
  for (Index i = 0; i < data.test.count(); ++i)
    right += classes[static_cast<std::size_t>(found.series(0, i))] == truth[static_cast<std::size_t>(i)] ? 1 : 0;

  std::vector<double> before, after;
  for (int repetition = 0; repetition < 3 || (after.back() < 0.05 && repetition < 9); ++repetition) {
    double start = cpu_seconds();
    by_all_pairs(*loss, test, train);
    before.push_back(cpu_seconds() - start);
    start = cpu_seconds();
    nearest<float>(*loss, test, train);
    after.push_back(cpu_seconds() - start);
  }
  const SearchCounts& counts = found.counts;
  const auto share = [&](Index count) { return static_cast<double>(count) / static_cast<double>(counts.pairs()); };
  std::cout << "{\"set\": \"" << name << "\", \"loss\": \"" << loss->name() << "\", \"train\": " << data.train.count()
            << ", \"test\": " << data.test.count() << ", \"length\": " << data.train.longest()
            << ", \"error\": " << 1 - right / static_cast<double>(data.test.count())
            << ", \"all_pairs\": " << median(before) << ", \"search\": " << median(after)
            << ", \"kim\": " << share(counts.kim) << ", \"keogh\": " << share(counts.keogh)
            << ", \"improved\": " << share(counts.improved) << ", \"compared\": " << share(counts.compared)
            << ", \"nearest\": [";
  for (Index i = 0; i < std::min<Index>(data.test.count(), 100); ++i)
    std::cout << (i == 0 ? "" : ", ") << found.series(0, i);
  std::cout << "]}" << std::endl;
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::cerr << "usage: bench_search ARCHIVE LOSS SET...\n";
    return 2;
  }
  set_threads(1);
  int status = 0;
  for (int k = 3; k < argc; ++k) status = std::max(status, measure(argv[1], argv[2], argv[k]));
  return status;
}
