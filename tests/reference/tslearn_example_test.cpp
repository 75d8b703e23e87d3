#include <fstream>
#include <nlohmann/json.hpp>

#include "softwarp/loss/registry.hpp"
#include "support/catch.hpp"

using namespace softwarp;

TEST_CASE("the documented example of tslearn's soft-DTW loss: value and gradient") {
  std::ifstream file(SOFTWARP_GOLDEN_DIR "/tslearn_doc_example.json");
  const auto golden = nlohmann::json::parse(file);
  const Matrix<double> x = Matrix<double>::Zero(6, 4);
  const Matrix<double> y = Vector<double>::LinSpaced(24, 0, 23).reshaped(6, 4);
  Matrix<double> dx(6, 4);
  const double mean = make_loss<double>({"softdtw", golden["gamma"].get<double>()})->mean({x, 2}, {y, 2}, dx);
  CHECK(mean == Approx(1080.9999977300).epsilon(1e-12));

  // The arbiter computes in long double. The documentation prints −2.5 for the last step of the first series: there
  // tslearn is wrong.
  const auto& gradient = golden["arbiter"]["grad_of_mean"];
  CHECK(dx(5, 0) == Approx(-2.5000680978).epsilon(1e-10));
  for (Index b = 0; b < 4; ++b) {
    for (Index k = 0; k < 6; ++k) {
      const auto expected =
          gradient[static_cast<std::size_t>(b)][static_cast<std::size_t>(k / 2)][static_cast<std::size_t>(k % 2)]
              .get<double>();
      CHECK(dx(k, b) == Approx(expected).epsilon(1e-9).margin(1e-12));
    }
  }
}
