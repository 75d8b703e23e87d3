// What a student looks into: align --matrices, train --explain, train --check-gradient.
#include <Eigen/Core>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/subprocess.hpp"
#include "support/temp_folder.hpp"

using namespace softwarp;
using nlohmann::json;

namespace {

using Arguments = std::vector<std::string>;

ProcessResult run(const std::string& program, const Arguments& arguments) {
  return run_process(SOFTWARP_BIN "/" + program, arguments);
}

json report_of(const std::string& program, Arguments arguments) {
  arguments.insert(arguments.end(), {"--json", "-"});
  const ProcessResult result = run(program, arguments);
  CAPTURE(program, arguments, result.err);
  REQUIRE(result.status == 0);
  return json::parse(result.out);
}

Eigen::MatrixXd matrix(const json& rows) {
  Eigen::MatrixXd values(static_cast<Eigen::Index>(rows.size()), static_cast<Eigen::Index>(rows[0].size()));
  for (Eigen::Index i = 0; i < values.rows(); ++i) {
    for (Eigen::Index j = 0; j < values.cols(); ++j)
      values(i, j) = rows[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)].get<double>();
  }
  return values;
}

double apart(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) { return (a - b).cwiseAbs().maxCoeff(); }

}  // namespace

TEST_CASE("align --matrices prints every number of the documentation's example") {
  const TempFolder folder;
  const std::string two = folder.write("two.txt", "0 1 2\n0 2 2\n");
  const std::string text = run("align", {two, "--gamma", "1", "--matrices"}).out;
  CAPTURE(text);
  for (const char* lines : {"  0.0000  4.0000  4.0000\n  1.0000  1.0000  1.0000\n  4.0000  0.0000  0.0000\n",     // Δ
                            "  0.0000  4.0000   8.0000\n  1.0000  0.6734   1.6375\n  5.0000  0.1227  -0.4631\n",  // r
                            "  1.0000  0.0132  0.0006\n  1.0000  0.5765  0.1224\n",                               // up
                            "  0.0000  0.2654  0.9647\n  0.0000  0.0076  0.5567\n",  // left
                            "  0.0000  0.7214  0.0346\n  0.0000  0.4159  0.3209\n",  // diagonal
                            "  1.0000  0.0144  0.0001\n  0.4374  0.7599  0.1224\n  0.0042  0.5567  1.0000\n",  // E
                            "  -0.0577  -0.8897  0.0170\n", "  -0.8918  1.5773  0.2451\n"}) {
    CAPTURE(lines);
    CHECK(text.find(lines) != std::string::npos);
  }
  const json matrices = report_of("align", {two, "--gamma", "1", "--matrices"})["matrices"];
  CHECK(matrices["cost"] == json::parse("[[0,4,4],[1,1,1],[4,0,0]]"));
  CHECK(matrix(matrices["E"])(1, 1) == Approx(0.7599).margin(5e-5));
  CHECK(matrix(matrices["dx"])(0, 1) == Approx(-0.8897).margin(5e-5));
}

TEST_CASE("align --matrices: bands, DTW, small units, and series that are too long") {
  const TempFolder folder;
  const std::string two = folder.write("two.txt", "0 1 2 5\n0 2 2 4\n");
  const json banded = report_of("align", {two, "--gamma", "0.1", "--matrices", "--band", "1"})["matrices"];
  CHECK(banded["cost"][0][2].is_null());
  CHECK(banded["E"][0][2] == 0);
  const json best = report_of("align", {two, "--gamma", "0", "--matrices"});
  double visited = 0;
  for (const auto& row : best["matrices"]["E"]) {
    for (const double e : row) visited += e;
  }
  CHECK(visited == static_cast<double>(best["path"].size()));
  CHECK(best["matrices"]["r"][3][3] == best["value"]);
  const std::string tiny = folder.write("tiny.txt", "0 1e-5 2e-5\n0 2e-5 2e-5\n");
  const std::string text = run("align", {tiny, "--gamma", "1e-10", "--matrices"}).out;
  CAPTURE(text);
  CHECK(text.find("4.0000e-10") != std::string::npos);
  std::string row = "0";
  for (int t = 1; t < 51; ++t) row += " " + std::to_string(t);
  const ProcessResult result = run("align", {folder.write("long.txt", row + "\n" + row + "\n"), "--matrices"});
  CHECK(result.status == 1);
  CHECK(
      result.err ==
      "align: --matrices: expected series of at most 50 steps, found 51 and 51; --plot alone draws E of longer ones\n");
}

