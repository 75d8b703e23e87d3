// Error of the gradient against a long double reference: ‖error‖₂/‖gradient‖₂ over pairs of random walks.
#include <cstdio>

#include "support/alignment_support.hpp"

using namespace softwarp;
using namespace softwarp::test;

namespace {

template <class Real>
void report(const char* name, Index length, double gamma, Index count) {
  Random random(static_cast<std::uint64_t>(length));
  Pairs<Real> data;
  for (Index b = 0; b < count; ++b) data.add(random_walk<Real>(random, length), random_walk<Real>(random, length));
  data.align({.gamma = gamma});
  std::vector<double> errors;
  for (std::size_t b = 0; b < data.x.size(); ++b) {
    errors.push_back(relative_error(data.dx[b], exact(data.x[b], data.y[b], 1, {.gamma = gamma}).dx));
  }
  std::sort(errors.begin(), errors.end());
  std::printf("%-7s %-5s %5td %8g  %9.1e %9.1e\n", name, simd_name().c_str(), length, gamma, errors[errors.size() / 2],
              errors.back());
}

}  // namespace

int main() {
  std::puts("type    SIMD  length    gamma     median     worst");
  for (const Index length : {38, 128, 512}) {
    for (const double gamma : {10.0, 1.0, 0.1, 0.01, 0.001}) {
      report<float>("float", length, gamma, 200);
      report<double>("double", length, gamma, 200);
    }
  }
}
