#include "support/markup.hpp"

#include <regex>
#include <stdexcept>

namespace softwarp {
namespace {

[[noreturn]] void fail(const std::string& what, const std::string& page, std::size_t at) {
  throw std::runtime_error(what + " before \"" + page.substr(at, 60) + '"');
}

void check_escapes(const std::string& text) {
  static const std::regex escape("^&(amp|lt|gt|quot|#[0-9]+);");
  for (std::size_t at = text.find('&'); at != text.npos; at = text.find('&', at + 1)) {
    if (!std::regex_search(text.substr(at, 10), escape)) fail("an unescaped &", text, at);
  }
}

// Parses what follows the name in an opening tag.
std::map<std::string, std::string> attributes_of(const std::string& inside) {
  static const std::regex attribute("^\\s+([a-zA-Z:-]+)=(\"[^\"<]*\"|'[^'<]*')");
  std::map<std::string, std::string> attributes;
  std::string rest = inside;
  for (std::smatch match; std::regex_search(rest, match, attribute); rest = match.suffix()) {
    const std::string quoted = match[2];
    check_escapes(quoted);
    if (!attributes.emplace(match[1], quoted.substr(1, quoted.size() - 2)).second)
      fail("a duplicate attribute", rest, 0);
  }
  if (rest.find_first_not_of(" \n\t") != rest.npos) fail("not an attribute", rest, 0);
  return attributes;
}

}  // namespace

std::vector<Element> read_markup(const std::string& page) {
  const std::string doctype = "<!DOCTYPE html>";
  if (page.rfind(doctype, 0) != 0) fail("no document type", page, 0);
  std::vector<Element> elements;
  std::vector<std::size_t> open;
  std::size_t at = doctype.size();
  while (true) {
    const std::size_t tag = page.find('<', at);
    const std::string text = page.substr(at, tag == page.npos ? page.npos : tag - at);
    check_escapes(text);
    for (const std::size_t element : open) elements[element].text += text;
    if (tag == page.npos) break;
    const std::size_t end = page.find('>', tag);
    if (end == page.npos) fail("an unterminated tag", page, tag);
    std::string inside = page.substr(tag + 1, end - tag - 1);
    at = end + 1;
    if (inside.rfind('/', 0) == 0) {
      if (open.empty() || elements[open.back()].name != inside.substr(1)) fail("a mismatched closing tag", page, tag);
      open.pop_back();
      continue;
    }
    const bool closed = !inside.empty() && inside.back() == '/';
    if (closed) inside.pop_back();
    const std::size_t name_end = inside.find_first_of(" \n\t");
    const std::string name = inside.substr(0, name_end);
    if (name.empty() || !std::isalpha(static_cast<unsigned char>(name[0]))) fail("no name", page, tag);
    if (open.empty() && !elements.empty()) fail("a second root", page, tag);
    elements.push_back({name, attributes_of(name_end == inside.npos ? "" : inside.substr(name_end)), ""});
    if (!closed) open.push_back(elements.size() - 1);
  }
  if (!open.empty()) fail("an unclosed <" + elements[open.back()].name + ">", page, page.size());
  return elements;
}

std::vector<Element> elements_of(const std::string& page, const std::string& name) {
  std::vector<Element> found;
  for (Element& element : read_markup(page)) {
    if (element.name == name) found.push_back(std::move(element));
  }
  return found;
}

}  // namespace softwarp
