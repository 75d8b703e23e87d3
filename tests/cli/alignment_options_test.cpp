// --gamma, --band, --cost and --alpha of all programs that align, from the outside.
#include <algorithm>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>
#include <random>
#include <regex>
#include <sstream>
#include <tuple>

#include "support/catch.hpp"
#include "support/subprocess.hpp"
#include "support/temp_folder.hpp"

using namespace softwarp;
using nlohmann::json;

namespace {

using Arguments = std::vector<std::string>;
using Values = std::vector<double>;

Arguments operator+(Arguments a, const Arguments& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

ProcessResult run(const std::string& program, const Arguments& arguments, const TempFolder& folder) {
  return run_process(SOFTWARP_BIN "/" + program, arguments + Arguments{"--quiet"}, {.folder = folder.path()});
}

// What the program finds, without what may differ between equal results.
json found(const std::string& program, const Arguments& arguments, const TempFolder& folder) {
  const ProcessResult result = run(program, arguments + Arguments{"--json", "-"}, folder);
  INFO(program << ": " << result.err);
  REQUIRE(result.status == 0);
  json report = json::parse(result.out);
  report.erase("options");
  if (program == "train") {
    for (json& training : report["runs"]) training.erase("seconds");
  }
  return report;
}

struct Labelled {
  Values values;
  int label;
};

// Bumps in noise; the label says which way they lean.
std::vector<Labelled> bumps(int count, unsigned seed, int length = 16) {
  std::mt19937 random(seed);
  std::normal_distribution<double> noise(0, 0.3);
  std::vector<Labelled> series;
  for (int i = 0; i < count; ++i) {
    Labelled& one = series.emplace_back(Labelled{{}, i % 2});
    for (int t = 0; t < length; ++t) one.values.push_back(noise(random));
    const auto at = 2 + random() % static_cast<unsigned>(length - 8);
    for (unsigned t = 0; t < 6; ++t) one.values[at + t] += 0.4 * (i % 2 == 0 ? t : 5.0 - t);
  }
  return series;
}

std::string rows(const std::vector<Labelled>& series, bool labels = true) {
  std::ostringstream text;
  text.precision(17);
  for (const auto& [values, label] : series) {
    if (labels) text << label << '\t';
    for (std::size_t t = 0; t < values.size(); ++t) text << values[t] << (t + 1 < values.size() ? '\t' : '\n');
  }
  return text.str();
}

// A folder with bumps/bumps_TRAIN.tsv and its like for testing, and two.txt, two rows of the same length.
struct Data : TempFolder {
  std::vector<Labelled> train = bumps(10, 1), test = bumps(14, 2);
  Data() {
    std::filesystem::create_directory(path() / "bumps");
    write("bumps/bumps_TRAIN.tsv", rows(train));
    write("bumps/bumps_TEST.tsv", rows(test));
    write("two.txt", rows({train[0], test[1]}, false));
  }
};

double square(double e) { return e * e; }

// DTW by its definition: the costs of the differences, |i − j| <= band.
double dtw(const Values& x, const Values& y, int band, const std::function<double(double)>& cost = square) {
  const int n = static_cast<int>(x.size()), m = static_cast<int>(y.size());
  std::vector<Values> r(x.size() + 1, Values(y.size() + 1, INFINITY));
  r[0][0] = 0;
  const auto at = [&](int i, int j) -> double& { return r[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)]; };
  for (int i = 1; i <= n; ++i) {
    for (int j = std::max(1, i - band); j <= std::min(m, i + band); ++j) {
      const double e = x[static_cast<std::size_t>(i - 1)] - y[static_cast<std::size_t>(j - 1)];
      at(i, j) = cost(e) + std::min({at(i - 1, j - 1), at(i - 1, j), at(i, j - 1)});
    }
  }
  return at(n, m);
}

// A short run of each program.
const std::vector<std::pair<std::string, Arguments>> kPrograms{
    {"average", {"--data", "bumps", "--class", "1", "--count", "4", "--iterations", "10", "--tolerance", "0"}},
    {"cluster", {"--data", "bumps", "--restarts", "2", "--inner", "5", "--tolerance", "0"}},
    {"classify", {"--data", "bumps", "--iterations", "5", "--tolerance", "0"}},
    {"classify", {"--data", "bumps", "--method", "1nn"}},
    {"align", {"two.txt"}},
    {"train",
     {"--data", "bumps", "--loss", "softdtw", "--epochs", "2", "--init", "random", "--optimizer", "sgd", "--schedule",
      "constant", "--weight-decay", "0"}}};

}  // namespace

