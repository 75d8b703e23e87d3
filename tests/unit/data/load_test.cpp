#include "softwarp/data/load.hpp"

#include "softwarp/core/error.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"
#include "support/temp_folder.hpp"

using namespace softwarp;

namespace {

std::string error_for(const std::string& data, const LoadOptions& options = {}) {
  return message_of<Error>([&] { load(data, options); });
}

// A file of `count` series of two steps; their labels number them from 1.
std::string numbered(int count) {
  std::string text;
  for (int i = 1; i <= count; ++i) text += std::to_string(i) + "\t0\t1\n";
  return text;
}

}  // namespace

TEST_CASE("a folder of two files, with each extension used in the archive's editions") {
  const std::string ending = GENERATE(".tsv", ".csv", ".txt", "");
  const TempFolder folder;
  folder.write("Own/Own_TRAIN" + ending, "1,1,2\n2,3,4\n");
  folder.write("Own/Own_TEST" + ending, "3,5,6\n");
  folder.write("Own/README.md", "Not a series.\n");
  const TrainTest data = load(folder.file("Own"));
  CHECK(data.train.name == "Own");
  CHECK(data.test.name == "Own");
  CHECK(data.train.count() == 2);
  REQUIRE(data.test.count() == 1);
  CHECK(data.test.series[0].label == "3");
}

TEST_CASE("a folder with a set in several formats, as the archive packs them") {
  const TempFolder folder;
  for (const std::string part : {"_TRAIN", "_TEST"}) {
    folder.write("Own" + part + ".arff", "@relation own\n");
    folder.write("Own" + part + ".txt", "1 1 2 3\n");
    folder.write("Own" + part + ".ts", "@classLabel true a\n@data\n1,2:3,4:a\n");
  }
  folder.write("Own_TEST.csv", "1,2\n");
  const TrainTest data = load(folder.path().string());
  CHECK(data.train.dims == 2);
  CHECK(data.test.dims == 2);
  CHECK(data.reading() == ".ts file, label at the end of a row");
}

TEST_CASE("how both files were read is said, once if they are alike") {
  const TempFolder folder;
  folder.write("Own_TRAIN.csv", "label,a,b\n1,2,3\n");
  folder.write("Own_TEST.csv", "1,2,3\n");
  CHECK(load(folder.path().string()).reading() ==
        "label in column 1 (\"label\"), values in columns 2 to 3, header; test set: label in column 1, values in "
        "columns 2 to 3, no header");
  folder.write("Own_TEST.csv", "label,a,b\n1,2,3\n");
  CHECK(load(folder.path().string()).reading() == "label in column 1 (\"label\"), values in columns 2 to 3, header");
  const std::string file = folder.write("one.tsv", numbered(3));
  CHECK(load(file).reading() == "label in column 1, values in columns 2 to 3, no header");
  CHECK(load_series(file).reading == "label in column 1, values in columns 2 to 3, no header");
}

TEST_CASE("the files in a folder name the data set, not the folder") {
  const TempFolder folder;
  folder.write("some folder/Own_TRAIN.tsv", numbered(1));
  folder.write("some folder/Own_TEST.tsv", numbered(1));
  CHECK(load(folder.file("some folder/")).train.name == "Own");
}

TEST_CASE("a name is looked up in the archive's folder, unless a file of that name exists here") {
  const TempFolder archive;
  archive.write("Own/Own_TRAIN.tsv", numbered(2));
  archive.write("Own/Own_TEST.tsv", numbered(1));
  const LoadOptions options{.archive = archive.path()};
  CHECK(load("Own", options).train.count() == 2);
  CHECK(error_for("Other", options) ==
        "Other: expected a file, a folder or a data set in " + archive.path().string() + ", found none");
  CHECK(
      error_for("Own") ==
      "Own: expected a file or a folder, found none; names of data sets need UCR_ARCHIVE to name the archive's folder");
  CHECK(error_for("./Own", options) == "./Own: expected a file or a folder, found none");
}

TEST_CASE("a built-in set goes by its name, unless a file of that name exists here") {
  CHECK(load("spikes").test.count() == 500);
  CHECK(load_series("cbf").count() == 30);
  CHECK(error_for("./spikes") == "./spikes: expected a file or a folder, found none");
}

TEST_CASE("a folder without the two files is an error") {
  const TempFolder folder;
  const std::string path = folder.path().string();
  CHECK(error_for(path) == path + ": expected NAME_TRAIN.tsv and NAME_TEST.tsv in this folder, found no NAME_TRAIN");
  folder.write("Own_TEST.tsv", numbered(1));
  CHECK(error_for(path) == path + ": expected NAME_TRAIN.tsv and NAME_TEST.tsv in this folder, found no NAME_TRAIN");
  folder.write("Mine_TRAIN.tsv", numbered(1));
  CHECK(error_for(path) == path + ": expected Mine_TEST beside Mine_TRAIN.tsv, found none");
  folder.write("Own_TRAIN.csv", numbered(1));
  CHECK(error_for(path) == path + ": expected one data set in this folder, found Mine_TRAIN.tsv and Own_TRAIN.csv");
}

TEST_CASE("a bad file in a folder is named with its row and field") {
  const TempFolder folder;
  folder.write("Own_TRAIN.tsv", numbered(2));
  const std::string test = folder.write("Own_TEST.tsv", "1\t2\n1\tx\n");
  CHECK(error_for(folder.path().string()) == test + ":2:2: expected a number, found \"x\"");
}

TEST_CASE("of a single file, the last series are for testing, as many as the share says, rounded half up") {
  struct Case {
    int count;
    double fraction;
    Index test;
  };
  const Case c = GENERATE(Case{10, 0.2, 2}, Case{5, 0.5, 3}, Case{7, 0.5, 4}, Case{9, 0.25, 2}, Case{2, 0.2, 1},
                          Case{3, 0.01, 1}, Case{3, 0.99, 2});
  CAPTURE(c.count, c.fraction);
  const TempFolder folder;
  const TrainTest data = load(folder.write("own.tsv", numbered(c.count)), {.test_fraction = c.fraction});
  CHECK(data.train.name == "own");
  CHECK(data.test.name == "own");
  REQUIRE(data.test.count() == c.test);
  REQUIRE(data.train.count() == c.count - c.test);
  for (Index i = 0; i < c.count; ++i) {  // in the file's order, none lost, none twice
    const bool trains = i < data.train.count();
    const Series& series = trains ? data.train.series[static_cast<std::size_t>(i)]
                                  : data.test.series[static_cast<std::size_t>(i - data.train.count())];
    CHECK(series.label == std::to_string(i + 1));
  }
}

TEST_CASE("both parts of a single file keep its dimensions") {
  const TempFolder folder;
  const TrainTest data = load(folder.write("own.tsv", "1\t1\t2\t3\t4\n2\t1\t2\t3\t4\n"), {.read = {.dims = 2}});
  CHECK(data.train.dims == 2);
  CHECK(data.test.dims == 2);
  CHECK(data.test.series[0].values.rows() == 2);
}

TEST_CASE("a single series is too few to train and test") {
  const TempFolder folder;
  const std::string path = folder.write("one.tsv", numbered(1));
  CHECK(error_for(path) ==
        path +
            ": expected at least 2 series, one to train and one to test, found 1; for a file that is one long "
            "series, train has --window W --horizon H");
}

TEST_CASE("a path that the system rejects is an error like any other") {
  const std::string name(5000, 'x');
  CHECK(error_for(name) == name + ": cannot be read: File name too long");
}
