// Trained models in other hands: predict, a training that starts from one, ONNX Runtime.
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <sstream>

#include "support/catch.hpp"
#include "support/onnx_runtime.hpp"
#include "support/subprocess.hpp"
#include "support/temp_folder.hpp"

using namespace softwarp;
using nlohmann::json;

namespace {

using Arguments = std::vector<std::string>;

json report_of(const char* program, Arguments arguments, const ProcessOptions& options = {}) {
  arguments.insert(arguments.end(), {"--json", "-", "--quiet"});
  const ProcessResult result = run_process(program, arguments, options);
  INFO(result.err);
  REQUIRE(result.status == 0);
  return json::parse(result.out);
}

json train(const Arguments& arguments) { return report_of(SOFTWARP_TRAIN, arguments); }
json predict(const Arguments& arguments, const ProcessOptions& options = {}) {
  return report_of(SOFTWARP_PREDICT, arguments, options);
}

std::string rejection(const char* program, Arguments arguments, int status) {
  arguments.push_back("--quiet");
  const ProcessResult result = run_process(program, arguments);
  CHECK(result.status == status);
  CHECK(result.out.empty());
  return result.err;
}

// Rows of waves around a mean of 50, with gaps and of several lengths where asked.
std::string waves(int count, int length, bool ragged = false) {
  std::ostringstream text;
  for (int i = 0; i < count; ++i) {
    text << 1;
    const int own = ragged ? length - i % 5 : length;
    for (int t = 0; t < length; ++t) {
      text << '\t';
      if (t >= own || (ragged && t == 2 + i % 7)) {
        text << "NaN";
      } else {
        text << 50 + (i % 3 + 1) * std::sin(0.5 * t + i);
      }
    }
    text << '\n';
  }
  return text.str();
}

}  // namespace

TEST_CASE("predict reports the test error that train reported, to the last bit") {
  const TempFolder folder;
  folder.write("Set/Set_TRAIN.tsv", waves(20, 40));
  folder.write("Set/Set_TEST.tsv", waves(30, 40));
  folder.write("Ragged/Ragged_TRAIN.tsv", waves(20, 40, true));
  folder.write("Ragged/Ragged_TEST.tsv", waves(30, 36, true));
  const std::string model = folder.file("m.safetensors");
  const std::vector<Arguments> cases{{},
                                     {"--data", folder.file("Set"), "--z-normalise"},
                                     {"--data", folder.file("Set"), "--precision", "double", "--activation", "tanh"},
                                     {"--data", folder.file("Ragged"), "--z-normalise", "--hidden", "5,4"},
                                     {"--data", folder.file("Set"), "--dims", "2", "--z-normalise"}};
  for (const Arguments& data : cases) {
    CAPTURE(data);
    Arguments arguments{"--loss", "softdtw", "--epochs", "3", "--save", model};
    arguments.insert(arguments.end(), data.begin(), data.end());
    const json trained = train(arguments);
    Arguments ask{"--model", model};
    if (!data.empty()) ask.insert(ask.end(), {"--input", "split", "--data", data[1]});
    const json predicted = predict(ask);
    CHECK(predicted["errors"]["dtw"].get<double>() == trained["runs"][0]["test"]["dtw"].get<double>());
    CHECK(predicted["errors"]["euclidean"].get<double>() == trained["runs"][0]["test"]["euclidean"].get<double>());
    CHECK(predicted["forecasts"].size() == trained["data"]["test"].get<std::size_t>());
    CHECK(trained["saved"]["model"] == model);
  }
}

TEST_CASE("of a single file predict takes all series, or those that train tested on") {
  const TempFolder folder;
  const std::string data = folder.write("a.tsv", waves(20, 40)), model = folder.file("m");
  const json trained = train({"--data", data, "--epochs", "2", "--loss", "euclidean", "--save", model});
  CHECK(predict({"--model", model, "--data", data})["data"]["series"] == 20);
  const json tested = predict({"--model", model, "--data", data, "--test-fraction", "0.2"});
  CHECK(tested["data"]["series"] == 4);
  CHECK(tested["errors"] == trained["runs"][0]["test"]);
}