TEST_CASE("every program: a band as wide as the series is long changes no bit, a narrow one does") {
  const Data data;
  for (const auto& [program, arguments] : kPrograms) {
    CAPTURE(program);
    const json free = found(program, arguments, data);
    CHECK(found(program, arguments + Arguments{"--band", "16"}, data) == free);
    CHECK(found(program, arguments + Arguments{"--band", "1000000"}, data) == free);
    if (arguments.back() != "1nn") CHECK(found(program, arguments + Arguments{"--band", "1"}, data) != free);
  }
}

TEST_CASE("every program: half the squared Euclidean cost at gamma is half of the squared Euclidean cost at 2 gamma") {
  const Data data;
  const auto both = [&](const std::string& program, const Arguments& arguments, const Arguments& half,
                        const Arguments& whole) {
    return std::pair(found(program, arguments + Arguments{"--cost", "halfsqeuclidean", "--gamma", "0.25"} + half, data),
                     found(program, arguments + Arguments{"--cost", "sqeuclidean", "--gamma", "0.5"} + whole, data));
  };
  for (const auto& [program, arguments] : kPrograms) {
    CAPTURE(program);
    if (program == "align") {
      const auto [half, whole] = both(program, arguments, {}, {});
      CHECK(2 * half["value"].get<double>() == whole["value"].get<double>());
      CHECK(2 * half["divergence"].get<double>() == whole["divergence"].get<double>());
      CHECK(half["entropy"].get<double>() == Approx(whole["entropy"].get<double>()));
    } else if (program == "train") {  // half the gradient, twice the rate
      const auto [half, whole] = both(program, arguments, {"--learning-rate", "0.002"}, {"--learning-rate", "0.001"});
      CHECK(2 * half["runs"][0]["train"]["loss"].get<double>() == whole["runs"][0]["train"]["loss"].get<double>());
      CHECK(half["runs"][0]["test"] == whole["runs"][0]["test"]);
    } else {
      auto [half, whole] = both(program, arguments, {}, {});
      json &a = half["runs"][0], &b = whole["runs"][0];
      if (a.contains("objective")) CHECK(2 * a["objective"].get<double>() == Approx(b["objective"].get<double>()));
      for (const char* same : {"barycenter", "centroids", "assignment", "confusion", "dtw"}) {
        if (a.contains(same)) CHECK(a[same] == b[same]);
      }
    }
  }
}

TEST_CASE("for equal lengths, DTW in a band of radius 0 is the squared Euclidean distance") {
  const Data data;
  const Arguments exact{"--data", "bumps", "--precision", "double"}, band{"--band", "0"};
  const auto close = [](const json& a, const json& b) {
    const auto x = a.get<Values>(), y = b.get<Values>();
    REQUIRE(x.size() == y.size());
    for (std::size_t k = 0; k < x.size(); ++k) CHECK(x[k] == Approx(y[k]).margin(1e-9));
  };
  for (const std::string program : {"average", "cluster"}) {
    const json dba = found(program, exact + band + Arguments{"--method", "dba"}, data)["runs"][0],
               mean = found(program, exact + Arguments{"--method", "mean"}, data)["runs"][0];
    CHECK(dba["objective"].get<double>() == Approx(mean["objective"].get<double>()));
    CHECK(dba["dtw"].get<double>() == Approx(mean["dtw"].get<double>()));  // which knows of no band
    CHECK(dba["dtw"] < dba["objective"]);
    if (program == "average") close(dba["barycenter"], mean["barycenter"]);
    if (program == "cluster") CHECK(dba["assignment"] == mean["assignment"]);
  }
  for (const std::string method : {"centroid", "1nn"}) {
    const Arguments by{"--method", method, "--metric"};
    CHECK(found("classify", exact + band + by + Arguments{"dtw"}, data)["confusion"] ==
          found("classify", exact + by + Arguments{"euclidean"}, data)["confusion"]);
  }
  const json aligned = found("align", {"two.txt", "--gamma", "0", "--band", "0"}, data);
  CHECK(aligned["value"].get<double>() == Approx(dtw(data.train[0].values, data.test[1].values, 0)));
  CHECK(aligned["temporal_distortion"] == 0);
  CHECK(aligned["dtw"] < aligned["value"]);
  const Arguments training = exact + Arguments{"--epochs", "2", "--init", "random", "--loss"};
  const json dtw_run = found("train", training + Arguments{"dtw", "--band", "0"}, data)["runs"][0]["test"],
             euclidean_run = found("train", training + Arguments{"euclidean"}, data)["runs"][0]["test"];
  for (const char* error : {"dtw", "euclidean"})
    CHECK(dtw_run[error].get<double>() == Approx(euclidean_run[error].get<double>()).epsilon(1e-9));
}

