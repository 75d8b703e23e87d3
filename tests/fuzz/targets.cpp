#include "fuzz/targets.hpp"

#include <cstdlib>
#include <sstream>

#include "app/cli/common_options.hpp"
#include "app/cli/config.hpp"
#include "app/cli/program.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/data/reader.hpp"
#include "softwarp/model/model_file.hpp"
#include "softwarp/training/checkpoint_file.hpp"

namespace softwarp {
namespace {

// Whatever is accepted must be what the reader's contract says; abort() is what a fuzzer takes for a find.
void require(bool condition) {
  if (!condition) std::abort();
}

void require_one_line(const std::string& message) {
  require(!message.empty() && message.find_first_of("\n\r") == message.npos);
}

template <class Reader>
bool accepted(Reader reader) {
  try {
    reader();
    return true;
  } catch (const Error& error) {
    require_one_line(error.what());
  } catch (const UsageError& error) {
    require_one_line(error.what());
  }
  return false;
}

// The size decides how the bytes are read, once an input: the reader's buffer of 48 MiB costs the sanitizer more than
// all the rest.
bool reads_series(std::string_view bytes) {
  const char* name = bytes.size() % 2 == 0 ? "fuzz.tsv" : "fuzz.csv";
  const Index dims = bytes.size() % 4 < 2 ? 1 : 3;
  return accepted([&] {
    std::istringstream in{std::string(bytes)};
    const SeriesSet set = read_series(in, name, {.labels = {}, .dims = dims});
    require(set.count() > 0);
    for (const Series& series : set.series) {
      require(series.values.rows() == dims && series.length() > 0);
      require(!series.values.array().isInf().any());
    }
  });
}

bool reads_model(std::string_view bytes) {
  return accepted([&] {
    const Model model = parse_model(bytes, "fuzz.safetensors");
    const std::string written = write_model(model);
    require(write_model(parse_model(written, "again")) == written);
  });
}

// What the fuzzer changes would never have the right checksum.
template <class Real>
bool reads_checkpoint_of(std::string_view bytes) {
  return accepted([&] {
    const auto content = parse_checkpoint<Real>(read_safetensors(bytes, "fuzz.checkpoint"), "fuzz.checkpoint");
    const std::string written = write_checkpoint(content);
    require(write_checkpoint(parse_checkpoint<Real>(written, "again")) == written);
  });
}

bool reads_checkpoint(std::string_view bytes) {
  accepted([&] { parse_checkpoint<float>(bytes, "fuzz.checkpoint"); });
  return reads_checkpoint_of<float>(bytes) || reads_checkpoint_of<double>(bytes);
}

bool reads_config(std::string_view bytes) {
  static const CommandSpec spec = [] {
    CommandSpec own{"fuzz", ""};
    own.groups.push_back({"Own", {{"gamma", "G", ""}, {"z-normalise", "", ""}}});
    add_common_options(own);
    return own;
  }();
  return accepted([&] { parse_config(bytes, "fuzz.toml", spec); });
}

}  // namespace

const std::vector<FuzzTarget>& fuzz_targets() {
  static const std::vector<FuzzTarget> targets{
      {"series", reads_series}, {"model", reads_model}, {"checkpoint", reads_checkpoint}, {"config", reads_config}};
  return targets;
}

}  // namespace softwarp
