/// Pictures drawn by gnuplot.
#pragma once

#include <string>

#include "softwarp/core/output_file.hpp"

namespace softwarp {

/// Runs gnuplot on a script and returns what it writes to its standard output.
/// Throws: Error if gnuplot is missing or fails.
std::string run_gnuplot(const std::string& script);

/// Text as a gnuplot string, including the quotes.
std::string gnuplot_quoted(const std::string& text);

/// What to draw.   `plots`: gnuplot commands with inline data.   Units: width and height in pixels of a PNG.
struct Drawing {
  int width = 0;
  int height = 0;
  std::string plots;
};

/// The drawing as an <svg> element for a page: without namespace, without ids that might clash with another one on the
/// page, and independent of gnuplot's version. It scales with its container, whose ground is its own.
/// `description` is for readers who cannot see it.   Throws: as run_gnuplot().
std::string inline_svg(const Drawing& drawing, const std::string& description);

/// The ending of a picture's name.   Throws: Error if it is not .svg, .png or .pdf.
std::string picture_ending(const std::string& path);

/// A picture in a file: SVG, PNG or PDF, by the file's extension. Opened before the work starts, like any OutputFile.
class PictureFile {
 public:
  /// Throws: Error if the extension is another one, the file cannot be created, or gnuplot is missing.
  explicit PictureFile(const std::string& path);

  bool is_stdout() const { return file_.is_stdout(); }

  /// Draws and writes the picture.   Throws: as run_gnuplot() and OutputFile::commit().
  void commit(const Drawing& drawing);

 private:
  std::string ending_;
  OutputFile file_;
};

}  // namespace softwarp
