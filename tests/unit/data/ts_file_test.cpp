#include <cmath>
#include <sstream>

#include "softwarp/core/error.hpp"
#include "softwarp/data/reader.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"

using namespace softwarp;

namespace {

SeriesSet read(const std::string& text, const std::string& name = "Own_TRAIN.ts",
               const std::optional<Index>& dims = {}) {
  std::istringstream in(text);
  return read_series(in, name, {.dims = dims});
}

std::string error_for(const std::string& text, const std::optional<Index>& dims = {}) {
  return message_of<Error>([&] { read(text, "own.ts", dims); });
}

}  // namespace

TEST_CASE(".ts: one dimension, with comments, keys in any case and values that are missing") {
  const SeriesSet set = read(
      "# A comment\n\n@problemName Own\n@TIMESTAMPS False\n@univariate true\n@seriesLength 4\n@classlabel true up "
      "1.0\n@DATA\n1.5,?, -2 ,NaN:up\n# another\n\n3,4,5,6:1\n");
  CHECK(set.name == "Own_TRAIN");
  CHECK(set.dims == 1);
  CHECK(set.reading == ".ts file, label at the end of a row");
  REQUIRE(set.count() == 2);
  CHECK(set.series[0].label == "up");
  CHECK(set.series[0].where == "Own_TRAIN.ts:9");
  CHECK(set.series[0].length() == 3);  // NaN at the end is padding
  CHECK(set.series[0].values(0) == 1.5);
  CHECK(std::isnan(set.series[0].values(1)));
  CHECK(set.series[1].label == "1");
  CHECK(set.series[1].length() == 4);
}

TEST_CASE(".ts: dimensions are separated by colons, and series may have different lengths") {
  const SeriesSet set = read(
      "@univariate false\n@dimensions 2\n@equalLength false\n@classLabel true a b\n@data\n"
      "1,2,3:10,20,30:a\n4,5:40,50:b\n");
  CHECK(set.dims == 2);
  REQUIRE(set.count() == 2);
  CHECK(set.series[0].values.row(0) == Eigen::RowVector3d(1, 2, 3));
  CHECK(set.series[0].values.row(1) == Eigen::RowVector3d(10, 20, 30));
  CHECK(set.series[1].values.row(1) == Eigen::RowVector2d(40, 50));
  CHECK(set.series[1].label == "b");
}

TEST_CASE(".ts: without labels, or with a target of a regression") {
  const SeriesSet bare = read("@classLabel false\n@data\n1,2:3,4\n");
  CHECK(bare.dims == 2);
  CHECK(bare.series[0].label.empty());
  CHECK(bare.reading == ".ts file, no label");
  const SeriesSet target = read("@targetlabel true\n@data\n1,2:3,4:0.75\n");
  CHECK(target.dims == 2);
  CHECK(target.series[0].label.empty());
  CHECK(target.reading == ".ts file, no label, target at the end of a row left out");
}

TEST_CASE(".ts: a file without that ending is known by its first character") {
  CHECK(read("@classLabel true\n@data\n1,2:a\n", "standard input").series[0].label == "a");
}

TEST_CASE(".ts: the dimension may be asked for") {
  CHECK(read("@data\n1,2:3,4\n", "own.ts", 2).dims == 2);
  CHECK(error_for("@data\n1,2:3,4\n", 3) == "own.ts:2: expected 3 dimensions, found 2");
  CHECK(error_for("@classLabel true\n@data\n1,2:3\n", 2) == "own.ts:3: expected 2 dimensions, found 1");
}

TEST_CASE(".ts: what is wrong is said with its row") {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", "own.ts: expected the series after a line @data, found no such line"},
      {"@problemName x\n", "own.ts: expected the series after a line @data, found no such line"},
      {"@data\n", "own.ts: expected one series per row, found none"},
      {"1,2,3\n", "own.ts:1: expected a key with an @ or @data, found \"1,2,3\""},
      {"@attribute a numeric\n", "own.ts:1: expected a .ts file, found an .arff file"},
      {"@timeStamps true\n@data\n",
       "own.ts:1: expected @timeStamps false, found true; time stamps in .ts files are not read"},
      {"@classLabel yes\n", "own.ts:1: expected @classLabel true or false, found \"yes\""},
      {"@equalLength\n", "own.ts:1: expected @equalLength true or false, found nothing"},
      {"@dimensions none\n", "own.ts:1: expected a number of dimensions from 1 to 1000000, found \"none\""},
      {"@univariate true\n@dimensions 2\n@data\n1:2\n",
       "own.ts:3: expected one dimension, as @univariate says, found @dimensions 2"},
      {"@univariate true\n@data\n1,2:1\n", "own.ts:3: expected 1 dimensions as the keys say, found 2"},
      {"@dimensions 3\n@data\n1,2:1,2\n", "own.ts:3: expected 3 dimensions as the keys say, found 2"},
      {"@data\n1:2\n1:2:3\n", "own.ts:3: expected 2 dimensions as in the first row, found 3"},
      {"@classLabel true a\n@data\n1,2\n", "own.ts:3: expected a class label behind a colon, found no colon"},
      {"@classLabel true a\n@data\n1,2:\n", "own.ts:3: expected a class label behind the last colon, found nothing"},
      {"@classLabel true a\n@data\n1,2:b\n", "own.ts:3: expected one of the class labels in @classLabel, found \"b\""},
      {"@data\n1,x,3\n", "own.ts:2: dimension 1: expected a number at step 2, found \"x\""},
      {"@data\n1,2:3,inf\n", "own.ts:2: dimension 2: expected a number at step 2, found \"inf\""},
      {"@data\n1,2:3\n", "own.ts:2: dimension 2: expected 2 steps as in the first, found 1"},
      {"@equalLength true\n@data\n1,2\n1,2,3\n",
       "own.ts:4: expected 2 steps as in the first row, found 3; @equalLength is true"},
      {"@data\n1,2\n?,?\n", "own.ts:3: expected a series, found NaN in every value"}};
  for (const auto& [text, message] : cases) {
    CAPTURE(text);
    CHECK(error_for(text) == message);
  }
}