TEST_CASE("classify: nearest neighbours under DTW in a window, as a direct computation has them") {
  const Data data;
  for (const int window : {0, 1, 3, 15}) {
    const json report = found(
        "classify", {"--data", "bumps", "--method", "1nn", "--metric", "dtw", "--band", std::to_string(window)}, data);
    std::vector<std::vector<int>> confusion(2, std::vector<int>(2, 0));
    for (const Labelled& series : data.test) {
      const auto nearest = std::ranges::min_element(
          data.train, {}, [&](const Labelled& other) { return dtw(series.values, other.values, window); });
      ++confusion[static_cast<std::size_t>(series.label)][static_cast<std::size_t>(nearest->label)];
    }
    CHECK(report["confusion"] == json(confusion));
  }
}

TEST_CASE("align --gamma 0: DTW and its path") {
  const Data data;
  const Values &x = data.train[0].values, &y = data.test[1].values;
  for (const int band : {0, 2, 16}) {
    const json report = found("align", {"two.txt", "--gamma", "0", "--band", std::to_string(band)}, data);
    CHECK(report["gamma"] == 0);
    CHECK(report["value"].get<double>() == Approx(dtw(x, y, band)));
    CHECK(report["dtw"].get<double>() == Approx(dtw(x, y, 16)));
    CHECK(report["divergence"].is_null());
    CHECK(report["entropy"].is_null());
    const auto path = report["path"].get<std::vector<std::pair<std::size_t, std::size_t>>>();
    double cost = 0;
    CHECK(path.front() == std::pair<std::size_t, std::size_t>(0, 0));
    CHECK(path.back() == std::pair<std::size_t, std::size_t>(15, 15));
    for (std::size_t k = 0; k < path.size(); ++k) {
      const auto [i, j] = path[k];
      cost += (x[i] - y[j]) * (x[i] - y[j]);
      CHECK(std::abs(static_cast<int>(i) - static_cast<int>(j)) <= band);
      if (k == 0) continue;
      const auto down = i - path[k - 1].first, right = j - path[k - 1].second;
      CHECK((down <= 1 && right <= 1 && down + right >= 1));
    }
    CHECK(cost == Approx(report["value"].get<double>()));
  }
  const ProcessResult shown = run("align", {"two.txt", "--gamma", "0", "--plot", "path.svg"}, data);
  CHECK(shown.status == 0);
  CHECK(shown.out.find("(0,0)") != std::string::npos);
  CHECK(shown.out.find("(15,15)\n") != std::string::npos);
  CHECK(read_file(data.file("path.svg")).rfind("<?xml", 0) == 0);
  CHECK_FALSE(found("align", {"two.txt"}, data).contains("path"));
}

TEST_CASE("wrong values are rejected in every program, and what no loss can use") {
  const Data data;
  const auto check = [&](const std::string& program, const Arguments& arguments, const std::string& message) {
    const ProcessResult result = run(program, arguments, data);
    CAPTURE(program, arguments);
    CHECK(result.status == 2);
    CHECK(result.out.empty());
    CHECK(result.err == program + ": " + message + " (see " + program + " --help)\n");
  };
  for (const auto& [program, arguments] : kPrograms) {
    check(program, arguments + Arguments{"--band", "-1"}, "--band: expected a whole number >= 0, found \"-1\"");
    check(program, arguments + Arguments{"--band", "2.5"}, "--band: expected a whole number >= 0, found \"2.5\"");
    check(program, arguments + Arguments{"--cost", "l1"},
          "--cost: expected one of sqeuclidean, halfsqeuclidean, absolute, huber, found \"l1\"");
    for (const std::string cost : {"huber:0", "huber:-1", "huber:x", "huber:", "huber:inf"}) {
      check(program, arguments + Arguments{"--cost", cost},
            "--cost: expected huber:DELTA with a number DELTA > 0, found \"" + cost + '"');
    }
    check(program, arguments + Arguments{"--cost", "sqeuclidean:1"},
          "--cost: expected sqeuclidean without a threshold, found \"sqeuclidean:1\"");
    for (const std::string gamma : {"-1", "nan", "0.1abc"}) {
      check(program, arguments + Arguments{"--gamma", gamma},
            "--gamma: expected a number > 0, found \"" + gamma + "\"");
    }
    if (program != "align")
      check(program, arguments + Arguments{"--gamma", "0"}, "--gamma: expected a number > 0, found \"0\"");
  }
  const std::string no_multiple =
      "dba: expected a multiple of the squared Euclidean cost, under which the mean of steps is the best one, found ";
  for (const std::string program : {"average", "cluster"}) {
    check(program, {"--method", "softdtw,dba", "--cost", "huber"}, no_multiple + "huber");
    check(program, {"--method", "softdtw,dba", "--cost", "huber:9"}, no_multiple + "huber:9");
    check(program, {"--method", "mean", "--band", "3"},
          "--band: expected a method in --method that has it, found none");
    check(program, {"--method", "mean", "--cost", "sqeuclidean"},
          "--cost: expected a method in --method that has it, found none");
    check(program, {"--method", "softdtw,dba", "--alpha", "0.3"},
          "--alpha: expected a method in --method that has it, found none");
    check(program, {"--method", "dilate", "--alpha", "2"}, "--alpha: expected a number >= 0 and <= 1, found \"2\"");
  }
  check("classify", {"--metric", "dtw", "--cost", "absolute"}, no_multiple + "absolute");
  check("classify", {"--metric", "euclidean", "--band", "3"},
        "--band: expected a metric in --metric that has it, found none");
  check("classify", {"--metric", "softdtw", "--alpha", "0.3"},
        "--alpha: expected a metric in --metric that has it, found none");
  check("align", {"two.txt", "--alpha", "0.3"}, "Option \"alpha\" does not exist");
}

