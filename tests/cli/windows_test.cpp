// train on one long series: what it says, what it measures, and what it refuses.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>

#include "softwarp/core/number.hpp"
#include "support/catch.hpp"
#include "support/temp_folder.hpp"
#include "support/train_program.hpp"

using namespace softwarp;
using nlohmann::json;
using Arguments = std::vector<std::string>;

namespace {

double load(int t) { return 50 + 10 * std::sin(0.2617993878 * t) + 0.02 * ((t * 7919) % 101); }

// 600 hours of two columns.
std::string file_of(const std::function<double(int, double)>& map = [](int, double x) { return x; }) {
  std::ostringstream text;
  text << "time,load,heat\n";
  for (int t = 0; t < 600; ++t) {
    char time[32];
    std::snprintf(time, sizeof time, "2024-01-%02dT%02d:00", 1 + t / 24, t % 24);
    text << time << ',' << to_text(map(t, load(t))) << ',' << 3 + t % 5 << '\n';
  }
  return text.str();
}

Arguments windows_of(const std::string& path, const Arguments& more) {
  Arguments arguments{"--data", path, "--window", "48", "--horizon", "12", "--target", "load"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

}  // namespace

TEST_CASE("a long series is cut into windows by time, and its report has every measure") {
  const TempFolder folder;
  const std::string path = folder.write("load.csv", file_of());
  const Arguments quick = windows_of(path, {"--network", "linear", "--loss", "euclidean", "--backtest", "4"});
  const json report = report_of(quick);
  const json& windows = report["data"]["windows"];
  CHECK(windows["time"] == "time");
  CHECK(windows["step"] == "1 hour");
  CHECK(windows["season"] == 24);
  CHECK(windows["targets"] == json({"load"}));
  CHECK(windows["rows"] == 600);
  CHECK(windows["parts"]["train"] == json({{"from", "2024-01-01T00:00"},
                                           {"to", "2024-01-19T09:00"},
                                           {"steps", 442},
                                           {"windows", 442 - 48 - 11},
                                           {"series_left_out", 0}}));
  CHECK(windows["parts"]["validation"]["steps"] == 110);
  CHECK(windows["parts"]["validation"]["windows"] == 110 - 11);
  CHECK(windows["parts"]["test"] == json({{"from", "2024-01-24T00:00"},
                                          {"to", "2024-01-25T23:00"},
                                          {"steps", 48},
                                          {"windows", 4},
                                          {"series_left_out", 0}}));
  CHECK(report["options"]["preset"] == "windows");
  CHECK(report["data"]["test"] == 4);

  std::vector<std::string> names;
  for (const json& baseline : report["baselines"]) names.push_back(baseline["name"]);
  for (const char* name : {"last value", "seasonal naive", "mean of seasons", "linear"})
    CHECK(std::ranges::find(names, name) != names.end());
  for (const json* test : {&report["runs"][0]["test"], &report["baselines"].back()["test"]}) {
    CHECK((*test)["mse"].get<double>() * 12 == Approx((*test)["euclidean"].get<double>()));
    CHECK(std::pow((*test)["rmse"].get<double>(), 2) == Approx((*test)["mse"].get<double>()));
    CHECK((*test)["by_step"].size() == 12);
    double mean = 0;
    for (const json& step : (*test)["by_step"]) mean += step["mae"].get<double>() / 12;
    CHECK(mean == Approx((*test)["mae"].get<double>()));
    CHECK((*test)["by_target"][0]["target"] == "load");
    CHECK((*test)["by_target"][0]["dtw"].get<double>() == Approx((*test)["dtw"].get<double>()));
  }
  CHECK(report["runs"][0]["epochs"] == 0);
  CHECK(report["runs"][0]["test"]["mase"].get<double>() < 1);

  const std::string table = train(quick).out;
  for (const char* line : {"383 windows to learn from, targets from 2024-01-03T00:00 to 2024-01-19T09:00;\n",
                           "99 windows to validate on, targets from 2024-01-19T10:00 to 2024-01-23T23:00;\n",
                           "4 windows to test on, targets from 2024-01-24T00:00 to 2024-01-25T23:00.\n",
                           "to forecast \"load\"", "left out: \"heat\"", "seasonal naive", "MASE", "MAE at step"})
    CHECK(table.find(line) != table.npos);
}

TEST_CASE("no value of the test part reaches a choice, whatever it is") {
  const TempFolder folder;
  const std::string clean = folder.write("clean.csv", file_of()),
                    other = folder.write("other.csv", file_of([](int t, double x) { return t < 480 ? x : 1e9; }));
  const auto runs = [&](const std::string& path) {
    return report_of(windows_of(path, {"--loss", "all", "--gamma", "auto", "--epochs", "2", "--hidden", "4"}))["runs"];
  };
  const json before = runs(clean), after = runs(other);
  for (std::size_t k = 0; k < before.size(); ++k) {
    for (const char* field : {"gamma", "gamma_choice", "best_epoch", "train", "validation"})
      CHECK(before[k].value(field, json()) == after[k].value(field, json()));
  }
}

TEST_CASE("long series obey the law of units") {
  const TempFolder folder;
  const auto test_of = [&](double factor, double offset) {
    const std::string path = folder.write("x.csv", file_of([&](int, double x) { return factor * x + offset; }));
    return report_of(windows_of(path, {"--loss", "all", "--epochs", "2", "--hidden", "4"}))["runs"][1]["test"];
  };
  const json here = test_of(1, 0), twice = test_of(1024, 0), elsewhere = test_of(1e-6, 3);
  const double square = 1024.0 * 1024.0;
  for (const char* field : {"scaled_mse", "scaled_mae", "mase", "tdi"}) CHECK(twice[field] == here[field]);
  for (const char* field : {"dtw", "euclidean", "mse"})
    CHECK(twice[field].get<double>() == square * here[field].get<double>());
  for (const char* field : {"scaled_mse", "scaled_mae", "mase"})
    CHECK(elsewhere[field].get<double>() == Approx(here[field].get<double>()).epsilon(1e-3));
}

TEST_CASE("several columns weigh alike, one at a time or all together; covariates are seen") {
  const TempFolder folder;
  const std::string path = folder.write("load.csv", file_of());
  const Arguments both{"--data", path, "--window", "24", "--horizon", "6", "--epochs", "1", "--loss", "euclidean"};
  const json each = report_of(both);
  CHECK(each["data"]["dims"] == 1);
  CHECK(each["runs"][0]["test"]["by_target"].size() == 2);
  Arguments all = both;
  all.insert(all.end(), {"--channels", "all"});
  const json together = report_of(all);
  CHECK(together["data"]["dims"] == 2);
  CHECK(together["data"]["train"].get<int>() * 2 == each["data"]["train"].get<int>());
  const json seen = report_of(windows_of(path, {"--covariates", "heat", "--epochs", "1", "--loss", "euclidean"}));
  CHECK(seen["data"]["windows"]["covariates"] == json({"heat"}));
}

TEST_CASE("months, one row, a decimal comma, standard input: files as people have them") {
  std::ostringstream months, row;
  months << "Month;Passengers\n";
  for (int t = 0; t < 120; ++t) {
    months << 1949 + t / 12 << '-' << (t % 12 < 9 ? "0" : "") << t % 12 + 1 << ';' << 100 + t << ','
           << 5 * (t % 12 == 6) << '\n';
    row << (t > 0 ? " " : "") << 100 + t % 7;
  }
  const Arguments from_stdin{"--data", "-",         "--window", "12",     "--horizon",
                             "3",      "--network", "linear",   "--loss", "euclidean"};
  const json report = report_of(from_stdin, {.input = months.str()});
  CHECK(report["data"]["windows"]["step"] == "1 month");
  CHECK(report["data"]["windows"]["parts"]["test"]["to"] == "1958-12");
  const json of_row = report_of(from_stdin, {.input = row.str() + "\n"});
  CHECK(of_row["data"]["windows"]["rows"] == 120);
  CHECK(of_row["runs"][0]["test"]["scaled_mse"].get<double>() < 1e-6);  // of period 7, and so linear
}

TEST_CASE("what a long series cannot be is refused in one line") {
  const TempFolder folder;
  const std::string path = folder.write("load.csv", file_of());
  const auto usage = [&](const Arguments& arguments, const std::string& message) {
    check_refused(arguments, 2, message + " (see train --help)", folder.path());
  };
  usage({"--data", path, "--window", "24"}, "--horizon: expected a number of steps with --window, found none");
  usage({"--data", path, "--target", "load"}, "--target: expected --window with it, found none");
  usage({"--window", "24", "--horizon", "6"}, "--data: expected a file with --window, found none");
  usage(windows_of(path, {"--backtest", "2", "--test-size", "0.2"}),
        "--backtest: expected no --test-size beside it, found one");
  usage(windows_of(path, {"--backtest", "2", "--train-size", "100"}),
        "--backtest: expected no --train-size beside it, found one");
  for (const Arguments& rows :
       {Arguments{"--dims", "2"}, {"--labels", "none"}, {"--split", "0.5"}, {"--test-fraction", "0.1"}})
    usage(windows_of(path, rows), rows[0] + ": expected no --window with it, found one; it is for series in rows");
  for (const Arguments& windows : {Arguments{"--stride", "2"}, {"--channels", "all"}, {"--season", "24"}})
    usage({"--data", path, windows[0], windows[1]}, windows[0] + ": expected --window with it, found none");
  usage({"--data", path, "--window", "24", "--horizon", "6", "--export", "m.onnx"},
        "--export: expected one column to forecast or --channels all with it, found 2 columns that are taken one "
        "at a time");
  for (const Arguments& more : {Arguments{"--test-size", "600"}, {"--train-size", "0.001"}, {"--backtest", "60"}}) {
    const ProcessResult result = train(windows_of(path, more));
    CAPTURE(result.err);
    CHECK(result.status == 1);
    CHECK(result.err.find("steps") != result.err.npos);
    CHECK(std::ranges::count(result.err, '\n') == 1);
  }
}

TEST_CASE("what is not there is a dash, and rounding is no reason to warn") {
  const TempFolder folder;
  std::ostringstream text;  // of period 7: every season is the last one again, and so the mean absolute error 0
  for (int t = 0; t < 300; ++t) text << 5 + t % 7 << '\n';
  const ProcessResult result = train({"--data", folder.write("x.txt", text.str()), "--window", "14", "--horizon", "7",
                                      "--network", "linear", "--loss", "euclidean", "--season", "7"});
  CAPTURE(result.out);
  CHECK(result.status == 0);
  CHECK(result.err.empty());
  const std::size_t values = result.out.find("MASE  scaled"), row = result.out.find("\nlast value ", values);
  REQUIRE(row != result.out.npos);
  CHECK(result.out.substr(row, result.out.find('\n', row + 1) - row).find(" - ") != result.out.npos);
  CHECK(result.out.find("not finite") == result.out.npos);
}

TEST_CASE("what gaps and short series leave out is said") {
  const TempFolder folder;
  std::ostringstream text;
  text << "name,day,load\n";
  for (int t = 0; t < 200; ++t) {
    text << "a," << t << ',' << (t % 50 == 49 ? "" : to_text(load(t))) << '\n';
    if (t < 20) text << "b," << t << ',' << load(t) << '\n';  // no whole window
  }
  const Arguments arguments{"--data",    folder.write("two.csv", text.str()),
                            "--series",  "name",
                            "--window",  "24",
                            "--horizon", "6",
                            "--network", "linear",
                            "--loss",    "euclidean"};
  const json windows = report_of(arguments)["data"]["windows"];
  CHECK(windows["parts"]["train"]["series_left_out"] == 1);
  // Of the targets at days 49, 99 and 149, those of windows in the first 160 days: six windows each.
  CHECK(windows["linear_left_out"] == 18);
  const std::string table = train(arguments).out;
  CHECK(table.find(" (none from 1 of 2 series), targets from 24 to ") != table.npos);
  CHECK(table.find("\nThe linear forecast is fitted without 18 windows, for want of a target value.\n") != table.npos);
}
