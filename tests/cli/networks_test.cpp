// Networks of every kind through the programs.
#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>

#include "softwarp/model/model_file.hpp"
#include "softwarp/nn/network.hpp"
#include "support/catch.hpp"
#include "support/onnx_runtime.hpp"
#include "support/temp_folder.hpp"
#include "support/train_program.hpp"

using namespace softwarp;
using nlohmann::json;
using Arguments = std::vector<std::string>;

namespace {

Arguments quick(const std::string& network, const Arguments& more = {}) {
  Arguments arguments{"--network", network, "--hidden", "4,3", "--epochs", "3", "--loss", "all"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

using Rows = std::vector<std::vector<double>>;

// 15 series of 40 steps, of which a network sees 24. A third has gaps of one step there, and a third one gap of 13.
Rows gapped_series() {
  Rows all(15, std::vector<double>(40));
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::size_t first = 2 + i % 7;
    for (std::size_t t = 0; t < 40; ++t) {
      const bool missing = i % 3 == 1 ? t < 24 && t % 4 == i % 4 : i % 3 == 2 && t >= first && t < first + 13;
      all[i][t] = missing ? kNaN : std::sin(0.3 * static_cast<double>(t) + 0.7 * static_cast<double>(i));
    }
  }
  return all;
}

// Gaps in what a network sees, filled as the programs do it.
Rows filled(Rows all) {
  for (std::vector<double>& series : all) {
    for (std::size_t begin = 0, end = 0; begin < 24; begin = end + 1) {
      for (end = begin; end < 24 && std::isnan(series[end]);) ++end;
      for (std::size_t t = begin; t < end; ++t) {
        const double share = static_cast<double>(t + 1 - begin) / static_cast<double>(end + 1 - begin);
        const double before = series[begin > 0 ? begin - 1 : end], after = series[end < 24 ? end : begin - 1];
        series[t] = before + share * (after - before);
      }
    }
  }
  return all;
}

std::string rows(const Rows& all) {
  std::ostringstream text;
  text.precision(17);
  for (const std::vector<double>& series : all) {
    text << 1;
    for (const double value : series) std::isnan(value) ? text << "\tNaN" : text << '\t' << value;
    text << '\n';
  }
  return text.str();
}

}  // namespace

TEST_CASE("networks are compared like losses, each as if it were alone") {
  const TempFolder folder;
  const std::string data = folder.write("d", waves(12, 20));
  const json all = report_of(quick("mlp,linear,gru,conv", {"--data", data}));
  CHECK(all["options"]["networks"].size() == 4);
  CHECK(all["options"]["networks"][2]["clip"] == 1);
  REQUIRE(all["runs"].size() == 8);
  std::size_t run = 0;
  for (const char* network : {"mlp", "linear", "gru", "conv"}) {
    CAPTURE(network);
    const json alone = without_time(report_of(quick(network, {"--data", data})));
    CHECK(alone["options"]["network"] == network);
    for (const json& of_alone : alone["runs"]) {
      json of_all = all["runs"][run++];
      of_all.erase("seconds");
      CHECK(of_all == of_alone);
    }
    CHECK(all["baselines"] == alone["baselines"]);
  }
  const std::string table = train(quick("gru,conv", {"--data", data})).out;
  CHECK(table.find("network  loss") != table.npos);
  CHECK(table.find("\nconv     softdtw") != table.npos);
}

TEST_CASE("what is printed of several networks gives the same run again") {
  const TempFolder folder;
  const std::string data = folder.write("d", waves(12, 20));
  const Arguments arguments{"--data", data, "--network", "gru,mlp", "--epochs", "2", "--teacher-forcing", "1:0"};
  Arguments print = arguments;
  print.push_back("--print-config");
  const std::string config = folder.write("c.toml", train(print).out);
  CHECK(without_time(report_of(arguments)) == without_time(report_of({"--config", config})));
}

TEST_CASE("gru is given long gaps as missing steps by train and predict, the other networks are given them filled") {
  const TempFolder folder;
  const Rows series = gapped_series();
  const std::string gapped = folder.write("g", rows(series)), full = folder.write("f", rows(filled(series))),
                    model = folder.file("m");
  for (const char* network : {"mlp", "linear", "gru", "conv"}) {
    CAPTURE(network);
    const auto trained_on = [&](const std::string& data) {
      return report_of(quick(network, {"--data", data, "--scale", "none", "--base", "none", "--save", model}));
    };
    const json on_full = without_time(trained_on(full)), on_gapped = without_time(trained_on(gapped));
    CHECK((on_full["runs"] == on_gapped["runs"]) == (std::string(network) != "gru"));
    CHECK(on_full["baselines"] == on_gapped["baselines"]);
    const auto run = on_gapped["saved"]["run"].get<std::size_t>();
    const ProcessResult predicted =
        run_process(SOFTWARP_PREDICT, {"--model", model, "--data", gapped, "--test-fraction", "0.2", "--json", "-"});
    REQUIRE(predicted.status == 0);
    const json report = json::parse(predicted.out);
    CHECK(report["errors"] == on_gapped["runs"][run]["test"]);

    const Model saved = read_model(model);
    const Network<float> library(saved.network());
    Workspace<float> workspace;
    Rows seen = filled(series);
    if (std::string(network) == "gru") seen[14] = series[14];  // the one with the long gap
    Matrix<float> x(24, 3);
    for (Index i = 0; i < 3; ++i)
      x.col(i) = Eigen::Map<const Vector<double>>(seen[static_cast<std::size_t>(12 + i)].data(), 24).cast<float>();
    const Matrix<double> forecasts = library.forward(std::get<Vector<float>>(saved.theta), x, workspace).cast<double>();
    for (Index i = 0; i < 3; ++i) {
      const auto forecast = forecasts.col(i);
      CHECK(report["forecasts"][static_cast<std::size_t>(i)] ==
            json(std::vector<double>(forecast.begin(), forecast.end())));
    }
  }
}

TEST_CASE("every network is saved, resumed, started from and exported") {
  const TempFolder folder;
  const std::string data = folder.write("d", rows(gapped_series())), model = folder.file("m"),
                    onnx = folder.file("m.onnx"), state = folder.file("s");
  for (const char* network : {"mlp", "linear", "gru", "conv"}) {
    CAPTURE(network);
    const Arguments arguments =
        quick(network, {"--data", data, "--loss", "softdtw", "--save", model, "--export", onnx});
    Arguments kept = arguments;
    kept.insert(kept.end(), {"--checkpoint", state});
    const json whole = report_of(kept);
    CHECK(report_of({"--data", data, "--start", model, "--network", network, "--hidden", "4,3", "--epochs", "1",
                     "--loss", "softdtw"})["runs"][0]["init"] == "model");
    Arguments resumed = arguments;
    resumed.insert(resumed.end(), {"--resume", state});
    CHECK(without_time(report_of(resumed))["runs"] == without_time(whole)["runs"]);
    const ProcessResult predicted = run_process(SOFTWARP_PREDICT, {"--model", model, "--data", data, "--quiet"});
    CHECK(predicted.status == 0);
    std::vector<double> series(24);  // with a long and a short gap
    for (std::size_t t = 0; t < series.size(); ++t)
      series[t] = (t > 1 && t < 15) || t == 18 ? kNaN : 0.1 * static_cast<double>(t % 5);
    std::string row;
    for (const double x : series) row += std::isnan(x) ? "NaN " : std::to_string(x) + ' ';
    const ProcessResult next = run_process(
        SOFTWARP_PREDICT, {"--model", model, "--data", "-", "--labels", "none", "--quiet"}, {.input = row + '\n'});
    REQUIRE(next.status == 0);
    const auto forecast = run_onnx(onnx, {.type = "float64", .dims = {1, 24, 1}, .values = series});
    if (!forecast) {
      WARN("ONNX: skipped: no Node or no onnxruntime-web; $SOFTWARP_NODE_MODULES may name the folder");
      continue;
    }
    std::istringstream numbers(next.out);
    for (const double expected : forecast->values) {
      double found = 0;
      REQUIRE(numbers >> found);
      CHECK(found == Approx(expected).epsilon(1e-4).margin(1e-4));
    }
  }
}

TEST_CASE("a network is chosen for each loss, and is what it would be alone") {
  const TempFolder folder;
  // Waves are what a linear network forecasts without error.
  const std::string data = folder.write("d", waves(12, 20));
  Arguments arguments = quick("auto", {"--data", data, "--init", "both", "--gamma", "auto", "--base", "none"});
  const json chosen = without_time(report_of(arguments));
  CHECK(chosen["options"]["network"] == "auto");
  CHECK(chosen["options"]["networks"].size() == 4);
  CHECK(chosen["options"]["networks"][2]["clip"] == 1);
  REQUIRE(chosen["runs"].size() == 3);
  CHECK(chosen["runs"][0]["network"] == "linear");
  for (std::size_t k = 0; k < 3; ++k) {
    json run = chosen["runs"][k];
    const json choice = run["network_choice"];
    run.erase("network_choice");
    CHECK(choice["candidates"] == json{"mlp", "linear", "gru", "conv"});
    CHECK(choice["validation_series"] == 3);
    const auto errors = choice[k == 0 ? "validation_euclidean" : "validation_dtw"].get<std::vector<double>>();
    const auto place = static_cast<std::size_t>(std::ranges::min_element(errors) - errors.begin());
    const std::string network = run["network"];
    CHECK(network == choice["candidates"][place]);
    if (k > 0)
      CHECK(errors[place] == std::ranges::min(run["gamma_choice"]["validation_dtw"].get<std::vector<double>>()));
    arguments[1] = network;
    CHECK(run == without_time(report_of(arguments))["runs"][k]);
  }
}

TEST_CASE("a chosen network is printed, saved, exported, continued and reported") {
  const TempFolder folder;
  const std::string data = folder.write("d", waves(12, 20)), model = folder.file("m"), state = folder.file("s"),
                    history = folder.file("h");
  const Arguments what = quick("auto", {"--data", data, "--base", "none"});
  const auto with = [&](const Arguments& more) {
    Arguments all = what;
    all.insert(all.end(), more.begin(), more.end());
    return all;
  };
  const json whole = without_time(
      report_of(with({"--save", model, "--export", folder.file("o"), "--history", history, "--checkpoint", state})));
  CHECK(run_process(SOFTWARP_PREDICT, {"--model", model, "--data", data, "--quiet"}).status == 0);
  const std::string of_soft = whole["runs"][1]["network"];
  CHECK(read_file(history).find('\n' + of_soft + ",softdtw,0.01,random,0,0,3,") != std::string::npos);
  CHECK(without_time(report_of(with({"--resume", state})))["runs"] == whole["runs"]);
  const std::string config = folder.write("c.toml", train(with({"--print-config"})).out);
  CHECK(without_time(report_of({"--config", config}))["runs"] == whole["runs"]);

  const std::string table = train(what).out;
  CHECK(table.find("network  loss") != table.npos);
  CHECK(table.find("\nlinear   euclidean") != table.npos);
  CHECK(table.find("\non 3 training series held out:\n  euclidean, init random: linear ") != table.npos);
  CHECK(table.find(", then ") != table.npos);
  const ProcessResult without = train(with({"--kernel", "99"}));
  CHECK(without.status == 0);
  CHECK(without.err.find("train: not chosen: conv: layer 0: ") != std::string::npos);
}

TEST_CASE("what a network cannot be is refused in one line") {
  const TempFolder folder;
  const auto usage = [&](const Arguments& arguments, const std::string& message) {
    check_refused(arguments, 2, message + " (see train --help)", folder.path());
  };
  usage({"--network", "mlp,rnn"}, "--network: expected one of mlp, linear, gru, conv, auto, found \"rnn\"");
  usage({"--network", "mlp,auto"},
        "--network: expected auto alone, which chooses among all networks, found \"mlp,auto\"");
  usage({"--network", "auto", "--start", "m"}, "--start: expected one network beside it, found --network auto");
  usage({"--network", "mlp,mlp"}, "--network: expected each network once, found \"mlp\" twice");
  usage({"--teacher-forcing", "0.5"}, "--teacher-forcing: expected --network gru with it, found mlp");
  const std::string data = folder.write("d", waves(6, 10));
  check_refused(
      {"--data", data, "--network", "conv", "--kernel", "7"}, 1,
      "layer 0: convolution(channels=16, dilation=1, kernel=7): expected a kernel that looks back by fewer steps "
      "than the input's 6, found one that looks back by 6",
      folder.path());
}
