#include "softwarp/data/column_content.hpp"

#include <cmath>
#include <string_view>

#include "softwarp/data/time_stamp.hpp"

namespace softwarp {
namespace {

Content content_of(std::string_view field, FieldReader& fields) {
  const bool date = parse_time_stamp(field).has_value();
  const auto number = fields.number(field);
  if (number && std::isnan(*number)) return Content::nothing;
  if (number) return date ? Content::date_or_number : Content::number;
  return date ? Content::date : Content::word;
}

}  // namespace

Content content_of_column(const FileHead& head, std::size_t column, std::size_t first, FieldReader& fields) {
  std::size_t numbers = 0, dates = 0, either = 0, all = 0;
  for (std::size_t k = first; k < head.size(); ++k) {
    const Content content = content_of(head[k].fields[column], fields);
    if (content == Content::nothing) continue;
    ++all;
    if (content == Content::number) ++numbers;
    if (content == Content::date) ++dates;
    if (content == Content::date_or_number) ++either;
  }
  if (all == 0) return Content::nothing;
  if (either == all) return Content::date_or_number;
  if (2 * dates >= all || (numbers == 0 && dates > 0)) return Content::date;
  return 2 * (numbers + either) >= all ? Content::number : Content::word;
}

bool has_header(const FileHead& head, const std::vector<Content>& below, FieldReader& fields) {
  const bool alone = head.size() == 1;
  bool word_above = false;
  for (std::size_t column = 0; column < below.size(); ++column) {
    const Content content = content_of(head[0].fields[column], fields);
    if (content == Content::date) return false;
    word_above |=
        content == Content::word && below[column] != Content::word && (alone || below[column] != Content::nothing);
  }
  return word_above;
}

}  // namespace softwarp