TEST_CASE("train --explain: its numbers are those of the formulas, computed again by hand") {
  const json report = report_of("train", {"--explain", "2", "--hidden", "3", "--loss", "euclidean", "--preset", "paper",
                                          "--optimizer", "sgd", "--learning-rate", "0.01"});
  CHECK(report["explained"] == "series 2 of 30 training series of CBF (built in)");
  REQUIRE(report["lessons"].size() == 1);
  const json step = report["lessons"][0]["step"];
  const auto part = [&](int layer, int k, const char* what) {
    return matrix(step["layers"][static_cast<std::size_t>(layer)]["parts"][static_cast<std::size_t>(k)][what]);
  };
  const Eigen::VectorXd x = matrix(step["input"]).transpose(), target = matrix(step["target"]).transpose();
  const Eigen::VectorXd a = part(0, 0, "before") * x + part(0, 1, "before").transpose();
  const Eigen::VectorXd h = (1 + (-a.array()).exp()).inverse();
  const Eigen::VectorXd forecast = part(2, 0, "before") * h + part(2, 1, "before").transpose();
  CHECK(apart(forecast, matrix(step["forecast"]).transpose()) <= 1e-12);
  CHECK(step["value"].get<double>() == Approx((forecast - target).squaredNorm()));
  const Eigen::VectorXd dy = 2 * (forecast - target);
  CHECK(apart(dy, matrix(step["dy"]).transpose()) <= 1e-12);
  CHECK(apart(part(2, 0, "gradient"), dy * h.transpose()) <= 1e-12);
  const Eigen::VectorXd dh = part(2, 0, "before").transpose() * dy, da = dh.array() * h.array() * (1 - h.array());
  CHECK(apart(part(0, 0, "gradient"), da * x.transpose()) <= 1e-12);
  CHECK(apart(part(0, 1, "gradient"), da.transpose()) <= 1e-12);
  CHECK(apart(part(2, 0, "after"), part(2, 0, "before") - 0.01 * part(2, 0, "gradient")) <= 1e-12);
  CHECK(step["value_after"] < step["value"]);
  const std::string text = run("train", {"--explain", "2", "--hidden", "3", "--loss", "euclidean"}).out;
  for (const char* heading : {"\n1. Forward", "\n2. Loss", "\n3. Backward", "\n4. Step: adam", "0.weight [3×77]"})
    CHECK(text.find(heading) != std::string::npos);
}

TEST_CASE("train --check-gradient finds every gradient of every network and loss right") {
  const TempFolder folder;
  for (const Arguments& arguments :
       {Arguments{"--loss", "euclidean,softdtw,softdtw-divergence,sharp,dilate,dtw", "--gamma", "1,0.01"},
        Arguments{"--network", "mlp,linear,gru,conv", "--hidden", "4", "--preset", "paper"}}) {
    Arguments all = arguments;
    all.emplace_back("--check-gradient");
    const json report = report_of("train", all);
    std::size_t checks = 0;
    for (const json& lesson : report["lessons"]) {
      for (const json& check : lesson["checks"]) {
        CAPTURE(lesson["loss"], lesson["network"], check.dump());
        CHECK(check["verdict"] != "WRONG");
        checks += check["verdict"] == "right" ? 1 : 0;
      }
    }
    CHECK(checks > 30);
  }
}

TEST_CASE("train --explain and --check-gradient: what cannot stand beside them") {
  const auto error = [](Arguments arguments) {
    const ProcessResult result = run("train", arguments);
    return std::to_string(result.status) + " " + result.err;
  };
  CHECK(error({"--explain", "31"}) == "1 train: --explain: expected one of the 30 training series, found 31\n");
  CHECK(error({"--explain", "0"}).starts_with("2 train: --explain: expected"));
  CHECK(error({"--explain", "1", "--save", "x"}) ==
        "2 train: --save: expected a training for it, found --explain, which takes the place of one (see train "
        "--help)\n");
  CHECK(error({"--check-gradient", "--gamma", "auto"}) ==
        "2 train: --gamma: expected numbers beside --check-gradient, found auto (see train --help)\n");
  CHECK(error({"--explain", "1", "--init", "both"}) ==
        "2 train: --init: expected random beside --explain, found \"both\" (see train --help)\n");
  CHECK(error({"--explain", "1", "--optimizer", "lbfgs"}) ==
        "2 train: --optimizer: expected adam or sgd beside --explain, found lbfgs, which takes no single steps (see "
        "train --help)\n");
}
