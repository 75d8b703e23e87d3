/// What libc++ 14 lacks of C++20's standard library and softwarp uses; read before every file (-include). So the sources
/// stay as they are: with Debian 13's libc++ 19, this file can go.
#pragma once

#include <algorithm>
#include <atomic>
#include <functional>
#include <iterator>
#include <ranges>

namespace std {

/// Of one thread, as all of the playground is.
template <class T>
class atomic_ref {
 public:
  explicit atomic_ref(T& value) : value_(value) {}
  T load(memory_order) const { return __atomic_load_n(&value_, __ATOMIC_RELAXED); }

 private:
  T& value_;
};

namespace ranges {

template <class Range, class Value, class Projection = identity>
constexpr auto find(Range&& range, const Value& value, Projection projection = {}) {
  return std::find_if(begin(range), end(range), [&](const auto& each) { return invoke(projection, each) == value; });
}

template <class Range, class Predicate>
constexpr bool any_of(Range&& range, Predicate predicate) {
  return std::any_of(begin(range), end(range), predicate);
}

template <class Range, class Predicate>
constexpr bool all_of(Range&& range, Predicate predicate) {
  return std::all_of(begin(range), end(range), predicate);
}

/// The order of what a projection makes of two things.
template <class Order, class Projection>
constexpr auto projected(Order order, Projection projection) {
  return [=](const auto& a, const auto& b) { return order(invoke(projection, a), invoke(projection, b)); };
}

template <class Range, class Order = less, class Projection = identity>
void sort(Range&& range, Order order = {}, Projection projection = {}) {
  std::sort(begin(range), end(range), projected(order, projection));
}

template <class Range, class Order = less, class Projection = identity>
void stable_sort(Range&& range, Order order = {}, Projection projection = {}) {
  std::stable_sort(begin(range), end(range), projected(order, projection));
}

template <class Range>
void reverse(Range&& range) {
  std::reverse(begin(range), end(range));
}

template <class Range, class Out, class Projection>
constexpr void transform(const Range& range, Out out, Projection projection) {
  for (const auto& each : range) *out++ = invoke(projection, each);
}

template <class Range, class Order = less, class Projection = identity>
constexpr auto min(const Range& range, Order order = {}, Projection projection = {}) {
  return *std::min_element(begin(range), end(range), projected(order, projection));
}

template <class Range, class Order = less, class Projection = identity>
constexpr auto max(const Range& range, Order order = {}, Projection projection = {}) {
  return *std::max_element(begin(range), end(range), projected(order, projection));
}

}  // namespace ranges
}  // namespace std
