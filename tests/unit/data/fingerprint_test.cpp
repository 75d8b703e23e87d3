#include "softwarp/data/fingerprint.hpp"

#include <cmath>
#include <limits>

#include "support/catch.hpp"

using namespace softwarp;

namespace {

SeriesSet two_series() {
  SeriesSet set{.name = "a", .dims = 1, .series = {}};
  set.series.push_back({.values = Matrix<double>{{1, 2, 3}}, .label = "1", .where = "a:1"});
  set.series.push_back({.values = Matrix<double>{{4, 5}}, .label = "2", .where = "a:2"});
  return set;
}

}  // namespace

TEST_CASE("a fingerprint depends on what is learned from, and on nothing else") {
  const std::string mark = fingerprint(two_series());
  CHECK(mark.size() == 16);
  CHECK(mark.find_first_not_of("0123456789abcdef") == mark.npos);

  SeriesSet set = two_series();
  set.name = set.series[0].label = set.series[0].where = "other";
  CHECK(fingerprint(set) == mark);

  set = two_series();
  set.series[1].values(0, 0) = std::nextafter(4.0, 5.0);
  CHECK(fingerprint(set) != mark);
  set = two_series();
  std::swap(set.series[0], set.series[1]);
  CHECK(fingerprint(set) != mark);
  set = two_series();
  set.series[0].values = Matrix<double>{{1, 2}};
  set.series[1].values = Matrix<double>{{3, 4, 5}};
  CHECK(fingerprint(set) != mark);

  set.series[0].values(0, 0) = std::numeric_limits<double>::quiet_NaN();
  SeriesSet other = set;
  other.series[0].values(0, 0) = -std::nan("7");
  CHECK(fingerprint(set) == fingerprint(other));
}

TEST_CASE("a fingerprint is FNV-1a over the bytes of sizes and values") {
  // By hand from the algorithm's definition: dims = 1 as 8 bytes, little-endian, and no series.
  std::uint64_t hash = 14695981039346656037ULL;
  for (const unsigned byte : {1U, 0U, 0U, 0U, 0U, 0U, 0U, 0U}) {
    hash ^= byte;
    hash *= 1099511628211ULL;
  }
  std::string hexadecimal(16, '0');
  for (std::size_t k = 16; k-- > 0; hash /= 16) hexadecimal[k] = "0123456789abcdef"[hash % 16];
  CHECK(fingerprint({.name = "", .dims = 1, .series = {}}) == hexadecimal);
}
