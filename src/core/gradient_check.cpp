#include "softwarp/core/gradient_check.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iomanip>
#include <sstream>
#include <utility>

#include "softwarp/core/error.hpp"
#include "softwarp/core/interrupt.hpp"

namespace softwarp {
namespace {

using Function = std::function<double(const Vector<double>&)>;

// A few coordinates of a function around a point.
class Differences {
 public:
  Differences(const Function& f, const Vector<double>& at, double epsilon)
      : f_(f), at_(at), moved_(at), epsilon_(epsilon) {}

  /// f where coordinate k is moved by `distance`.
  double value(Index k, double distance) {
    check_interrupt();
    moved_[k] += distance;
    const double value = f_(moved_);
    moved_[k] = at_[k];
    size_ = std::max(size_, std::abs(value));
    return value;
  }

  double central(Index k, double h) {
    constexpr std::array kWeights{45, -9, 1};
    double sum = 0;
    for (std::size_t s = 0; s < kWeights.size(); ++s) {
      const double distance = static_cast<double>(s + 1) * h;
      sum += kWeights[s] * (value(k, distance) - value(k, -distance));
    }
    return sum / (60 * h);
  }

  Vector<double> central(const std::vector<Index>& entries, double h) {
    Vector<double> all(static_cast<Index>(entries.size()));
    for (Index i = 0; i < all.size(); ++i) all[i] = central(entries[static_cast<std::size_t>(i)], h);
    return all;
  }

  /// What rounding of the values and of the point may do to a difference with step h, of a slope of this size.
  double rounding(Index k, double h, double slope) const {
    return 8 * epsilon_ * (size_ + std::abs(slope * at_[k])) / h;
  }

  /// Whether the slope jumps at the point, from one side of this number to the other, by more than `tolerance`: where it
  /// only bends, a quarter of the step leaves a quarter of the jump. The steps are as small as rounding allows.
  bool jumps_across(Index k, double slope, double tolerance, double largest) {
    const double h = 64 * epsilon_ * (size_ + std::abs(largest * at_[k])) / tolerance, here = value(k, 0);
    const auto slopes = [&](double step) {
      return std::minmax({(here - value(k, -step)) / step, (value(k, step) - here) / step});
    };
    const auto [far_low, far_high] = slopes(h);
    const auto [low, high] = slopes(h / 4);
    const bool jumps = high - low > tolerance && high - low > (far_high - far_low) / 2;
    return jumps && low - tolerance <= slope && slope <= high + tolerance;
  }

 private:
  const Function& f_;
  const Vector<double>& at_;
  Vector<double> moved_;
  double epsilon_;
  double size_ = 0;  // the largest |f| met
};

// `most` of the entries at even distances; none at which there is no number.
std::vector<Index> evenly_drawn(const Vector<double>& at, Index most) {
  std::vector<Index> all, drawn;
  for (Index k = 0; k < at.size(); ++k) {
    if (std::isfinite(at[k])) all.push_back(k);
  }
  const auto count = static_cast<Index>(all.size());
  const Index take = std::min(count, most);
  for (Index i = 0; i < take; ++i) drawn.push_back(all[static_cast<std::size_t>((2 * i + 1) * count / (2 * take))]);
  return drawn;
}

double root_mean_square(const Vector<double>& at) {
  double sum = 0, count = 0;
  for (const double number : at) {
    if (!std::isfinite(number)) continue;
    sum += number * number;
    ++count;
  }
  return sum > 0 ? std::sqrt(sum / count) : 1;
}

// Of steps from h downwards, each a quarter of the one before, that whose differences agree best with the next, and with
// which rounding does least: below it, differences may agree because they are all 0.
double best_step(Differences& differences, const std::vector<Index>& entries, double h) {
  constexpr int kSteps = 14;
  double best = h, least = std::numeric_limits<double>::infinity();
  Vector<double> now = differences.central(entries, h);
  for (int i = 1; i < kSteps; ++i) {
    const Vector<double> next = differences.central(entries, h / 4);
    double doubt = (now - next).cwiseAbs().maxCoeff();
    for (Index k = 0; k < now.size(); ++k)
      doubt = std::max(doubt, differences.rounding(entries[static_cast<std::size_t>(k)], h, now[k]) / 8);
    if (doubt < least) {
      least = doubt;
      best = h;
    }
    h /= 4;
    now = next;
  }
  return best;
}

double first_step(Differences& differences, const Vector<double>& at) {
  constexpr Index kProbes = 16;
  return best_step(differences, evenly_drawn(at, kProbes), std::exp2(std::floor(std::log2(root_mean_square(at)))) / 8);
}

struct Entry {
  Index place;
  double analytic, numeric, step;

