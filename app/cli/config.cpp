#include "app/cli/config.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <sstream>

#include "app/cli/program.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/file.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/core/utf8.hpp"

namespace softwarp {
namespace {

// The options that a configuration may set, in the order of --help.
std::vector<OptionSpec> configurable(const CommandSpec& spec) {
  std::vector<OptionSpec> options;
  for (const OptionGroup& group : spec.groups) {
    for (const OptionSpec& option : group.options) {
      const std::string& name = option.name;
      if (name == "help" || name == "version" || name == "config" || name == "print-config") continue;
      options.push_back(option);
    }
  }
  return options;
}

std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);  // distances of the first i letters of a to every prefix of b
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, changed}));
    }
  }
  return row.back();
}

// The text of a string or number, or nothing for values of other types.
std::optional<std::string> scalar(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  if (const auto* number = node.as_floating_point()) return to_text(number->get());
  return std::nullopt;
}

std::optional<std::string> comma_list(const toml::array& items) {
  std::string list;
  for (const toml::node& item : items) {
    const auto text = scalar(item);
    if (!text || text->empty() || text->find(',') != text->npos) return std::nullopt;
    list += (list.empty() ? "" : ",") + *text;
  }
  return list.empty() ? std::nullopt : std::optional(list);
}

std::string value_of(const toml::node& node, const OptionSpec& option, const std::string& where) {
  const auto* truth = node.as_boolean();
  if (option.is_flag()) {
    if (truth == nullptr) throw UsageError(where + option.name + ": expected true or false, found something else");
    return truth->get() ? "true" : "false";
  }
  const auto text = node.is_array() ? comma_list(*node.as_array()) : scalar(node);
  if (!text)
    throw UsageError(where + option.name + ": expected a string, a number or a list of these, found something else");
  // A command line and the name of a file end there.
  if (text->find('\0') != text->npos)
    throw UsageError(where + option.name + ": expected a string without the character \\u0000, found one with it");
  return *text;
}

// As a number if it reads back to the same text, otherwise in quotes.
std::string toml_scalar(const std::string& text) {
  if (const auto whole = parse_integer(text); whole && std::to_string(*whole) == text) return text;
  const auto number = parse_double(text);
  const bool toml_float = text.find('.') != text.npos && text.find('e') == text.npos;
  if (number && toml_float && to_text(*number) == text) return text;
  std::ostringstream quoted;
  const bool literal = std::ranges::none_of(text, [](unsigned char c) { return c < ' ' || c == 127; });
  const auto flags = literal ? toml::format_flags::allow_literal_strings : toml::format_flags::none;
  quoted << toml::toml_formatter(toml::value<std::string>(text), flags | toml::format_flags::allow_unicode_strings);
  return quoted.str();
}

std::string toml_value(const std::string& text, bool is_flag) {
  if (is_flag) return text;
  if (text.find(',') == text.npos) return toml_scalar(text);
  std::string list;
  std::istringstream items(text);
  for (std::string item; std::getline(items, item, ',');) {
    if (item.empty()) return toml_scalar(text);  // not a list, but a text with commas
    list += (list.empty() ? "[" : ", ") + toml_scalar(item);
  }
  return text.back() == ',' ? toml_scalar(text) : list + "]";
}

}  // namespace

std::string nearest_word(const std::string& word, const std::vector<std::string>& words) {
  constexpr std::size_t kLongest = 40;  // no option is similar to a longer word
  std::string nearest;
  std::size_t least = std::max<std::size_t>(2, word.size() / 3) + 1;
  if (word.size() > kLongest) return nearest;
  for (const std::string& other : words) {
    const std::size_t distance = edit_distance(word, other);
    if (distance < least) {
      least = distance;
      nearest = other;
    }
  }
  return nearest;
}

OptionValues parse_config(std::string_view text, const std::string& path, const CommandSpec& spec) {
  const auto line_of = [&](const toml::source_region& source) {
    return path + ":" + std::to_string(source.begin.line) + ": ";
  };
  toml::table table;
  try {
    table = toml::parse(text, path);
  } catch (const toml::parse_error& error) {
    throw UsageError(line_of(error.source()) + "expected TOML, found: " + one_line(error.description()));
  }
  const std::vector<OptionSpec> options = configurable(spec);
  OptionValues values;
  for (const auto& [key, node] : table) {
    const std::string where = line_of(key.source());
    const auto option = std::ranges::find(options, key.str(), &OptionSpec::name);
    if (option == options.end()) {
      std::vector<std::string> names;
      names.reserve(options.size());
      for (const OptionSpec& known : options) names.push_back(known.name);
      const std::string nearest = nearest_word(std::string(key.str()), names);
      throw UsageError(where + "expected the name of an option, found " + in_quotes(key.str()) +
                       (nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?"));
    }
    values.emplace_back(option->name, value_of(node, *option, where));
  }
  return values;
}

OptionValues read_config(const std::string& path, const CommandSpec& spec) {
  if (std::error_code ignored; std::filesystem::is_directory(path, ignored))
    throw Error(path + ": expected a configuration file, found a folder");
  InputStream file(path);
  constexpr std::size_t kLargest = 1 << 20;
  std::string text(kLargest + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > kLargest) throw Error(path + ": expected a configuration of at most 1 MiB, found more");
  return parse_config(text, path, spec);
}

std::string write_config(const CommandLine& parsed, const CommandSpec& spec, const std::set<std::string>& without) {
  std::string text;
  for (const OptionSpec& option : configurable(spec)) {
    const auto value = parsed.value(option.name);
    if (!value || without.contains(option.name)) continue;
    text += option.name + " = " + toml_value(valid_utf8(*value), option.is_flag()) + "\n";
  }
  return text;
}

std::string config_to_print(const CommandLine& parsed, const CommandSpec& spec) {
  std::string text = write_config(parsed, spec);
  for (const auto& [option, value] : parse_config(text, "--print-config", spec)) {
    if (value != parsed.text(option))
      throw Error("--" + option + ": expected UTF-8, as a configuration needs, found " +
                  in_quotes(parsed.text(option)));
  }
  return text;
}

}  // namespace softwarp
