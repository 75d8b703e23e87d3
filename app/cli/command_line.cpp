#include "app/cli/command_line.hpp"

// <regex> would take longer to compile than everything else.
#define CXXOPTS_NO_REGEX
#include <algorithm>
#include <cstring>
#include <cxxopts.hpp>

#include "app/cli/program.hpp"
#include "softwarp/core/in_quotes.hpp"

namespace softwarp {

const OptionSpec* CommandSpec::find(const std::string& name) const {
  for (const OptionGroup& group : groups) {
    const auto option = std::ranges::find(group.options, name, &OptionSpec::name);
    if (option != group.options.end()) return &*option;
  }
  return nullptr;
}

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

// The words as cxxopts takes them: one-letter options only with a single dash, so that --k=3 becomes -k 3. The value of
// an option and what follows -- stay as they are.
std::vector<std::string> for_cxxopts(const CommandSpec& spec, const std::vector<std::string>& words) {
  const auto takes_next = [&](const std::string& word) {
    const OptionSpec* option = spec.find(word.starts_with("--") ? word.substr(2) : word.substr(1));
    return option != nullptr && !option->is_flag();
  };
  std::vector<std::string> taken;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--") {
      taken.insert(taken.end(), words.begin() + static_cast<std::ptrdiff_t>(i), words.end());
      break;
    }
    if (word.starts_with("--") && (word.size() == 3 || (word.size() > 3 && word[3] == '='))) {
      taken.push_back(word.substr(1, 2));
      if (word.size() > 3) taken.push_back(word.substr(4));
    } else {
      taken.push_back(word);
    }
    if (word.starts_with('-') && takes_next(word) && i + 1 < words.size()) taken.push_back(words[++i]);
  }
  return taken;
}

}  // namespace

CommandLine::CommandLine(const CommandSpec& spec, const OptionValues& weaker, const std::vector<std::string>& words) try
    : NamedValues("--") {
  std::vector<std::string> all;
  for (const auto& [option, value] : weaker) all.push_back("--" + option + "=" + value);
  all.insert(all.end(), words.begin(), words.end());
  all = for_cxxopts(spec, all);
  std::vector<const char*> pointers{spec.program.c_str()};
  for (const std::string& word : all) pointers.push_back(word.c_str());

  cxxopts::Options options = declared(spec);
  const cxxopts::ParseResult parsed = options.parse(static_cast<int>(pointers.size()), pointers.data());
  for (const OptionGroup& group : spec.groups) {
    for (const OptionSpec& option : group.options) {
      initial_[option.name] = option.initial;
      if (option.is_flag()) {
        set(option.name, parsed[option.name].as<bool>() ? "true" : "false");
      } else if (parsed.count(option.name) > 0 || option.initial) {
        set(option.name, parsed[option.name].as<std::string>());
        if (text(option.name).empty())
          throw UsageError("--" + option.name + ": expected " + option.value + ", found nothing");
      }
    }
  }
  words_ = parsed.unmatched();
} catch (const cxxopts::exceptions::exception& error) {
  std::string text = error.what();  // older versions of cxxopts quote with ‘ and ’
  for (const char* quote : {"\u2018", "\u2019"}) {
    for (std::size_t at; (at = text.find(quote)) != text.npos;) text.replace(at, std::strlen(quote), "'");
  }
  const std::size_t first = text.find('\''), last = text.rfind('\'');
  if (first != last) text.replace(first, last - first + 1, in_quotes(text.substr(first + 1, last - first - 1)));
  throw UsageError(text);
}

std::string help_text(const CommandSpec& spec) {
  std::vector<std::string> titles;
  for (const OptionGroup& group : spec.groups) titles.push_back(group.title);
  return declared(spec).help(titles);
}

}  // namespace softwarp
