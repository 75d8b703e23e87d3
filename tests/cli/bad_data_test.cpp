// Data that the program must refuse, and trainings that fail.
#include <algorithm>

#include "support/catch.hpp"
#include "support/temp_folder.hpp"
#include "support/train_program.hpp"

using namespace softwarp;

TEST_CASE("bad data: one line that says where, expected, found; status 1; nothing written") {
  const TempFolder folder;
  folder.write("empty.tsv", "");
  folder.write("ragged.tsv", "1\t2\t3\n1\t2\n");
  folder.write("text.tsv", "1\t2\t3\n1\t2\tx\n");
  folder.write("one.tsv", "1\t2\t3\n");
  folder.write("short.tsv", "1\t2\n1\t3\n");
  folder.write("bare.tsv", "1\n2\n");
  folder.write("unlabelled.csv", "1,2,3\n,2,3\n");
  folder.write("months.csv", "Month,Passengers\n1949-01,112\n1949-02,118\n");
  folder.write("break.csv", "a,b\n1,\"2\n3\"\n");
  folder.write("own.ts", "@classLabel true a\n@data\n1,x:a\n");
  folder.write("two.ts", "@data\n1,2:3,4\n");
  folder.write("half.tsv", "1\t2\t3\t4\n1\t2\t3\t4\n");
  folder.write("nan.tsv", "1\t2\t3\n1\tNaN\tNaN\n");
  folder.write("blind.tsv", "1\t1\t2\t3\t4\t5\n1\tNaN\tNaN\tNaN\t4\t5\n");
  folder.write("huge.tsv", "1\t1\t2\t3\n2\t1\t2\t1e100\n");
  folder.write("seen.tsv", "1\t1e300\t2\t3\n2\t1\t2\t3\n");
  folder.write("nothing/README.md", "");
  folder.write("half a set/Own_TRAIN.tsv", "1\t2\t3\n");
  folder.write("tiny.csv", "1e-300,2e-300,3e-300\n2e-300,1e-300,4e-300\n1e-300,1e-300,2e-300\n");
  folder.write("Uneven/Uneven_TRAIN.tsv", "1\t2\t3\n");
  folder.write("Uneven/Uneven_TEST.tsv", "1\t2\t3\n1\t2\tNaN\n");

  const std::string long_series = "; for a file that is one long series, train has --window W --horizon H";
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
      {{"missing.tsv"},
       "missing.tsv: expected a file or a folder, found none; names of data sets need UCR_ARCHIVE to name the "
       "archive's folder"},
      {{"./missing.tsv"}, "./missing.tsv: expected a file or a folder, found none"},
      {{"empty.tsv"}, "empty.tsv: expected one series per row, found none"},
      {{"ragged.tsv"}, "ragged.tsv:2: expected 3 fields as in the first row, found 2; pad shorter series with NaN"},
      {{"text.tsv"}, "text.tsv:2:3: expected a number, found \"x\""},
      {{"one.tsv"}, "one.tsv: expected at least 2 series, one to train and one to test, found 1" + long_series},
      {{"short.tsv"}, "short.tsv:1: expected at least 2 steps, one to see and one to forecast, found 1" + long_series},
      {{"bare.tsv"}, "bare.tsv:1: expected values after the class label, found none" + long_series},
      {{"months.csv"},
       "months.csv:2:1: expected a number, found \"1949-01\"" + long_series + "; to name the rows by it, --labels 1"},
      {{"break.csv"},
       "break.csv:2: expected a closing quote, found the end of the row; line breaks in quotes are not read"},
      {{"own.ts"}, "own.ts:3: dimension 1: expected a number at step 2, found \"x\""},
      {{"two.ts", "--dims", "3"}, "two.ts:2: expected 3 dimensions, found 2"},
      {{"months.csv", "--labels", "Year"}, "months.csv:1: expected a column \"Year\", found \"Month\", \"Passengers\""},
      {{"unlabelled.csv"},
       "unlabelled.csv:2:1: expected a class label (a name or a whole number), found nothing; for rows without "
       "labels, use --labels none"},
      {{"half.tsv", "--dims", "2"}, "half.tsv:1: expected a multiple of 2 values, found 3"},
      {{"nan.tsv"}, "nan.tsv:2: expected a series, found NaN in every value"},
      {{"blind.tsv"}, "blind.tsv:2: expected a value among the first 3 steps, found only NaN"},
      {{"huge.tsv", "--scale", "none", "--base", "none"},
       "huge.tsv:2: expected values that a float can hold, found larger ones; double precision may hold them"},
      {{"seen.tsv"}, "seen.tsv:1: expected values below 1e150 in size, found larger ones"},
      {{"tiny.csv", "--labels", "none"},
       "the training set: expected values that vary by at least 1e-120, found less; multiply them by a constant"},
      {{"nothing"}, "nothing: expected NAME_TRAIN.tsv and NAME_TEST.tsv in this folder, found no NAME_TRAIN"},
      {{"half a set"}, "half a set: expected Own_TEST beside Own_TRAIN.tsv, found none"},
      {{"Uneven"}, "Uneven/Uneven_TEST.tsv:2: expected at least 2 steps, one to see and one to forecast, found 1"}};
  for (const auto& [arguments, message] : cases) {
    std::vector<std::string> all{"--data"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    check_refused(all, 1, message, folder.path());
  }
}

TEST_CASE("a training that diverges stops with loss, epoch and advice") {
  const ProcessResult result =
      train({"--loss", "euclidean", "--optimizer", "sgd", "--learning-rate", "1e30", "--epochs", "50", "--quiet"});
  CHECK(result.status == 1);
  CHECK(result.out.empty());
  CHECK(result.err.rfind("train: training with euclidean, epoch ", 0) == 0);
  CHECK(result.err.find("; a smaller learning rate or scaled series may help\n") != std::string::npos);
  CHECK(std::ranges::count(result.err, '\n') == 1);
}

TEST_CASE("records of more epochs than the memory holds are refused before the work") {
  const TempFolder folder;
  const std::string option = GENERATE("--history", "--report");
  const std::vector<std::string> arguments{"--loss",   "euclidean",  "--repeats", "1000000",
                                           "--epochs", "1000000000", option,      "out"};
  const ProcessResult result = train(arguments, {.folder = folder.path()});
  CHECK(result.status == 1);
  CHECK(result.out.empty());
  CHECK(result.err.starts_with(
      "train: " + option + ": 1000000000000000 epochs of all trainings, all recorded: expected a need of at most "));
  CHECK(std::ranges::count(result.err, '\n') == 1);
  CHECK(folder.count() == 0);
}
