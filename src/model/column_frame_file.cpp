#include "softwarp/model/column_frame_file.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "softwarp/core/error.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/model/weights.hpp"

namespace softwarp {
namespace {

constexpr std::array kUnits{std::pair{Clock::Unit::rows, "rows"}, std::pair{Clock::Unit::numbers, "numbers"},
                            std::pair{Clock::Unit::microseconds, "microseconds"},
                            std::pair{Clock::Unit::months, "months"}};

// Texts of the metadata under "columns.", each read as what it has to be.
class Texts {
 public:
  Texts(const TensorFile& file, const std::string& path) : file_(file), path_(path) {}

  const std::string& text(const std::string& key) const {
    const auto found = file_.metadata.find("columns." + key);
    if (found == file_.metadata.end())
      throw Error(path_ + ": expected \"columns." + key + "\" in the metadata, found none");
    return found->second;
  }

  long long number(const std::string& key, long long high) const {
    const auto number = parse_integer(text(key));
    if (!number || *number < 1 || *number > high) reject(key, "a whole number from 1 to " + std::to_string(high));
    return *number;
  }

  [[noreturn]] void reject(const std::string& key, const std::string& expected) const {
    throw Error(path_ + ": columns." + key + ": expected " + expected + ", found " + in_quotes(text(key)));
  }

 private:
  const TensorFile& file_;
  const std::string& path_;
};

std::vector<std::string> names_in(const Texts& texts) {
  const std::string expected = "a list of names";
  const auto json = nlohmann::json::parse(texts.text("names"), nullptr, /*allow_exceptions=*/false);
  if (!json.is_array() || json.empty()) texts.reject("names", expected);
  std::vector<std::string> names;
  for (const auto& name : json) {
    if (!name.is_string()) texts.reject("names", expected);
    names.push_back(name.get<std::string>());
  }
  return names;
}

Vector<double> take_vector(TensorFile& file, const std::string& name, std::size_t size, const std::string& path) {
  const std::string where = path + ": " + name;
  const auto found = file.tensors.find(name);
  if (found == file.tensors.end()) throw Error(where + ": expected a tensor, found none");
  const std::vector<std::uint64_t> shape{size};
  if (found->second.shape != shape)
    throw Error(where + ": expected shape " + shape_in_words(shape) + ", found " + shape_in_words(found->second.shape));
  Vector<double> numbers = from_tensor<double>(found->second, where);
  if (!numbers.allFinite()) throw Error(where + ": expected finite numbers, found others");
  file.tensors.erase(found);
  return numbers;
}

}  // namespace

void add_columns(const ColumnFrame& frame, TensorFile& file) {
  using nlohmann::json;
  const std::string unit =
      std::ranges::find(kUnits, frame.clock.unit, [](const auto& known) { return known.first; })->second;
  file.metadata["columns.names"] = json(frame.columns).dump(-1, ' ', false, json::error_handler_t::replace);
  file.metadata["columns.targets"] = std::to_string(frame.targets);
  file.metadata["columns.channels"] = frame.channels == Channels::all ? "all" : "each";
  file.metadata["columns.time"] = frame.time;
  file.metadata["columns.series"] = frame.series;
  file.metadata["columns.clock"] = unit;
  file.metadata["columns.distance"] = std::to_string(frame.clock.distance);
  const std::vector<std::uint64_t> shape{frame.columns.size()};
  file.tensors["columns.mean"] = to_tensor<double>(frame.mean, shape);
  file.tensors["columns.deviation"] = to_tensor<double>(frame.deviation, shape);
}

ColumnFrame take_columns(TensorFile& file, const std::string& path) {
  const Texts texts(file, path);
  ColumnFrame frame;
  frame.columns = names_in(texts);
  frame.targets = static_cast<Index>(texts.number("targets", static_cast<long long>(frame.columns.size())));
  const std::string& channels = texts.text("channels");
  if (channels != "each" && channels != "all") texts.reject("channels", "each or all");
  frame.channels = channels == "all" ? Channels::all : Channels::each;
  frame.time = texts.text("time");
  frame.series = texts.text("series");
  const std::string& unit = texts.text("clock");
  const auto known = std::ranges::find(kUnits, unit, [](const auto& entry) { return entry.second; });
  if (known == kUnits.end()) texts.reject("clock", "rows, numbers, microseconds or months");
  frame.clock.unit = known->first;
  frame.clock.distance = texts.number("distance", std::numeric_limits<long long>::max());
  frame.mean = take_vector(file, "columns.mean", frame.columns.size(), path);
  frame.deviation = take_vector(file, "columns.deviation", frame.columns.size(), path);
  if (!(frame.deviation.array() > 0).all())
    throw Error(path + ": columns.deviation: expected numbers above 0, found others");
  return frame;
}

}  // namespace softwarp
