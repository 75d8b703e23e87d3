/// What the columns of a file with a row a moment hold, as far as its first rows tell.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "softwarp/data/fields.hpp"

namespace softwarp {

/// A row of a file; `where` of a message is its line, and the number of a column from 1.
struct FileRow {
  std::vector<std::string> fields;
  int line = 0;
};

/// The first rows of a file, from which it is found out what the columns hold.
using FileHead = std::vector<FileRow>;

enum class Content { nothing, number, date, date_or_number, word };

/// What most of a column's fields from row `first` on are; dates or numbers only if all may be both, such as 20240131.
/// `fields` knows how numbers are written.
Content content_of_column(const FileHead& head, std::size_t column, std::size_t first, FieldReader& fields);

/// Does the first row name the columns? It does if it has a word where numbers or dates follow, but no date.
/// below: what the columns hold from the second row on.
bool has_header(const FileHead& head, const std::vector<Content>& below, FieldReader& fields);

}  // namespace softwarp
