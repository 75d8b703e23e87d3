// The programs average, cluster, classify and align, from the outside.
#include <algorithm>
#include <cmath>
#include <csignal>
#include <nlohmann/json.hpp>
#include <numeric>
#include <sstream>
#include <tuple>

#include "support/catch.hpp"
#include "support/subprocess.hpp"
#include "support/temp_folder.hpp"
#include "support/waiting.hpp"

using namespace softwarp;
using nlohmann::json;

namespace {

using Arguments = std::vector<std::string>;

ProcessResult run(const std::string& program, const Arguments& arguments, const ProcessOptions& options = {}) {
  return run_process(SOFTWARP_BIN "/" + program, arguments, options);
}

json report_of(const std::string& program, Arguments arguments, const ProcessOptions& options = {}) {
  arguments.insert(arguments.end(), {"--json", "-"});
  const ProcessResult result = run(program, arguments, options);
  INFO(program << ": " << result.err);
  REQUIRE(result.status == 0);
  return json::parse(result.out);
}

// What must not depend on the number of threads.
json without_threads(json report) {
  report.erase("threads");
  return report;
}

}  // namespace

TEST_CASE("wrong usage: one line, status 2, nothing done") {
  const std::vector<std::tuple<std::string, Arguments, std::string>> cases{
      {"average", {"--gamma", "-1"}, "--gamma: expected a number > 0, found \"-1\""},
      {"average", {"--gamma", "1,0.1abc"}, "--gamma: expected a number > 0, found \"0.1abc\""},
      {"average", {"--weights", "1,-1"}, "--weights: expected a number >= 0, found \"-1\""},
      {"average", {"--weights", "0,0"}, "--weights: expected a weight > 0, found only 0"},
      {"average", {"--weights", "1,2/1"}, "--weights: expected lists of one length, found 2 and 1 weights"},
      {"average",
       {"--weights", "1,2", "--count", "3"},
       "--weights: expected one weight for each of --count 3 series, found 2"},
      {"average", {"--init", "zero"}, "--init: expected one of mean, random, both, found \"zero\""},
      {"average", {"--count", "0"}, "--count: expected a whole number from 1 to 1000000000, found \"0\""},
      {"cluster", {"--k", "0"}, "--k: expected a whole number from 1 to 1000000, found \"0\""},
      {"cluster", {"--k=2.5"}, "--k: expected a whole number from 1 to 1000000, found \"2.5\""},
      {"cluster", {"--init", "far"}, "--init: expected one of random, mean, kmeans++, found \"far\""},
      {"classify", {"--gamma", "automatic"}, "--gamma: expected a number > 0, found \"automatic\""},
      {"classify", {"--method", "2nn"}, "--method: expected one of centroid, 1nn, found \"2nn\""},
      {"classify", {"--protocol", "ours"}, "--protocol: expected one of archive, paper, found \"ours\""},
      {"align", {}, "expected one or two files, found 0"},
      {"align", {"a", "b", "c"}, "expected one or two files, found 3"},
      {"average", {"--normalise", "steps"}, "--normalise: expected one of none, length, found \"steps\""},
      {"cluster", {"--weights", "1,0"}, "--weights: expected a number > 0, found \"0\""}};
  const TempFolder folder;
  for (const auto& [program, arguments, message] : cases) {
    Arguments all{"--json", "out.json"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const ProcessResult result = run(program, all, {.folder = folder.path()});
    CHECK(result.status == 2);
    CHECK(result.out.empty());
    CHECK(result.err == program + ": " + message + " (see " + program + " --help)\n");
  }
  CHECK(folder.count() == 0);
  for (const std::string program : {"average", "cluster"})
    CHECK(run(program, {"--method", "median"}).err.find("--method: expected one of dba, ") != std::string::npos);
}

TEST_CASE("bad data: one line, status 1, nothing written") {
  const TempFolder folder, output;
  folder.write("empty.tsv", "");
  folder.write("one.txt", "1 2 3\n");
  folder.write("bare.csv", "t0,t1,t2\n1,2,3\n4,5,6\n");
  folder.write("small.tsv", "1\t1\t2\n1\t2\t3\n2\t3\t4\n");
  folder.write("huge.tsv", "1\t1\t2\n2\t1\t1e300\n");
  const std::vector<std::tuple<std::string, Arguments, std::string>> cases{
      {"average", {"--data", "./missing.tsv"}, "./missing.tsv: expected a file or a folder, found none"},
      {"average", {"--data", "empty.tsv"}, "empty.tsv: expected one series per row, found none"},
      {"average", {"--data", "small.tsv", "--class", "3"}, "small: expected one of the classes 1, 2, found \"3\""},
      {"average",
       {"--data", "small.tsv", "--class", "2", "--weights", "1,1"},
       "small: expected 2 series of a class, one per weight, found 1"},
      {"average",
       {"--data", "huge.tsv", "--class", "2"},
       "huge.tsv:2: expected values that a float can hold, found larger ones; double precision may hold them"},
      {"cluster", {"--data", "small.tsv", "--k", "4"}, "small: expected at least 4 series, one per cluster, found 3"},
      {"cluster", {"--data", "small.tsv", "--weights", "1,2"}, "small: expected 2 series, one per weight, found 3"},
      {"classify", {"--data", "bare.csv"}, "bare: expected class labels, found none; see --labels"},
      {"align", {"one.txt"}, "one.txt: expected 2 series, found 1"},
      {"align", {"one.txt", "none.txt"}, "none.txt: cannot be opened: No such file or directory"}};
  for (const auto& [program, arguments, message] : cases) {
    Arguments all{"--json", output.file("out.json")};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const ProcessResult result = run(program, all, {.folder = folder.path()});
    CHECK(result.status == 1);
    CHECK(result.out.empty());
    CHECK(result.err == program + ": " + message + "\n");
  }
  CHECK(output.count() == 0);
  CHECK(run("cluster", {"--data", "bare.csv"}, {.folder = folder.path()}).status == 2);  // no classes to count
}

TEST_CASE("average: every run of the plan, the same for any number of threads") {
  const Arguments arguments{"--method", "softdtw,dba,mean", "--gamma", "1,0.1",   "--init", "both", "--repeats",
                            "2",        "--iterations",     "5",       "--count", "4"};
  auto one = arguments, three = arguments;
  one.insert(one.end(), {"--threads", "1"});
  three.insert(three.end(), {"--threads", "3"});
  const json report = report_of("average", one);
  CHECK(without_threads(report) == without_threads(report_of("average", three)));
  CHECK(report["schema"] == 1);
  CHECK(report["interrupted"] == false);
  REQUIRE(report["runs"].size() == 2 * (2 * 2 + 2 + 1));
  for (const json& run : report["runs"]) {
    CHECK(run["barycenter"].size() == 128);
    CHECK(run["weights"] == json::array({0.25, 0.25, 0.25, 0.25}));
    CHECK(run["iterations"] <= 5);
    CHECK(run["dtw"] > 0);
    if (run["method"] == "dba") CHECK(run["objective"].get<double>() == Approx(run["dtw"].get<double>()));
    CHECK(run["gamma"].is_null() == (run["method"] != "softdtw"));
    CHECK(run["init"].is_null() == (run["method"] == "mean"));
  }
}

TEST_CASE("average, cluster: --normalise length divides the objective of series of one length by it") {
  for (const std::string program : {"average", "cluster"}) {
    const Arguments common{"--method", "dba,mean", "--precision", "double"};
    Arguments divided = common;
    divided.insert(divided.end(), {"--normalise", "length"});
    const json plain = report_of(program, common), per_step = report_of(program, divided);
    CHECK(plain["options"]["normalise"] == "none");
    CHECK(per_step["options"]["normalise"] == "length");
    for (std::size_t k = 0; k < 2; ++k) {
      const json &a = plain["runs"][k], &b = per_step["runs"][k];
      CHECK(a["objective"].get<double>() == Approx(128 * b["objective"].get<double>()));
      CHECK(a["dtw"].get<double>() == Approx(b["dtw"].get<double>()));
    }
    CHECK(run(program, divided).out.find("divided by the length of each series") != std::string::npos);
  }
}

TEST_CASE("cluster: many sizes fit the table, weights are repeated in JSON") {
  const ProcessResult many = run("cluster", {"--k", "20", "--restarts", "1", "--method", "mean"});
  CHECK(many.out.find(" median ") != std::string::npos);
  std::istringstream lines(many.out);
  for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 110);
  const TempFolder folder;
  const std::string path = folder.write("three.csv", "a,b\n0,0\n1,1\n9,9\n");
  const json report = report_of("cluster", {"--data", path, "--k", "2", "--method", "mean", "--weights", "1,3,4"});
  CHECK(report["options"]["weights"] == json::array({1, 3, 4}));
  CHECK(report["objective"].get<double>() == Approx((1 * 2 * 0.75 * 0.75 + 3 * 2 * 0.25 * 0.25) / 8));
}

