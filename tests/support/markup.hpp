/// Reads HTML pages, to check that they are well-formed and to find what is in them.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace softwarp {

struct Element {
  std::string name;
  std::map<std::string, std::string> attributes;  ///< as written, escapes included
  std::string text;                               ///< of the element and all within it, escapes included
};

/// All elements in the order of their opening tags.
/// Throws: std::runtime_error if tags are not closed in the right order, an attribute is unquoted or duplicated, or a
///   < or & is unescaped.
std::vector<Element> read_markup(const std::string& page);

/// All elements with the given name.
std::vector<Element> elements_of(const std::string& page, const std::string& name);

}  // namespace softwarp
