/// Pictures, drawn by gnuplot.
#pragma once

#include <string>

#include "softwarp/core/output_file.hpp"

namespace softwarp {

/// Runs gnuplot on a script and returns what it writes to its standard output.
/// Throws: Error where gnuplot is missing or fails.
std::string run_gnuplot(const std::string& script);

/// Text as a gnuplot string, quotes included.
std::string gnuplot_quoted(const std::string& text);

/// What is to be drawn.   `plots`: gnuplot commands, data inline.   Units: width and height in pixels of PNG.
struct Drawing {
  int width = 0;
  int height = 0;
  std::string plots;
};

/// The drawing as an <svg> element for a page: no name space, no id that another one on the page could have, nothing of the
/// version of gnuplot. It grows and shrinks with what it stands in.   `description`: for those who do not see it.
/// Throws: as run_gnuplot().
std::string inline_svg(const Drawing& drawing, const std::string& description);

/// A picture in a file: SVG, PNG or PDF by the file's ending. Opened before the work starts, like any OutputFile.
class PictureFile {
 public:
  /// Throws: Error for another ending, where the file cannot be created, or where there is no gnuplot.
  explicit PictureFile(const std::string& path);

  /// Draws and writes the picture.   Throws: as run_gnuplot() and OutputFile::commit().
  void commit(const Drawing& drawing);

 private:
  std::string ending_;
  OutputFile file_;
};

}  // namespace softwarp