TEST_CASE("average: weights, length, and a file without labels") {
  const TempFolder folder;
  const std::string path = folder.write("two.csv", "a,b,c\n0,0,0\n4,8,4\n");
  const json report =
      report_of("average", {"--data", path, "--method", "mean", "--weights", "3,1/0,5", "--length", "5"});
  REQUIRE(report["runs"].size() == 2);
  const auto first = report["runs"][0]["barycenter"].get<std::vector<double>>();
  // Series are drawn in random order: one of them has the weight 3/4.
  const double share = first[0] / 4;
  CHECK((share == Approx(0.25) || share == Approx(0.75)));
  CHECK(first[1] == Approx(share * 6));
  CHECK(first[2] == Approx(share * 8));
}

TEST_CASE("cluster: what it says of its clusters is so") {
  const json report = report_of("cluster", {"--k", "3", "--restarts", "2", "--precision", "double"});
  CHECK(report["runs"].size() == 1);
  CHECK(report["runs"][0]["accuracy"] == report["accuracy"]);  // one run also stands at the top
  const auto sizes = report["sizes"].get<std::vector<int>>();
  CHECK(std::accumulate(sizes.begin(), sizes.end(), 0) == 30);
  const auto assignment = report["assignment"].get<std::vector<int>>();
  for (int c = 0; c < 3; ++c) CHECK(std::ranges::count(assignment, c) == sizes[static_cast<std::size_t>(c)]);
  CHECK(report["centroids"].size() == 3);
  CHECK(report["accuracy"] >= 1.0 / 3);
  CHECK(report["rand_index"] <= 1);
  CHECK(without_threads(report) ==
        without_threads(report_of("cluster", {"--restarts", "2", "--precision", "double", "--threads", "3"})));
}

