#include "softwarp/data/ts_file.hpp"

#include <algorithm>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

#include "softwarp/core/error.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/data/fields.hpp"
#include "softwarp/data/text_lines.hpp"

namespace softwarp {
namespace {

// The parts between separators.
std::vector<std::string_view> parts_of(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto end = text.find(separator);
    parts.push_back(trimmed(text.substr(0, end)));
    if (end == text.npos) return parts;
    text.remove_prefix(end + 1);
  }
}

// What the keys say.
struct Keys {
  std::optional<Index> dims;
  bool equal_length = false, has_class = false, has_target = false;
  std::vector<std::string> classes;
};

bool truth(const std::string& word, const std::string& key, const std::string& where) {
  if (in_lower_case(word) == "true") return true;
  if (in_lower_case(word) == "false") return false;
  throw Error(where + ": expected " + key + " true or false, found " + shown_field(word));
}

Keys read_keys(TextLines& lines) {
  Keys keys;
  std::optional<bool> univariate;
  while (const char* const line = lines.next()) {
    const std::string_view text = trimmed(line);
    if (text.empty() || text.front() == '#') continue;
    const std::string where = lines.where();
    if (text.front() != '@') throw Error(where + ": expected a key with an @ or @data, found " + in_quotes(text));
    std::istringstream words{std::string(text)};
    std::string as_written, word;
    words >> as_written >> word;
    const std::string key = in_lower_case(as_written);
    if (key == "@data") {
      if (univariate == true && keys.dims.value_or(1) != 1)
        throw Error(where + ": expected one dimension, as @univariate says, found @dimensions " +
                    std::to_string(*keys.dims));
      if (univariate == true) keys.dims = 1;
      return keys;
    }
    if (key == "@attribute") throw Error(where + ": expected a .ts file, found an .arff file");
    if (key == "@timestamps" && truth(word, as_written, where))
      throw Error(where + ": expected @timeStamps false, found true; time stamps in .ts files are not read");
    if (key == "@univariate") univariate = truth(word, as_written, where);
    if (key == "@equallength") keys.equal_length = truth(word, as_written, where);
    if (key == "@targetlabel") keys.has_target = truth(word, as_written, where);
    if (key == "@dimension" || key == "@dimensions") {
      const auto number = parse_integer(word);
      if (!number || *number < 1 || *number > 1'000'000)
        throw Error(where + ": expected a number of dimensions from 1 to 1000000, found " + shown_field(word));
      keys.dims = *number;
    }
    if (key == "@classlabel") {
      keys.has_class = truth(word, as_written, where);
      while (words >> word) keys.classes.push_back(label_of(word).value_or(word));
    }
  }
  throw Error(lines.path() + ": expected the series after a line @data, found no such line");
}

std::string read_last_label(std::string_view field, const Keys& keys, const std::string& where) {
  const std::string label = label_of(field).value_or(std::string(field));
  if (label.empty()) throw Error(where + ": expected a class label behind the last colon, found nothing");
  if (!keys.classes.empty() && std::ranges::find(keys.classes, label) == keys.classes.end())
    throw Error(where + ": expected one of the class labels in @classLabel, found " + in_quotes(field));
  return label;
}

// Shapes: → [D×T].
Matrix<double> read_dimensions(const std::vector<std::string_view>& dimensions, const std::string& where) {
  Matrix<double> values;
  for (std::size_t d = 0; d < dimensions.size(); ++d) {
    const std::vector<std::string_view> fields = parts_of(dimensions[d], ',');
    const auto row = static_cast<Index>(d), steps = static_cast<Index>(fields.size());
    if (d == 0) values.resize(static_cast<Index>(dimensions.size()), steps);
    const auto fail = [&](const std::string& expected, const std::string& found) {
      throw Error(where + ": dimension " + std::to_string(d + 1) + ": expected " + expected + ", found " + found);
    };
    if (steps != values.cols()) fail(std::to_string(values.cols()) + " steps as in the first", std::to_string(steps));
    for (Index t = 0; t < steps; ++t) {
      const std::string_view field = fields[static_cast<std::size_t>(t)];
      const auto value = value_of(field == "?" ? "NaN" : field);
      if (!value) fail("a number at step " + std::to_string(t + 1), shown_field(field));
      values(row, t) = *value;
    }
  }
  return values;
}

}  // namespace

void read_ts(std::istream& in, const std::string& path, const std::optional<Index>& dims, SeriesSet& set) {
  TextLines lines(in, path);
  const Keys keys = read_keys(lines);
  const bool has_last = keys.has_class || keys.has_target;
  set.reading = ".ts file, " + std::string(keys.has_class    ? "label at the end of a row"
                                           : keys.has_target ? "no label, target at the end of a row left out"
                                                             : "no label");
  Index length = 0;  // of the first series
  while (const char* const line = lines.next()) {
    const std::string_view row = trimmed(line);
    if (row.empty() || row.front() == '#') continue;
    const std::string where = lines.where();
    std::vector<std::string_view> parts = parts_of(row, ':');
    std::string label;
    if (has_last && parts.size() < 2)
      throw Error(where + ": expected a " + (keys.has_class ? "class label" : "target") +
                  " behind a colon, found no colon");
    if (keys.has_class) label = read_last_label(parts.back(), keys, where);
    if (has_last) parts.pop_back();

    const bool first = set.series.empty();
    const auto found = static_cast<Index>(parts.size());
    const auto check = [&](Index expected, const char* why) {
      if (found != expected)
        throw Error(where + ": expected " + std::to_string(expected) + " dimensions" + why + ", found " +
                    std::to_string(found));
    };
    if (keys.dims) check(*keys.dims, " as the keys say");
    if (!first) check(set.dims, " as in the first row");
    if (dims) check(*dims, "");
    set.dims = found;
    Series series{.values = read_dimensions(parts, where), .label = std::move(label), .where = where};
    if (first) length = series.length();
    if (keys.equal_length && series.length() != length)
      throw Error(where + ": expected " + std::to_string(length) + " steps as in the first row, found " +
                  std::to_string(series.length()) + "; @equalLength is true");
    append(set, std::move(series));
  }
}

}  // namespace softwarp
