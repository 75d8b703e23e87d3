/// A small training whose page and pictures are tested.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/markup.hpp"
#include "support/temp_folder.hpp"
#include "support/train_program.hpp"

namespace softwarp {

using Arguments = std::vector<std::string>;

inline const Arguments kSmall{"--data",   "small.tsv", "--loss",       "all", "--gamma",   "1,0.1", "--init", "both",
                              "--epochs", "3",         "--validation", "0.2", "--repeats", "2",     "--quiet"};

inline Arguments operator+(Arguments all, const Arguments& more) {
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

inline void write_small(const TempFolder& folder) { folder.write("small.tsv", waves(60, 30)); }

inline std::string page_of(const Arguments& arguments, const TempFolder& folder) {
  const ProcessResult result = train(arguments + Arguments{"--report", "page"}, {.folder = folder.path()});
  INFO(result.err);
  REQUIRE(result.status == 0);
  return read_file(folder.path() / "page" / "index.html");
}

inline std::vector<std::string> texts_of(const std::string& page, const std::string& name) {
  std::vector<std::string> texts;
  for (const Element& element : elements_of(page, name)) texts.push_back(element.text);
  return texts;
}

inline bool has(const std::vector<std::string>& texts, const std::string& text) {
  return std::ranges::find(texts, text) != texts.end();
}

}  // namespace softwarp