TEST_CASE("align says which values it filled in") {
  const TempFolder folder;
  folder.write("two.tsv", "0\tnan\t2\t3\n0\t1\t2\t3\n");
  const json report = report_of("align", {folder.file("two.tsv")});
  CHECK(report["value"] == report_of("align", {folder.write("whole.tsv", "0\t1\t2\t3\n0\t1\t2\t3\n")})["value"]);
  const std::string reading = report["data"]["reading"];
  CHECK(reading.ends_with("1 missing value filled in"));
  CHECK(run("align", {folder.file("two.tsv")}).out.find("1 missing value filled in") != std::string::npos);
}

TEST_CASE("classify: accuracies are those of the confusion matrix; auto chooses a gamma") {
  const Arguments quick{"--splits", "1", "--iterations", "3"};
  for (const Arguments& arguments :
       {Arguments{"--metric", "euclidean"}, Arguments{"--gamma", "auto"}, Arguments{"--protocol", "paper"},
        Arguments{"--method", "1nn", "--metric", "euclidean"}}) {
    auto all = quick;
    all.insert(all.end(), arguments.begin(), arguments.end());
    const json report = report_of("classify", all);
    double right = 0, count = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t j = 0; j < 3; ++j) {
        const auto number = report["confusion"][i][j].get<double>();
        count += number;
        if (i == j) right += number;
      }
    }
    const bool paper = report["options"]["protocol"] == "paper";
    CHECK(count == (paper ? 231 : 900));  // of 310 of each class 155 train, 78 choose and 77 test
    CHECK(report["test_accuracy"].get<double>() == Approx(right / count));
    if (arguments[1] == "auto") CHECK(report["gamma"] >= 1e-3);
  }
}

TEST_CASE("classify: nearest neighbours in a band are found with some of the comparisons, centroids without") {
  const Arguments banded{"--method", "1nn", "--metric", "dtw", "--band", "12"};
  const json report = report_of("classify", banded);
  Arguments on_three = banded;
  on_three.insert(on_three.end(), {"--threads", "3"});
  double spared = 0;
  for (const json& share : report["pruned"]) spared += share.get<double>();
  CHECK(spared > 0.3);
  CHECK(spared < 1);
  CHECK(without_threads(report) == without_threads(report_of("classify", on_three)));
  const std::string text = run("classify", banded).out;
  CHECK(text.find("dtw(band=12): pairs spared by LB_Kim ") != std::string::npos);
  CHECK(report_of("classify", {"--metric", "euclidean"})["pruned"].is_null());
}

TEST_CASE("align: golden values, from files and from standard input") {
  std::ostringstream rows;
  rows.precision(17);
  for (int t = 0; t < 100; ++t) rows << std::cos(t) << (t < 99 ? " " : "\n");
  const std::string x = rows.str();
  for (int t = 0; t < 100; ++t) rows << .5 * std::cos(t + 1) << (t < 99 ? " " : "\n");
  const TempFolder folder;
  const json both = report_of("align", {"-"}, {.input = rows.str()});
  CHECK(both["value"].get<double>() == Approx(-106.85481189044374).epsilon(1e-12));
  const json self = report_of("align", {folder.write("x.txt", x), folder.file("x.txt")});
  CHECK(self["value"].get<double>() == Approx(-104.37094339998296).epsilon(1e-12));
  CHECK(self["divergence"].get<double>() == Approx(0).margin(1e-12));
  CHECK(self["dtw"] == 0);
  CHECK(self["temporal_distortion"] == 0);
  CHECK(both["entropy"] > 0);
}

