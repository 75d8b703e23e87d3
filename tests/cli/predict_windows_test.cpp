// predict with models of windows of long series.
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <sstream>

#include "support/catch.hpp"
#include "support/onnx_runtime.hpp"
#include "support/subprocess.hpp"
#include "support/temp_folder.hpp"

using namespace softwarp;
using nlohmann::json;

namespace {

using Words = std::vector<std::string>;

ProcessResult run(const char* program, Words words, const Words& more, const ProcessOptions& options = {}) {
  words.insert(words.end(), more.begin(), more.end());
  return run_process(program, words, options);
}

json report_of(const char* program, Words words, const Words& more) {
  words.insert(words.end(), {"--json", "-", "--quiet"});
  const ProcessResult result = run(program, words, more);
  INFO(result.err);
  REQUIRE(result.status == 0);
  return json::parse(result.out);
}

// Of February 2024, from its first hour on.
std::string hour(int t) {
  char text[32];
  std::snprintf(text, sizeof text, "2024-02-%02d %02d:00", 1 + t / 24, t % 24);
  return text;
}

double load(int t) { return 50 + 10 * std::sin(0.2617993878 * t) + 0.01 * ((t * 7919) % 101); }
double heat(int t) { return 5 - 3 * std::cos(0.2617993878 * t) + 0.02 * ((t * 104729) % 53); }

// Hours begin to end, less one each.
std::string hours(int begin, int end, const std::string& header = "time,load,heat\n") {
  std::ostringstream text;
  text << header;
  for (int t = begin; t < end; ++t) text << hour(t) << ',' << load(t) << ',' << heat(t) << '\n';
  return text.str();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string before_last_comma(const std::string& line) { return line.substr(0, line.rfind(',')); }

// A model that sees 24 hours and forecasts 6.
struct Trained {
  TempFolder folder;
  std::string model = folder.file("m.safetensors");
  std::string data = folder.write("hours.csv", hours(0, 400));
  json report;

  explicit Trained(const Words& more = {"--target", "load"}) { train(more); }
  void train(const Words& more) {
    report = report_of(SOFTWARP_TRAIN,
                       {"--data", data, "--window", "24", "--horizon", "6", "--network", "linear", "--loss",
                        "euclidean", "--save", model},
                       more);
  }
  ProcessResult predict(const Words& more, const ProcessOptions& options = {}) const {
    return run(SOFTWARP_PREDICT, {"--model", model}, more, options);
  }
  std::string rejection(const Words& more, int status, const std::string& input = {}) const {
    const ProcessResult result = predict(more, {.input = input});
    CHECK(result.status == status);
    CHECK(result.out.empty());
    return result.err;
  }
};

}  // namespace

TEST_CASE("a backtest with a saved model has the errors that train reported, to the last bit") {
  Trained trained;
  for (const Words& words : std::vector<Words>{{},
                                               {"--target", "load", "--covariates", "heat"},
                                               {"--channels", "all", "--precision", "double"},
                                               {"--network", "mlp", "--epochs", "2", "--scale", "set"}}) {
    CAPTURE(words);
    Words more{"--backtest", "5"};
    more.insert(more.end(), words.begin(), words.end());
    trained.train(more);
    const json found =
        report_of(SOFTWARP_PREDICT, {"--model", trained.model}, {"--data", trained.data, "--backtest", "5"});
    for (const char* error : {"dtw", "root_dtw", "euclidean", "tdi", "divergence"})
      CHECK(found["errors"][error].get<double>() == trained.report["runs"][0]["test"][error].get<double>());
    CHECK(found["forecasts"].size() == 5);
    CHECK(found["forecasts"][4]["origin"] == hour(393));
    CHECK(found["forecasts"][4]["times"][5] == hour(399));
    const std::size_t targets = words.empty() || words[0] != "--target" ? 2 : 1;
    REQUIRE(found["target_errors"].size() == targets);
    double sum = 0;
    for (const json& forecast : found["forecasts"]) {
      REQUIRE(forecast["values"].size() == targets);
      for (std::size_t t = 0; t < 6; ++t)
        sum += std::abs(forecast["values"][0][t].get<double>() - forecast["truth"][0][t].get<double>());
    }
    CHECK(found["target_errors"][0]["mae"].get<double>() == Approx(sum / 30));
    if (targets == 1) CHECK(found["target_errors"][0]["dtw"] == found["errors"]["dtw"]);
  }
}

TEST_CASE("forecasts go on in the form of the file, whatever stands in it") {
  const Trained trained;
  const ProcessResult next = trained.predict({"--data", trained.data});
  CHECK(next.status == 0);
  const auto lines = lines_of(next.out);
  REQUIRE(lines.size() == 7);
  CHECK(lines[0] == "time,load");
  for (int t = 0; t < 6; ++t) {
    const std::string& line = lines[static_cast<std::size_t>(t) + 1];
    CHECK(before_last_comma(line) == hour(400 + t));
    CHECK(std::stod(line.substr(line.rfind(',') + 1)) == Approx(load(400 + t)).margin(2));
  }
  CHECK(next.err.find("hours: 400 rows: time \"time\", steps of 1 hour") == 0);
  CHECK(next.err.find("\nforecast: 6 steps from " + hour(400) + " to " + hour(405) + ".\n") != std::string::npos);

  // The newest window alone is enough, and what a backtest said of the same hours is the same.
  const std::string newest = trained.folder.write("newest.csv", hours(376, 400));
  CHECK(trained.predict({"--data", newest}).out == next.out);
  CHECK(trained.predict({"--data", "-"}, {.input = hours(376, 400)}).out == next.out);
  const auto tested =
      lines_of(trained.predict({"--data", trained.folder.write("longer.csv", hours(0, 406)), "--backtest", "1"}).out);
  REQUIRE(tested.size() == 7);
  CHECK(tested[0] == "time,origin,load,load_truth");
  const auto comma = lines[1].find(',');
  CHECK(before_last_comma(tested[1]) == hour(400) + ',' + hour(399) + lines[1].substr(comma));

  // Other names and forms: a decimal comma, days first, seconds, names that CSV must quote.
  std::string other = "\"When, here\";heat;\"the \"\"load\"\"\"\n";
  for (int t = 376; t < 400; ++t) {
    std::ostringstream row;
    row << hour(t).substr(8, 2) << ".02.2024" << hour(t).substr(10) << ":00;" << heat(t) << ';' << load(t);
    std::string text = row.str();
    for (std::size_t at = text.find(';'); at < text.size(); ++at) text[at] = text[at] == '.' ? ',' : text[at];
    other += text + '\n';
  }
  const std::string file = trained.folder.write("other.csv", other);
  const auto german = lines_of(
      trained.predict({"--data", file, "--time", "When, here", "--target", "the \"load\"", "--output", "-"}).out);
  REQUIRE(german.size() == 7);
  CHECK(german[0] == "\"When, here\",\"the \"\"load\"\"\"");
  CHECK(german[1] == "17.02.2024 16:00:00" + lines[1].substr(comma));
}

TEST_CASE("each of several series is forecast after its own last row") {
  const Trained trained;
  std::string text = "time,load,heat,meter\n";
  for (int t = 0; t < 60; ++t) {
    text += hour(t) + ',' + std::to_string(load(t)) + ",1,\"a,b\"\n";
    if (t < 40) text += hour(t) + ',' + std::to_string(load(t)) + ",1,c\n";
  }
  const std::string file = trained.folder.write("meters.csv", text);
  const auto lines = lines_of(trained.predict({"--data", file, "--series", "meter"}).out);
  REQUIRE(lines.size() == 13);
  CHECK(lines[0] == "time,meter,load");
  CHECK(before_last_comma(lines[1]) == hour(60) + ",\"a,b\"");
  CHECK(before_last_comma(lines[12]) == hour(45) + ",c");
  const json report = report_of(SOFTWARP_PREDICT, {"--model", trained.model}, {"--data", file, "--series", "meter"});
  CHECK(report["data"]["series"] == 2);
  CHECK(report["data"]["targets"] == json({"load"}));
  CHECK(report["data"]["step"] == "1 hour");
  CHECK(report["errors"].is_null());
  CHECK(report["forecasts"][0]["series"] == "a,b");
  CHECK(report["forecasts"][1]["times"][0] == hour(40));
  CHECK(report["forecasts"][1]["values"][0].size() == 6);
  CHECK_FALSE(report["forecasts"][1].contains("truth"));
}

TEST_CASE("rows without a time are counted, in a column and in a single row") {
  Trained trained;
  std::string column, row;
  for (int t = 0; t < 200; ++t) {
    column += std::to_string(load(t)) + '\n';
    row += (t > 0 ? "," : "") + std::to_string(load(t));
  }
  for (const std::string& text : {column, row}) {
    trained.data = trained.folder.write("rows.csv", text);
    trained.train({});
    const auto lines = lines_of(trained.predict({"--data", trained.data}).out);
    REQUIRE(lines.size() == 7);
    CHECK(before_last_comma(lines[0]) == "row");
    CHECK(before_last_comma(lines[1]) == "201");
  }
}

TEST_CASE("a picture shows the newest rows and the forecasts, with moments on the axis") {
  const Trained trained;
  const std::string file = trained.folder.file("p.svg");
  for (const Words& words : {Words{}, Words{"--backtest", "3"}}) {
    Words more{"--data", trained.data, "--plot", file, "--quiet"};
    more.insert(more.end(), words.begin(), words.end());
    const ProcessResult result = trained.predict(more);
    CHECK(result.status == 0);
    CHECK(result.err.empty());
    const std::string svg = read_file(file);
    // Date and time stand below each other; the axes have the names of the columns.
    const std::string moment = words.empty() ? hour(400) : hour(382);
    const std::size_t between = moment.find(' '), date = svg.find(">" + moment.substr(0, between) + "<");
    REQUIRE(date != std::string::npos);
    CHECK(svg.find(">" + moment.substr(between + 1) + "<") != std::string::npos);
    for (const char* name : {">time<", ">load<", ">forecast<", ">to forecast<"}) {
      CAPTURE(name);
      CHECK(svg.find(name) != std::string::npos);
    }
    CHECK((svg.find(">truth<") != std::string::npos) == !words.empty());
  }
}

TEST_CASE("a file or an option that does not fit the model is rejected in one line") {
  const Trained trained;
  const std::string usage = " (see predict --help)\n";
  std::string sparse = "time,load\n";
  for (int t = 0; t < 100; t += 2) sparse += hour(t) + ",1\n";
  CHECK(trained.rejection({"--data", "-"}, 1, sparse) ==
        "predict: standard input: expected steps of 1 hour as the model was trained on, found 2 hours\n");
  CHECK(trained.rejection({"--data", "-"}, 1, hours(0, 20)) ==
        "predict: standard input:2: expected at least the 24 steps that the network sees, found 20\n");
  CHECK(trained.rejection({"--data", "-"}, 1, hours(0, 30, "time,power,heat\n"))
            .starts_with("predict: standard input: expected a column \"load\" as the model has, found \"time\", "
                         "\"power\", \"heat\"; --target names it in this file"));
  CHECK(trained.rejection({"--data", "-", "--target", "lod"}, 1, hours(0, 30))
            .starts_with("predict: standard input: expected --target to name a column"));
  CHECK(trained.rejection({"--data", "-"}, 1, "time,load\n") ==
        "predict: standard input:1: expected rows of values under the names of columns, found none\n");
  CHECK(trained.rejection({"--data", trained.data, "--target", "load,heat"}, 2) ==
        "predict: --target: expected as many columns as the model has, 1, in its order, found 2" + usage);
  CHECK(trained.rejection({"--data", trained.data, "--backtest", "100"}, 1) ==
        "predict: hours: expected at least 24 + 100·6 steps, a window and as many horizons as there are origins, "
        "found 400\n");
  CHECK(trained.rejection({}, 2) == "predict: --data: expected a file with a model of windows, found none" + usage);
  CHECK(trained.rejection({"--data", trained.data, "--input", "split"}, 2) ==
        "predict: --input: expected a model of series in rows, found one of windows; --backtest N compares its "
        "forecasts with what came" +
            usage);
  CHECK(trained.rejection({"--data", trained.data, "--labels", "none"}, 2) ==
        "predict: --labels: expected a model of series in rows, found one of windows" + usage);

  const std::string rows = trained.folder.file("rows.safetensors");
  report_of(SOFTWARP_TRAIN, {"--loss", "euclidean", "--epochs", "1", "--save", rows}, {});
  for (const Words& words : std::vector<Words>{{"--backtest", "2"}, {"--time", "1"}, {"--plot", "p.svg"}}) {
    const ProcessResult result = run(SOFTWARP_PREDICT, {"--model", rows}, words);
    CHECK(result.status == 2);
    CHECK(result.err == "predict: " + words[0] +
                            ": expected a model of windows (train --window), found one of series in rows" + usage);
  }
}

TEST_CASE("ONNX Runtime gives the forecasts of windows, with columns together and with covariates", "[onnx]") {
  Trained trained;
  const std::string onnx = trained.folder.file("m.onnx");
  for (const Words& words : std::vector<Words>{{"--channels", "all"},
                                               {"--target", "load", "--covariates", "heat"},
                                               {"--target", "load", "--covariates", "heat", "--scale", "series"},
                                               {"--target", "heat", "--covariates", "load", "--scale", "none"}}) {
    CAPTURE(words);
    Words more{"--export", onnx, "--network", "mlp", "--epochs", "2"};
    more.insert(more.end(), words.begin(), words.end());
    trained.train(more);
    const json next = report_of(SOFTWARP_PREDICT, {"--model", trained.model}, {"--data", trained.data});
    const bool load_first = words[1] != "heat";
    std::vector<double> window;
    for (int t = 376; t < 400; ++t) {
      window.push_back(load_first ? load(t) : heat(t));
      window.push_back(load_first ? heat(t) : load(t));
    }
    const bool wide = words.back() != "none";  // scaled in double
    const auto forecast = run_onnx(onnx, {.type = wide ? "float64" : "float32", .dims = {1, 24, 2}, .values = window});
    if (!forecast) {
      WARN("skipped: no Node or no onnxruntime-web; $SOFTWARP_NODE_MODULES may name the folder of its node_modules");
      return;
    }
    const json& values = next["forecasts"][0]["values"];
    REQUIRE(forecast->values.size() == 6 * values.size());
    for (std::size_t t = 0; t < 6; ++t) {
      for (std::size_t d = 0; d < values.size(); ++d)
        CHECK(forecast->values[t * values.size() + d] == Approx(values[d][t].get<double>()).epsilon(1e-5).margin(1e-4));
    }
  }
}

TEST_CASE("a model of windows starts trainings of the same columns alone") {
  Trained trained({"--target", "load", "--covariates", "heat"});
  const Words again{"--data",    trained.data,  "--window", "24",       "--horizon", "6",
                    "--network", "linear",      "--loss",   "softdtw",  "--epochs",  "1",
                    "--start",   trained.model, "--quiet",  "--target", "load"};
  CHECK(run(SOFTWARP_TRAIN, again, {"--covariates", "heat"}).status == 0);
  const ProcessResult refused = run(SOFTWARP_TRAIN, again, {});
  CHECK(refused.status == 1);
  CHECK(refused.err ==
        "train: " + trained.model +
            ": expected a model of 24 steps in, 6 to forecast, dimension 1 to start from, found one of 24 "
            "steps in, 6 to forecast, dimension 1, 1 covariates\n");
}
