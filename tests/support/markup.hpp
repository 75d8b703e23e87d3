/// A reader of pages: are they well-formed, and what is in them?
#pragma once

#include <map>
#include <string>
#include <vector>

namespace softwarp {

struct Element {
  std::string name;
  std::map<std::string, std::string> attributes;  ///< as they are written, escapes included
  std::string text;                               ///< of the element and all within it, escapes included
};

/// All elements in the order of their opening tags.
/// Throws: std::runtime_error where a tag is not closed in its place, an attribute is without quotes or twice there, or a < or &
///   does not begin what it should.
std::vector<Element> read_markup(const std::string& page);

/// Those of one name.
std::vector<Element> elements_of(const std::string& page, const std::string& name);

}  // namespace softwarp
