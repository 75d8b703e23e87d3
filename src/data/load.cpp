#include "softwarp/data/load.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

#include "softwarp/core/error.hpp"
#include "softwarp/data/synthetic.hpp"

namespace softwarp {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 5> kEndings = {".ts", ".tsv", ".csv", ".txt", ""};

// A file's name without its extension, if that is one of the extensions of series files.
std::string stem_of(const fs::path& file) {
  const std::string ending = file.extension().string();
  return std::ranges::find(kEndings, ending) != kEndings.end() ? file.stem().string() : file.filename().string();
}

struct TrainTestFiles {
  std::string name;
  fs::path train, test;
};

TrainTestFiles files_of(const fs::path& folder) {
  const std::string train_mark = "_TRAIN";
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  const auto rank = [](const fs::path& file) {
    const auto ending = std::ranges::find(kEndings, file.extension().string());
    return std::pair(ending - kEndings.begin(), file);
  };
  std::ranges::sort(files, {}, rank);

  const auto train_file =
      std::ranges::find_if(files, [&](const fs::path& file) { return stem_of(file).ends_with(train_mark); });
  if (train_file == files.end())
    throw Error(folder.string() + ": expected NAME_TRAIN.tsv and NAME_TEST.tsv in this folder, found no NAME_TRAIN");
  const std::string train_stem = stem_of(*train_file);
  const auto other = std::ranges::find_if(
      files, [&](const fs::path& file) { return stem_of(file).ends_with(train_mark) && stem_of(file) != train_stem; });
  if (other != files.end())
    throw Error(folder.string() + ": expected one data set in this folder, found " + train_file->filename().string() +
                " and " + other->filename().string());

  const std::string name = train_stem.substr(0, train_stem.size() - train_mark.size());
  const fs::path beside = folder / (name + "_TEST" + train_file->extension().string());
  auto test_file = std::ranges::find(files, beside);
  if (test_file == files.end())
    test_file = std::ranges::find_if(files, [&](const fs::path& file) { return stem_of(file) == name + "_TEST"; });
  if (test_file == files.end())
    throw Error(folder.string() + ": expected " + name + "_TEST beside " + train_file->filename().string() +
                ", found none");
  return {name, *train_file, *test_file};
}

TrainTest split(SeriesSet all, const std::string& path, double test_fraction) {
  if (all.count() < 2)
    throw Error(path + ": expected at least 2 series, one to train and one to test, found 1; " + kLongSeriesAdvice);
  const auto wanted = static_cast<Index>(std::lround(test_fraction * static_cast<double>(all.count())));
  const Index test_count = std::clamp<Index>(wanted, 1, all.count() - 1);

  TrainTest data{.train = std::move(all), .test = {}};
  data.test.name = data.train.name;
  data.test.dims = data.train.dims;
  data.test.reading = data.train.reading;
  const auto first_test = data.train.series.end() - test_count;
  std::move(first_test, data.train.series.end(), std::back_inserter(data.test.series));
  data.train.series.erase(first_test, data.train.series.end());
  return data;
}

// Finds out what `data` names and passes it on: of_folder(folder), of_file(path) or of_built_in(data).
template <class OfFolder, class OfFile, class OfBuiltIn>
auto find(const std::string& data, const LoadOptions& options, OfFolder of_folder, OfFile of_file,
          OfBuiltIn of_built_in) try {
  if (data == "-") return of_file(data);
  if (fs::is_directory(data)) return of_folder(fs::path(data));
  if (fs::exists(data)) return of_file(data);
  if (auto built_in = builtin_data(data)) return of_built_in(std::move(*built_in));
  const bool is_name = data.find('/') == data.npos;
  if (is_name && !options.archive.empty()) {
    if (fs::is_directory(options.archive / data)) return of_folder(options.archive / data);
    throw Error(data + ": expected a file, a folder or a data set in " + options.archive.string() + ", found none");
  }
  throw Error(data + ": expected a file or a folder, found none" +
              (is_name ? "; names of data sets need UCR_ARCHIVE to name the archive's folder" : ""));
} catch (const fs::filesystem_error& error) {
  throw Error(data + ": cannot be read: " + error.code().message());
}

}  // namespace

TrainTest load(const std::string& data, const LoadOptions& options) {
  const auto of_folder = [&](const fs::path& folder) {
    const TrainTestFiles files = files_of(folder);
    TrainTest sets{read_series(files.train.string(), options.read), read_series(files.test.string(), options.read)};
    sets.train.name = sets.test.name = files.name;
    return sets;
  };
  const auto of_file = [&](const std::string& path) {
    return split(read_series(path, options.read), path, options.test_fraction);
  };
  return find(data, options, of_folder, of_file, [](TrainTest&& built_in) { return std::move(built_in); });
}

SeriesSet load_series(const std::string& data, const LoadOptions& options) {
  const auto of_folder = [&](const fs::path& folder) {
    const TrainTestFiles files = files_of(folder);
    SeriesSet set = read_series(files.train.string(), options.read);
    set.name = files.name;
    return set;
  };
  const auto of_file = [&](const std::string& path) { return read_series(path, options.read); };
  return find(data, options, of_folder, of_file, [](TrainTest&& built_in) { return std::move(built_in.train); });
}

}  // namespace softwarp