TEST_CASE("other costs: what is minimised changes, the DTW that is reported does not") {
  const Data data;
  const Arguments common{"--data", "bumps", "--class", "0", "--count", "5", "--method", "subgradient"};
  for (const std::string cost : {"absolute", "huber"}) {
    const json run = found("average", common + Arguments{"--cost", cost}, data)["runs"][0];
    CHECK(run["objective"] != run["dtw"]);
  }
  const json half = found(
      "average", {"--data", "bumps", "--class", "0", "--method", "dba", "--cost", "halfsqeuclidean"}, data)["runs"][0];
  CHECK(2 * half["objective"].get<double>() == Approx(half["dtw"].get<double>()));
  CHECK(run("classify", {"--data", "bumps", "--method", "1nn", "--metric", "dtw", "--cost", "huber"}, data).status ==
        0);
  CHECK(found("align", {"two.txt", "--gamma", "0", "--cost", "absolute"}, data)["dtw"] ==
        found("align", {"two.txt"}, data)["dtw"]);
}

TEST_CASE("every program: huber:1 is huber, a small threshold is another cost, one beyond the data half the square") {
  const Data data;
  for (const auto& [program, arguments] : kPrograms) {
    CAPTURE(program);
    const auto with = [&, &program = program, &arguments = arguments](const std::string& cost) {
      return found(program, arguments + Arguments{"--cost", cost, "--precision", "double"}, data);
    };
    const json huber = with("huber");
    CHECK(with("huber:1") == huber);
    if (arguments.back() != "1nn") CHECK(with("huber:0.1") != huber);
    if (program != "align") continue;
    const json half = with("halfsqeuclidean"), wide = with("huber:1e6");
    for (const char* number : {"value", "divergence", "entropy", "temporal_distortion"})
      CHECK(wide[number].get<double>() == Approx(half[number].get<double>()));
  }
  // In reports as it is given, and from a file as from the command line.
  data.write("run.toml", "cost = \"huber:0.25\"\n");
  for (const auto& [program, arguments] : kPrograms) {
    CAPTURE(program);
    const ProcessResult result = run(program, arguments + Arguments{"--config", "run.toml", "--json", "-"}, data);
    REQUIRE(result.status == 0);
    CHECK(json::parse(result.out)["options"]["cost"] == "huber:0.25");
  }
}

TEST_CASE("align: DTW under huber with a threshold, as a direct computation has it") {
  const Data data;
  const Values &x = data.train[0].values, &y = data.test[1].values;
  for (const double threshold : {0.05, 0.5, 2.0}) {
    const auto huber = [&](double e) {
      const double size = std::abs(e);
      return size <= threshold ? size * size / 2 : threshold * size - threshold * threshold / 2;
    };
    std::ostringstream cost;
    cost << "huber:" << threshold;
    const json report = found("align", {"two.txt", "--gamma", "0", "--cost", cost.str()}, data);
    CHECK(report["value"].get<double>() == Approx(dtw(x, y, 16, huber)));
  }
}

TEST_CASE("help names the limit of gamma and the options of every program that aligns") {
  const Data data;
  for (const std::string program : {"average", "cluster", "classify", "align", "train"}) {
    // Wherever the lines break.
    const std::string help = std::regex_replace(run(program, {"--help"}, data).out, std::regex(R"(\s+)"), " ");
    CAPTURE(program);
    for (const char* text :
         {"--gamma", "> 0", "--band", "default: no band", "--cost", "sqeuclidean | halfsqeuclidean", "huber:DELTA"})
      CHECK(help.find(text) != std::string::npos);
    CHECK((help.find("--alpha") != std::string::npos) == (program != "align"));
  }
}
