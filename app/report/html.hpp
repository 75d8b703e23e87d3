/// Self-contained HTML pages: no scripts, no other files, no network.
///
/// They are also well-formed XML, so that any XML reader can process them.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/report/line_panels.hpp"
#include "softwarp/core/output_file.hpp"

namespace softwarp {

/// Text escaped for use in an element or a quoted attribute. Control characters and invalid UTF-8 become U+FFFD.
std::string html_escaped(const std::string& text);

/// A complete page with the stylesheet.   `title` is text, `body` HTML.
std::string html_page(const std::string& title, const std::string& body);

/// A section of a page under its own heading, to which links can refer.   `heading` is text, `body` HTML.
std::string html_section(const std::string& id, const std::string& heading, const std::string& body);

std::string html_paragraph(const std::string& text);

/// Pictures with a common caption, side by side as far as they fit.   `pictures` are HTML, `caption` is text.
std::string html_figure(const std::vector<std::string>& pictures, const std::string& caption,
                        const std::vector<LegendEntry>& legend = {});

/// Terms and their values, as text.
std::string html_facts(const std::vector<std::pair<std::string, std::string>>& facts);

/// The page of a folder.
std::string page_file(const std::string& folder);

/// The page of a folder, which is created if it does not exist.
///
/// Like any OutputFile it is opened before the work starts; without a commit it leaves nothing behind, not even a
/// folder created for it.
class PageFolder {
 public:
  /// Throws: Error if the path is not a folder and none can be created, or the page cannot be written there.
  explicit PageFolder(const std::string& path);
  ~PageFolder();
  PageFolder(const PageFolder&) = delete;
  PageFolder& operator=(const PageFolder&) = delete;

  /// Throws: as OutputFile::commit().
  void commit(const std::string& page);

 private:
  std::filesystem::path made_;  // the folder created for it, if any; empty after the commit
  std::optional<OutputFile> file_;
};

}  // namespace softwarp