  double apart() const {  // NaN is furthest
    const double distance = std::abs(analytic - numeric);
    return std::isnan(distance) ? std::numeric_limits<double>::infinity() : distance;
  }
};

// Those furthest apart first.
std::vector<Entry> compare(Differences& differences, const Vector<double>& g, const std::vector<Index>& places,
                           double common_step, double tolerance) {
  std::vector<Entry> entries;
  for (const Index k : places) {
    Entry entry{k, g[k], differences.central(k, common_step), common_step};
    // Where they differ, a kink may lie within reach of this step, but not of a smaller one.
    if (!(entry.apart() <= tolerance * std::abs(entry.numeric))) {
      entry.step = best_step(differences, {k}, common_step);
      entry.numeric = differences.central(k, entry.step);
    }
    entries.push_back(entry);
  }
  std::ranges::stable_sort(entries, std::greater(), &Entry::apart);
  return entries;
}

// "(3, 1)" for an entry of a shape {10, 4}.
std::string place(Index entry, const std::vector<Index>& shape) {
  std::ostringstream text;
  text << '(';
  for (std::size_t k = 0; k < shape.size(); ++k) {
    text << (k == 0 ? "" : ", ") << entry % shape[k];
    entry /= shape[k];
  }
  text << ')';
  return text.str();
}

std::string extents(const std::vector<Index>& shape) {
  std::ostringstream text;
  for (std::size_t k = 0; k < shape.size(); ++k) text << (k == 0 ? "" : "x") << shape[k];
  return text.str();
}

}  // namespace

std::string to_text(GradientVerdict verdict) {
  if (verdict == GradientVerdict::kink) return "at a kink";
  if (verdict == GradientVerdict::unclear) return "cannot tell";
  return verdict == GradientVerdict::right ? "right" : "WRONG";
}

double GradientCheck::error() const { return largest > 0 ? std::abs(analytic - numeric) / largest : 0; }

GradientVerdict GradientCheck::verdict() const {
  constexpr double kResolved = 1e-3;  // of the largest entry
  if (compared == 0) return GradientVerdict::unclear;
  const double apart = std::abs(analytic - numeric);
  if (std::isfinite(apart) && apart <= tolerance * largest + rounding)
    return rounding > kResolved * largest && largest > 0 ? GradientVerdict::unclear : GradientVerdict::right;
  return at_kink ? GradientVerdict::kink : GradientVerdict::wrong;
}

GradientCheck check_gradient(std::string name, const Function& f, const Vector<double>& at, const Vector<double>& g,
                             std::vector<Index> shape, const GradientCheckOptions& options) {
  if (g.size() != at.size())
    throw Error(name + ": expected a gradient of " + std::to_string(at.size()) + " numbers, found " +
                std::to_string(g.size()));
  if (options.most < 1 || !(options.tolerance > 0) || !(options.epsilon > 0))
    throw Error(name + ": expected a tolerance > 0, a precision > 0 and at least one entry to compare");
  GradientCheck check{.name = std::move(name), .shape = std::move(shape), .tolerance = options.tolerance};
  const std::vector<Index> drawn = evenly_drawn(at, options.most);
  check.compared = static_cast<Index>(drawn.size());
  if (drawn.empty()) return check;

  Differences differences(f, at, options.epsilon);
  const std::vector<Entry> entries = compare(differences, g, drawn, first_step(differences, at), options.tolerance);
  for (const Entry& entry : entries)
    check.largest = std::max({check.largest, std::abs(entry.analytic), std::abs(entry.numeric)});
  const auto report = [&](const Entry& entry) {
    GradientCheck worst = check;
    worst.worst = entry.place;
    worst.step = entry.step;
    worst.analytic = entry.analytic;
    worst.numeric = entry.numeric;
    worst.rounding = differences.rounding(entry.place, entry.step, check.largest);
    return worst;
  };
  // The first that is wrong; else the first at a kink; else the one furthest off.
  GradientCheck worst = report(entries.front());
  for (const Entry& entry : entries) {
    GradientCheck found = report(entry);
    if (found.verdict() != GradientVerdict::wrong) break;
    found.at_kink =
        differences.jumps_across(entry.place, entry.analytic, found.tolerance * found.largest, found.largest);
    if (!found.at_kink) return found;
    if (!worst.at_kink) worst = found;
  }
  return worst;
}

bool none_wrong(const std::vector<GradientCheck>& checks) {
  return std::ranges::all_of(checks, [](const auto& check) { return check.verdict() != GradientVerdict::wrong; });
}

std::string to_text(const std::vector<GradientCheck>& checks) {
  std::size_t width = std::string("gradient").size();
  for (const GradientCheck& check : checks) width = std::max(width, check.name.size());
  std::ostringstream text, advice;
  const auto add = [&](const std::string& name, const auto& shape, const auto& compared, const auto& worst,
                       const auto& analytic, const auto& numeric, const auto& error, const auto& step,
                       const std::string& verdict) {
    text << std::left << std::setw(static_cast<int>(width)) << name << "  " << std::setw(10) << shape << std::right
         << std::setw(9) << compared << "  " << std::left << std::setw(12) << worst << std::right
         << std::setprecision(6) << std::setw(13) << analytic << std::setw(13) << numeric << std::setprecision(2)
         << std::setw(10) << error << std::setw(10) << step << "  " << verdict << '\n';
  };
  add("gradient", "shape", "compared", "worst entry", "analytic", "numeric", "relative", "step h", "verdict");
  for (const GradientCheck& check : checks) {
    const std::string worst = place(check.worst, check.shape);
    add(check.name, extents(check.shape), check.compared, worst, check.analytic, check.numeric, check.error(),
        check.step, to_text(check.verdict()));
    if (check.verdict() == GradientVerdict::kink) {
      advice << check.name << ": the slope jumps at entry " << worst << "; move the point a little and check again\n";
    } else if (check.verdict() == GradientVerdict::unclear && check.compared > 0) {
      advice << check.name << ": too small beside the value to be told from rounding\n";
    } else if (check.verdict() == GradientVerdict::unclear) {
      advice << check.name << ": nothing to compare, as the point has no finite number\n";
    } else if (check.verdict() == GradientVerdict::wrong && !std::isfinite(check.numeric)) {
      advice << check.name << ": the value is no finite number near entry " << worst << "\n";
    } else if (check.verdict() == GradientVerdict::wrong && !std::isfinite(check.analytic)) {
      advice << check.name << ": no finite number at entry " << worst << "; look for 0/0, log 0 or an overflow\n";
    } else if (check.verdict() == GradientVerdict::wrong) {
      advice << check.name << ": analytic/numeric = " << std::setprecision(4)
             << check.analytic / check.numeric + 0.0  // +: of −0, 0
             << " at entry " << worst << "; numeric is the slope of the value\n";
    }
  }
  return text.str() + advice.str();
}

}  // namespace softwarp