TEST_CASE("forecasts are tab-separated lines; what comes next needs no targets") {
  const TempFolder folder;
  const std::string data = folder.write("a.tsv", waves(20, 40)), model = folder.file("m");
  train({"--data", data, "--epochs", "2", "--loss", "euclidean", "--save", model});
  // 24 steps in: a series' first 24 steps alone, and the same behind other steps, give the same forecast.
  std::ostringstream inputs, longer;
  std::istringstream rows(waves(3, 40));
  for (std::string row; std::getline(rows, row);) {
    std::istringstream fields(row.substr(2));
    longer << "7\t8";
    for (int t = 0; t < 24; ++t) {
      std::string field;
      fields >> field;
      inputs << (t > 0 ? "\t" : "") << field;
      longer << '\t' << field;
    }
    inputs << '\n';
    longer << '\n';
  }
  const json rest = predict({"--model", model, "--data", folder.write("three.tsv", waves(3, 40))});
  const ProcessResult next = run_process(SOFTWARP_PREDICT, {"--model", model, "--data", "-"}, {.input = inputs.str()});
  CHECK(next.status == 0);
  CHECK(next.err == "standard input: 3 series forecast.\nRead: no label, values in columns 1 to 24, no header.\n");
  std::istringstream lines(next.out);
  std::string line;
  for (const json& forecast : rest["forecasts"]) {
    REQUIRE(std::getline(lines, line));
    std::string expected;
    std::istringstream fields(line);
    std::vector<double> values;
    for (std::string field; std::getline(fields, field, '\t');) values.push_back(std::strtod(field.c_str(), nullptr));
    CHECK(json(values) == forecast);
    CHECK(values.size() == 16);
  }
  CHECK_FALSE(std::getline(lines, line));
  const json after = predict({"--model", model, "--data", "-", "--input", "all"}, {.input = longer.str()});
  CHECK(after["forecasts"] == rest["forecasts"]);
  CHECK(after["errors"].is_null());

  const ProcessResult to_file = run_process(
      SOFTWARP_PREDICT, {"--model", model, "--data", "-", "--output", folder.file("f.tsv")}, {.input = inputs.str()});
  CHECK(to_file.out == next.err);
  CHECK(read_file(folder.file("f.tsv")) == next.out);
}

TEST_CASE("of several runs the one with the lowest DTW on the training series is saved") {
  const TempFolder folder;
  const std::string model = folder.file("m");
  const Arguments options{"--loss", "all",  "--gamma",  "1,0.1", "--repeats", "2",
                          "--init", "both", "--epochs", "2",     "--save",    model};
  const json trained = train(options);
  std::size_t best = 0;
  const json& runs = trained["runs"];
  for (std::size_t k = 0; k < runs.size(); ++k) {
    if (runs[k]["train"]["dtw"] < runs[best]["train"]["dtw"]) best = k;
  }
  CHECK(trained["saved"]["run"] == best);
  const json predicted = predict({"--model", model});
  CHECK(predicted["errors"] == runs[best]["test"]);
  CHECK(predicted["model"]["origin"]["loss"] == runs[best]["loss"]);
  const ProcessResult table = run_process(SOFTWARP_TRAIN, options);
  CHECK(table.out.find("\nSaved: " + model + ": " + runs[best]["loss"].get<std::string>()) != std::string::npos);
}

TEST_CASE("a saved Euclidean network warm-starts a soft-DTW run in another process") {
  const TempFolder folder;
  const std::string model = folder.file("m");
  const Arguments soft{"--loss", "softdtw", "--epochs", "3", "--seed", "4"};
  train({"--loss", "euclidean", "--epochs", "3", "--seed", "4", "--save", model});
  Arguments started = soft, in_one_process = soft;
  started.insert(started.end(), {"--start", model});
  in_one_process.insert(in_one_process.end(), {"--init", "euclidean"});
  const json two = train(started), one = train(in_one_process);
  CHECK(two["runs"][0]["init"] == "model");
  CHECK(two["runs"][0]["test"] == one["runs"][0]["test"]);
  CHECK(two["runs"][0]["train"] == one["runs"][0]["train"]);

  const auto rejected = [&](const Arguments& more) {
    Arguments arguments{"--start", model};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return rejection(SOFTWARP_TRAIN, arguments, 1);
  };
  const std::string line = "train: " + model + ": expected a model of ";
  CHECK(rejected({"--hidden", "3"}) == line +
                                           "dense(units=3) -> sigmoid -> dense(units=51) to start from, found one of "
                                           "dense(units=30) -> sigmoid -> dense(units=51)\n");
  CHECK(rejected({"--z-normalise"}) ==
        line + "--scale series and --base kernel to start from, found one of --scale step and --base kernel\n");
  CHECK(rejected({"--split", "0.5"}) == line +
                                            "64 steps in, 64 to forecast, dimension 1 to start from, found one of 77 "
                                            "steps in, 51 to forecast, dimension 1\n");
  CHECK(rejection(SOFTWARP_TRAIN, {"--start", model, "--init", "both"}, 2) ==
        "train: --init: expected random beside --start, which sets the weights, found \"both\" (see train --help)\n");
}

TEST_CASE("predict rejects what it cannot use in one line") {
  const TempFolder folder;
  const std::string model = folder.file("m"), data = folder.write("a.tsv", waves(20, 40));
  train({"--data", data, "--loss", "euclidean", "--epochs", "1", "--save", model});
  const auto rejected = [&](const Arguments& more) {
    Arguments arguments{"--model", model};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return rejection(SOFTWARP_PREDICT, arguments, 1);
  };
  const std::string brief = folder.write("short.tsv", waves(2, 20));
  CHECK(rejected({"--data", brief}) ==
        "predict: " + brief + ":1: expected at least the 24 steps that the network sees, found 20\n");
  const std::string huge = folder.write(
      "huge.tsv", "1" + [] {
        std::string row;
        for (int t = 0; t < 24; ++t) row += "\t1e300";
        return row;
      }());
  CHECK(rejected({"--data", huge}) ==
        "predict: " + huge + ":1: expected values below 1e150 in size, found larger ones\n");
  CHECK(rejection(SOFTWARP_PREDICT, {}, 2) == "predict: --model: expected a file, found none (see predict --help)\n");
  CHECK(rejection(SOFTWARP_PREDICT, {"--model", model, "--dims", "3"}, 2) ==
        "predict: --dims: expected 1 as the model has, found 3 (see predict --help)\n");
  const std::string cut_off = folder.write("cut", read_file(model).substr(0, 1000));
  CHECK(rejection(SOFTWARP_PREDICT, {"--model", cut_off}, 1).starts_with("predict: " + cut_off + ": expected "));
}

