// Values, gradients and entropies of Google's soft-dtw-divergences, whose cost is ½‖x_i − y_j‖²; tslearn's
// normalised soft-DTW.
#include <fstream>
#include <nlohmann/json.hpp>

#include "softwarp/alignment/expected_alignment.hpp"
#include "softwarp/loss/registry.hpp"
#include "support/catch.hpp"

using namespace softwarp;
using nlohmann::json;

namespace {

Matrix<double> matrix_of(const json& steps) {
  Matrix<double> series(steps[0].size(), steps.size());  // [D×T]
  for (Index t = 0; t < series.cols(); ++t) {
    for (Index k = 0; k < series.rows(); ++k)
      series(k, t) = steps[static_cast<std::size_t>(t)][static_cast<std::size_t>(k)].get<double>();
  }
  return series;
}

json golden(const std::string& name) {
  std::ifstream file(SOFTWARP_GOLDEN_DIR "/" + name);
  return json::parse(file);
}

}  // namespace

TEST_CASE("losses and divergences agree with the published implementation, value and gradient") {
  int seen = 0;
  for (const json& entry : golden("divergences.json")) {
    const Matrix<double> x = matrix_of(entry["x"]), y = matrix_of(entry["y"]);
    const Index dims = x.rows();
    for (const json& result : entry["results"]) {
      const auto gamma = result["gamma"].get<double>();
      for (const auto& [name, key] : {std::pair<std::string, std::string>{"softdtw", "sdtw"},
                                      {"softdtw-divergence", "sdtw_div"},
                                      {"sharp", "sharp_sdtw"},
                                      {"sharp-divergence", "sharp_sdtw_div"}}) {
        CAPTURE(entry["id"].get<std::string>(), gamma, name);
        const auto loss = make_loss<double>({.name = name, .gamma = gamma, .cost = "halfsqeuclidean"});
        Vector<double> value(1), dx(x.size());
        loss->pairs({x.reshaped(), dims}, {y.reshaped(), dims}, value, dx);
        // A divergence is a difference of numbers of the size of soft-DTW.
        const double size = std::max(std::abs(result["sdtw"].get<double>()), gamma);
        CHECK(std::abs(value[0] - result[key].get<double>()) <= 1e-9 * std::max(size, std::abs(value[0])));
        const Matrix<double> wanted = matrix_of(result[key + "_grad"]);
        const double largest = wanted.cwiseAbs().maxCoeff();
        CHECK((dx.reshaped(dims, x.cols()) - wanted).cwiseAbs().maxCoeff() <= 1e-7 * std::max(largest, 1e-3));
        ++seen;
      }
      const Alignment<double> how{.gamma = gamma, .cost = make_cost<double>("halfsqeuclidean")};
      // That of the published one, which is a difference of values over gamma.
      const double rounding = 1e-14 * std::abs(result["sharp_sdtw"].get<double>()) / gamma;
      CHECK(alignment_entropy({x.data(), dims, x.cols()}, {y.data(), dims, y.cols()}, how) ==
            Approx(result["entropy"].get<double>()).epsilon(1e-9).margin(1e-12 + rounding));
    }
  }
  CHECK(seen > 100);
}

TEST_CASE("the soft-DTW divergence is tslearn's normalised soft-DTW") {
  const json cdist = golden("tslearn_misc.json")["cdist"];
  const auto gamma = cdist["gamma"].get<double>();
  for (const auto& [name, key] : {std::pair<std::string, std::string>{"softdtw", "cdist_soft_dtw"},
                                  {"softdtw-divergence", "cdist_soft_dtw_normalized"}}) {
    const auto loss = make_loss<double>({.name = name, .gamma = gamma});
    for (std::size_t a = 0; a < 3; ++a) {
      for (std::size_t b = 0; b < 3; ++b) {
        const auto values = [&](std::size_t k) {
          const auto numbers = cdist["X"][k].get<std::vector<double>>();
          return Matrix<double>(
              Eigen::Map<const Matrix<double>>(numbers.data(), static_cast<Index>(numbers.size()), 1));
        };
        CHECK(loss->mean({values(a)}, {values(b)}) == Approx(cdist[key][a][b].get<double>()).epsilon(1e-12));
      }
    }
  }
}
