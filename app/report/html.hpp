/// Pages of HTML that need nothing but themselves: no script, no other file, no network.
///
/// They are well-formed XML, too, so that any reader of XML can look into them.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/report/line_panels.hpp"
#include "softwarp/core/output_file.hpp"

namespace softwarp {

/// Text that stands for itself in an element or a quoted attribute. What is not UTF-8 or a control character becomes U+FFFD.
std::string html_escaped(const std::string& text);

/// A whole page with the stylesheet.   `title` is text, `body` HTML.
std::string html_page(const std::string& title, const std::string& body);

/// A part of a page under a heading of its own, which links can name.   `heading` is text, `body` HTML.
std::string html_section(const std::string& id, const std::string& heading, const std::string& body);

std::string html_paragraph(const std::string& text);

/// Pictures under one caption, as many side by side as there is room for.   `pictures` are HTML, `caption` is text.
std::string html_figure(const std::vector<std::string>& pictures, const std::string& caption,
                        const std::vector<LegendEntry>& legend = {});

/// Terms and what they are, as text.
std::string html_facts(const std::vector<std::pair<std::string, std::string>>& facts);

/// The file index.html in a folder, which is made where there is none.
///
/// Like any OutputFile it is opened before the work starts; what is not committed leaves nothing behind, a folder that
/// was made for it included.
class PageFolder {
 public:
  /// Throws: Error where the path is no folder and none can be made, or the page cannot be written there.
  explicit PageFolder(const std::string& path);
  ~PageFolder();
  PageFolder(const PageFolder&) = delete;
  PageFolder& operator=(const PageFolder&) = delete;

  /// Throws: as OutputFile::commit().
  void commit(const std::string& page);

 private:
  std::filesystem::path made_;  // empty where the folder was there, and once committed
  std::optional<OutputFile> file_;
};

}  // namespace softwarp
