// Against all alignments enumerated, and against the numbers of public implementations (golden/alignment.md).
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "softwarp/alignment/reference.hpp"
#include "support/alignment_support.hpp"
#include "support/catch.hpp"
#include "support/enumeration.hpp"

using namespace softwarp;
using namespace softwarp::test;

namespace {

std::vector<double> numbers(std::istream& line) {
  std::vector<double> values;
  for (double value; line >> value;) values.push_back(value);
  return values;
}

}  // namespace

TEST_CASE("the kernel agrees with all alignments enumerated") {
  Random random(21);
  for_each_target([&](const std::string& target) {
    for (Index n = 1; n <= 5; ++n) {
      for (Index m = 1; m <= 5; ++m) {
        Pairs<double> data;
        data.add(random_walk<double>(random, n), random_walk<double>(random, m));
        const Matrix<double> delta =
            reference::squared_euclidean(Eigen::Map<const Matrix<double>>(data.x[0].data(), 1, n),
                                         Eigen::Map<const Matrix<double>>(data.y[0].data(), 1, m));
        for (const double gamma : {1000.0, 1.0, 0.1, 0.001, 0.0}) {
          INFO(target << ", " << n << " x " << m << ", gamma " << gamma);
          data.align({gamma});
          const EnumeratedAlignments wanted(delta, gamma == 0 ? 1 : gamma);
          const auto close = [&](double value) {
            return Approx(value).epsilon(1e-12).margin(1e-12 * std::max(1.0, gamma));
          };
          CHECK(data.pairs[0].value == close(gamma == 0 ? wanted.least : wanted.soft_minimum));
          if (gamma == 0) continue;
          data.align({gamma, {}, ExpectedCost()});
          CHECK(data.pairs[0].value == close(wanted.expected_cost));
          data.align({gamma, {}, ShapeAndTime{.alpha = 0.25}});
          CHECK(data.pairs[0].value == close(0.25 * wanted.soft_minimum + 0.75 * wanted.time));
        }
      }
    }
  });
}

TEMPLATE_TEST_CASE("the kernel agrees with public implementations", "", float, double) {
  const double tolerance =
      sizeof(TestType) == 4 ? 2e-5 : 2e-7;  // what their own gradients are off by, see golden/alignment.md
  for_each_target([&](const std::string& target) {
    std::ifstream file(SOFTWARP_GOLDEN_DIR "/sdtw_cases.txt");
    REQUIRE(file);
    Pairs<TestType> data;
    std::vector<double> x, y;
    std::string line, id;
    double gamma = 0;
    Index n = 0, m = 0;
    int seen = 0;
    while (std::getline(file, line)) {
      std::istringstream words(line);
      std::string key;
      words >> key;
      if (key == "#") continue;
      if (key == "case") words >> id >> n >> m >> data.dims;
      INFO(target << ", " << id << ", gamma " << gamma);
      if (key == "x") x = numbers(words);
      if (key == "y") y = numbers(words);
      const auto align = [&](double with) {
        // Nothing that float cannot hold is asked of it: its input is the rounded series.
        data = Pairs<TestType>(data.dims);
        data.add({x.begin(), x.end()}, {y.begin(), y.end()}, true);
        data.align({with});
        ++seen;
      };
      if (key == "dtw_sq") {
        align(0);
        CHECK(data.pairs[0].value == Approx(numbers(words)[0]).epsilon(tolerance).margin(1e-12));
      }
      const bool rounded = sizeof(TestType) == 4 && !x.empty() && std::abs(x[0]) > 100;
      if (key == "gamma") align(gamma = numbers(words)[0]);
      if (key == "value" && !rounded) {
        CHECK(data.pairs[0].value ==
              Approx(numbers(words)[0]).epsilon(tolerance).margin(tolerance * std::max(1.0, gamma)));
      }
      // At a small γ, rounding the input moves the alignment: the gradient of float is held against exact() instead.
      if (sizeof(TestType) == 4) continue;
      if (key == "grad") CHECK(relative_error(data.dx[0], numbers(words), 1e-3) < tolerance);
      if (key == "E") {
        const auto rows = numbers(words);
        std::vector<double> columns(rows.size());
        for (Index i = 0; i < n; ++i) {
          for (Index j = 0; j < m; ++j)
            columns[static_cast<std::size_t>(i + j * n)] = rows[static_cast<std::size_t>(i * m + j)];
        }
        CHECK(relative_error(data.E[0], columns) < tolerance);
      }
    }
    CHECK(seen == 28 * 6);
  });
}

TEST_CASE("long series agree with public implementations") {
  const auto cases = nlohmann::json::parse(std::ifstream(SOFTWARP_GOLDEN_DIR "/sdtw_long.json"));
  for (const auto& entry : cases) {
    std::vector<double> x(entry["n"].get<std::size_t>()), y(entry["m"].get<std::size_t>());
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double t = static_cast<double>(i);
      x[i] = std::sin(0.05 * t) + 0.5 * std::cos(0.13 * t);
    }
    for (std::size_t j = 0; j < y.size(); ++j) {
      const double t = static_cast<double>(j);
      y[j] = std::sin(0.05 * t + 0.4) + 0.5 * std::cos(0.11 * t);
    }
    Pairs<double> data;
    data.add(x, y);
    const double gamma = entry["gamma"];
    INFO(x.size() << " x " << y.size() << ", gamma " << gamma);
    data.align({gamma});
    CHECK(data.pairs[0].value == Approx(entry["value_arbiter"].get<double>()).epsilon(1e-12));
    const auto& dx = data.dx[0];
    CHECK(relative_error(std::vector<double>(dx.begin(), dx.begin() + 5),
                         entry["grad_first5"].get<std::vector<double>>()) < 1e-6);
    CHECK(relative_error(std::vector<double>(dx.end() - 5, dx.end()), entry["grad_last5"].get<std::vector<double>>()) <
          1e-6);
    data.align({0.0});
    CHECK(data.pairs[0].value == Approx(entry["dtw_sq_arbiter"].get<double>()).epsilon(1e-12));
  }
}

TEST_CASE("bands of square matrices agree with public implementations") {
  std::map<std::string, std::pair<std::vector<double>, std::vector<double>>> series;
  std::map<std::string, Index> dims;
  std::ifstream file(SOFTWARP_GOLDEN_DIR "/sdtw_cases.txt");
  std::string line, id;
  while (std::getline(file, line)) {
    std::istringstream words(line);
    std::string key;
    words >> key;
    if (key == "case") {
      Index n, m;
      words >> id >> n >> m >> dims[id];
    }
    if (key == "x") series[id].first = numbers(words);
    if (key == "y") series[id].second = numbers(words);
  }
  int seen = 0;
  for (const auto& entry : nlohmann::json::parse(std::ifstream(SOFTWARP_GOLDEN_DIR "/windows.json"))) {
    const std::string name = entry["id"];
    if (entry["n"] != entry["m"] || !series.contains(name)) continue;
    Pairs<double> data(dims[name]);
    data.add(series[name].first, series[name].second);
    INFO(name << ", radius " << entry["radius"]);
    data.align({0.0, entry["radius"].get<Index>()});
    CHECK(data.pairs[0].value == Approx(std::pow(entry["dtaidistance_window_r+1"].get<double>(), 2)).epsilon(1e-10));
    for (const auto& soft : entry["soft"]) {
      data.align({soft["gamma"].get<double>(), entry["radius"].get<Index>()});
      CHECK(data.pairs[0].value == Approx(soft["arbiter_value"].get<double>()).epsilon(1e-10).margin(1e-10));
      ++seen;
    }
  }
  CHECK(seen > 0);
}