TEST_CASE("an interrupted or failed training leaves an older model as it was") {
  const TempFolder folder;
  const std::string model = folder.write("m", "older");
  rejection(SOFTWARP_TRAIN, {"--data", folder.file("none"), "--save", model}, 1);
  CHECK(read_file(model) == "older");
  CHECK(folder.count() == 1);
}

TEST_CASE("--print-config is what --config reads") {
  const TempFolder folder;
  const ProcessResult printed = run_process(SOFTWARP_TRAIN, {"--preset", "paper", "--gamma", "1,0.1", "--z-normalise",
                                                             "--loss", "softdtw", "--print-config"});
  CHECK(printed.status == 0);
  const std::string config = folder.write("c.toml", printed.out);
  CHECK(run_process(SOFTWARP_TRAIN, {"--config", config, "--print-config"}).out == printed.out);
  const json with_file = train({"--config", config, "--epochs", "2"});
  const json by_hand =
      train({"--preset", "paper", "--gamma", "1,0.1", "--z-normalise", "--loss", "softdtw", "--epochs", "2"});
  CHECK(with_file["options"] == by_hand["options"]);
  for (std::size_t k = 0; k < 2; ++k) CHECK(with_file["runs"][k]["test"] == by_hand["runs"][k]["test"]);
  const std::string wrong = folder.write("wrong.toml", "seed = 1\nepoch = 2\n");
  CHECK(rejection(SOFTWARP_TRAIN, {"--config", wrong}, 2) ==
        "train: " + wrong +
            ":2: expected the name of an option, found \"epoch\"; did you mean \"epochs\"? (see train --help)\n");
}

TEST_CASE("ONNX Runtime gives the same forecasts", "[onnx]") {
  const TempFolder folder;
  const std::string data = folder.write("a.tsv", waves(20, 40)), three = folder.write("three.tsv", waves(3, 40));
  // The third row is constant, which z-normalisation must survive. Steps 1 to 24 are the input; in two dimensions,
  // 1 to 12.
  const std::string model = folder.file("m"), onnx = folder.file("m.onnx");
  const std::vector<Arguments> cases{{"--activation", "sigmoid", "--scale", "none", "--base", "none"},
                                     {"--activation", "tanh", "--z-normalise", "--base", "none"},
                                     {"--activation", "relu", "--z-normalise", "--dims", "2", "--hidden", "4,3"},
                                     {"--activation", "relu", "--scale", "set", "--precision", "double"},
                                     {"--scale", "step", "--base", "none", "--dims", "2"},
                                     {"--scale", "last", "--dims", "2"},
                                     {"--activation", "tanh"}};
  for (const Arguments& options : cases) {
    CAPTURE(options);
    Arguments arguments{"--data", data, "--loss", "euclidean", "--epochs", "3", "--save", model, "--export", onnx};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const json trained = train(arguments);
    CHECK(trained["saved"]["onnx"] == onnx);
    std::istringstream rows(waves(2, 24));
    std::string inputs;
    std::vector<double> values;
    for (std::string row; std::getline(rows, row);) {
      inputs += row.substr(2) + '\n';
      std::istringstream fields(row.substr(2));
      for (double value; fields >> value;) values.push_back(value);
    }
    for (int t = 0; t < 24; ++t) {
      inputs += t > 0 ? "\t0.1" : "0.1";
      values.push_back(0.1);
    }
    inputs += '\n';
    const json predicted = predict({"--model", model, "--data", "-", "--input", "all"}, {.input = inputs});
    const int dims = trained["data"]["dims"];
    const bool wide = options[1] != "sigmoid";  // all but the first: neither scaled nor of doubles
    const auto forecast =
        run_onnx(onnx, {.type = wide ? "float64" : "float32", .dims = {3, 24 / dims, dims}, .values = values});
    if (!forecast) {
      WARN("skipped: no Node or no onnxruntime-web; $SOFTWARP_NODE_MODULES may name the folder of its node_modules");
      return;
    }
    CHECK(forecast->type == (wide ? "float64" : "float32"));
    CHECK(forecast->dims == std::vector<int>{3, 16 / dims, dims});
    std::size_t k = 0;
    for (const json& row : predicted["forecasts"]) {
      for (const json& value : row)
        CHECK(forecast->values[k++] == Approx(value.get<double>()).epsilon(1e-5).margin(1e-5));
    }
    CHECK(k == forecast->values.size());
  }
}
