/// Lists in messages and texts.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace softwarp {

/// The texts of the items, with a separator between them. `text` takes an item to its text: a function, or a member.
template <class Items, class Text = std::identity>
std::string joined(const Items& items, std::string_view separator, Text text = {}) {
  std::string all;
  bool first = true;
  for (const auto& item : items) {
    if (!first) all += separator;
    first = false;
    all += std::invoke(text, item);
  }
  return all;
}

}  // namespace softwarp