TEST_CASE("align: a file with one value in each row is one series") {
  const TempFolder folder;
  folder.write("a.csv", "load\n0\n1\n2\n4\n");
  folder.write("b.csv", "load\n0\n0\n2\n");
  folder.write("a.txt", "0 1 2 4\n");
  folder.write("b.txt", "0 0 2\n");
  const json columns = report_of("align", {"a.csv", "b.csv"}, {.folder = folder.path()});
  const json rows = report_of("align", {"a.txt", "b.txt"}, {.folder = folder.path()});
  CHECK(columns["lengths"] == json::array({4, 3}));
  CHECK(columns["value"] == rows["value"]);
  CHECK(columns["data"]["reading"] == "no label, values in column 1, header, one step in a row");
  const std::string out = run("align", {"a.csv", "b.txt"}, {.folder = folder.path()}).out;
  CHECK(
      out.starts_with("Series of 4 and 3 steps.\nRead: no label, values in column 1, header, one step in a row; "
                      "second file: no label, values in columns 1 to 3, no header.\n\n"));
  CHECK(run("align", {"a.csv"}, {.folder = folder.path()}).err == "align: a.csv: expected 2 series, found 1\n");
}

TEST_CASE("every program says how it read its data") {
  const TempFolder folder;
  const std::string data = folder.write("own.csv", "label,t0,t1,t2\n1,0.1,0.2,0.3\n2,0.9,0.8,0.7\n1,0.1,0.2,0.4\n");
  const std::string reading = "label in column 1 (\"label\"), values in columns 2 to 4, header";
  const std::vector<std::pair<std::string, Arguments>> cases{
      {"average", {"--count", "1"}}, {"cluster", {"--k", "2"}}, {"classify", {"--method", "1nn"}}};
  for (const auto& [program, options] : cases) {
    Arguments arguments{"--data", data, "--quiet"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    CAPTURE(program);
    CHECK(report_of(program, arguments)["data"]["reading"] == reading);
    CHECK(run(program, arguments).out.find("\nRead: " + reading + ".\n") != std::string::npos);
  }
}

TEST_CASE("align: an interrupt ends an alignment that would take minutes") {
  const TempFolder folder;
  std::string row = "0";
  for (int t = 1; t < 200'000; ++t) row += t % 7 < 3 ? " 1" : " 0";
  const std::string two = folder.write("two.txt", row + "\n" + row + "\n");
  const auto before = folder.count();
  Process process(SOFTWARP_BIN "/align", {two, "--gamma", GENERATE("0", "1"), "--cost",
                                          GENERATE("sqeuclidean", "huber"), "--json", folder.file("out.json")});
  REQUIRE(comes_true([&] { return folder.count() > before; }));  // it has begun
  std::this_thread::sleep_for(std::chrono::milliseconds(200));   // to read its data
  process.send_signal(SIGINT);
  const ProcessResult result = process.wait();
  CHECK(result.status == 130);
  CHECK(result.out.empty());
  CHECK(result.err == "align: interrupted\n");
  CHECK(folder.count() == before);
}

TEST_CASE("pictures: drawn, and refused before the work where they cannot be") {
  const TempFolder folder;
  const std::string two = folder.write("two.txt", "0 1 2 1 0\n0 0 1 2 NaN\n");
  CHECK(run("average", {"--iterations", "2", "--plot", folder.file("a.svg")}).status == 0);
  CHECK(run("cluster", {"--restarts", "1", "--plot", folder.file("c.png")}).status == 0);
  CHECK(run("align", {two, "--plot", folder.file("l.pdf")}).status == 0);
  CHECK(read_file(folder.file("a.svg")).rfind("<?xml", 0) == 0);
  CHECK(read_file(folder.file("c.png")).size() > 1000);
  CHECK(read_file(folder.file("l.pdf")).rfind("%PDF", 0) == 0);
  const ProcessResult ending = run("average", {"--plot", "a.bmp", "--data", "missing"});
  CHECK(ending.status == 2);
  CHECK(
      ending.err ==
      "average: a.bmp: expected a picture's name to end in .svg, .png or .pdf, found \".bmp\" (see average --help)\n");
  const ProcessResult missing =
      run("average", {"--plot", folder.file("n.svg")}, {.environment = {{"PATH", folder.path().string()}}});
  CHECK(missing.status == 1);
  CHECK(missing.err.rfind("average: gnuplot: expected on the PATH", 0) == 0);
  CHECK(folder.count() == 4);
}
