#include "app/cli/command_line.hpp"

// <regex> would take longer to compile than everything else.
#define CXXOPTS_NO_REGEX
#include <cstring>
#include <cxxopts.hpp>

#include "app/cli/program.hpp"

namespace softwarp {
namespace {

cxxopts::Options declared(const CommandSpec& spec) {
  cxxopts::Options options(spec.program, spec.text);
  options.set_width(110);
  options.custom_help(spec.usage);
  for (const OptionGroup& group : spec.groups) {
    auto add = options.add_options(group.title);
    for (const OptionSpec& option : group.options) {
      std::shared_ptr<cxxopts::Value> value = cxxopts::value<std::string>();
      if (option.is_flag()) value = cxxopts::value<bool>();
      if (option.initial) value->default_value(*option.initial);
      add(option.name == "help" ? "h,help" : option.name, option.text, value, option.value);
    }
  }
  return options;
}

// cxxopts accepts one-letter options only with a single dash: --k and --k=3 become -k and -k 3.
void add_word(std::vector<std::string>& words, const std::string& word) {
  const bool one_letter = word.starts_with("--") && (word.size() == 3 || (word.size() > 3 && word[3] == '='));
  if (!one_letter) {
    words.push_back(word);
    return;
  }
  words.push_back(word.substr(1, 2));
  if (word.size() > 3) words.push_back(word.substr(4));
}

}  // namespace

CommandLine::CommandLine(const CommandSpec& spec, const OptionValues& weaker,
                         const std::vector<std::string>& words) try {
  std::vector<std::string> all{spec.program};
  for (const auto& [option, value] : weaker) add_word(all, "--" + option + "=" + value);
  for (const std::string& word : words) add_word(all, word);
  std::vector<const char*> pointers;
  pointers.reserve(all.size());
  for (const std::string& word : all) pointers.push_back(word.c_str());

  cxxopts::Options options = declared(spec);
  const cxxopts::ParseResult parsed = options.parse(static_cast<int>(pointers.size()), pointers.data());
  for (const OptionGroup& group : spec.groups) {
    for (const OptionSpec& option : group.options) {
      if (parsed.count(option.name) > 0) given_.insert(option.name);
      if (option.is_flag()) {
        values_[option.name] = parsed[option.name].as<bool>() ? "true" : "false";
      } else if (given(option.name) || option.initial) {
        values_[option.name] = parsed[option.name].as<std::string>();
      }
    }
  }
  words_ = parsed.unmatched();
} catch (const cxxopts::exceptions::exception& error) {
  std::string text = error.what();  // older versions of cxxopts quote with ‘ and ’
  for (const char* quote : {"\u2018", "\u2019"}) {
    for (std::size_t at; (at = text.find(quote)) != text.npos;) text.replace(at, std::strlen(quote), "'");
  }
  throw UsageError(text);
}

std::optional<std::string> CommandLine::value(const std::string& option) const {
  const auto found = values_.find(option);
  return found == values_.end() ? std::nullopt : std::optional(found->second);
}

std::string help_text(const CommandSpec& spec) {
  std::vector<std::string> titles;
  for (const OptionGroup& group : spec.groups) titles.push_back(group.title);
  return declared(spec).help(titles);
}

}  // namespace softwarp
