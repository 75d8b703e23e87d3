#include "softwarp/data/row_layout.hpp"

#include "softwarp/core/error.hpp"
#include "support/catch.hpp"
#include "support/read_series.hpp"

using namespace softwarp;
using namespace softwarp::test;

TEST_CASE("a header has no labels unless asked for") {
  const std::string text = "time 1,time 2,time 3\n1,2,3\n4,5,6\n";
  for (const std::string name : {"own.csv", "own.tsv", "standard input"}) {
    const SeriesSet set = read(text, name);
    REQUIRE(set.count() == 2);
    CHECK(set.series[0].label.empty());
    CHECK(values_of(set.series[0]) == Values{1, 2, 3});
    CHECK(set.reading == "no label, values in columns 1 to 3, header");
  }
  const SeriesSet labelled = read(text, "own.csv", {.labels = "first"});
  REQUIRE(labelled.count() == 2);
  CHECK(labelled.series[1].label == "4");
  CHECK(values_of(labelled.series[1]) == Values{5, 6});
  CHECK(labelled.reading == "label in column 1 (\"time 1\"), values in columns 2 to 3, header");
}

TEST_CASE("the first row is a header or data by what it and the second row hold") {
  struct Case {
    std::string text;
    bool header;
  };
  const std::vector<Case> cases{{"a,b\n1,2\n", true},
                                {"a;b;\n1;2;\n", true},                            // a separator at the end
                                {"2020,2021,2022\n1,2,2\n", true},                 // years
                                {"1990,1995,2000\n1,2,2\n", true},                 //
                                {"2020,2021\n1,2\n", false},                       // two numbers: by chance
                                {"2020,2021,2022\n2021,2022,2023\n", false},       // data near 2000
                                {"2020,2021,2023\n1,2,2\n", false},                // no equal steps
                                {"2022,2021,2020\n1,2,2\n", false},                //
                                {"region,2020,2021,2022\nEMEA,10,20,30\n", true},  //
                                {"cat,2020.5,2021.5,2022.5\nEMEA,10,20,30\n", false},
                                {"1,2,3,4,5,6,7,8,9,10,11,12\n5,5,6,7,8,9,9,9,8,7,6,1\n", true},  // months
                                {"0,2,4,6,8,10,12,14\n5,5,6,7,8,9,9,9\n", true},                  // any equal steps
                                {"1,2,3,4,5,6,7,8\n2,4,6,8,10,12,14,16\n", false},  // the second goes on like that
                                {"1,2,3,4,5,6,7\n5,5,6,7,8,9,9\n", false},          // seven: by chance
                                {"1,2,3,4,5,6,7,8\n", false},                       // nothing else would be left
                                {"1,2,3,4,5,6,7,NaN\n5,5,6,7,8,9,9,9\n", false},
                                {"0,1,2,label\n5,6,7,a\n", true},  // a word that says what it is above numbers
                                {"CLASS,0,1\n1,6,7\n", true},
                                {"cat,0,1\ndog,6,7\n", false},
                                {",0,1\n0,6,7\n", true},  // as pandas writes row numbers
                                {",1,5\n0,6,7\n", false},
                                {"112,118,132,129\n115,126,141,135\n", false},
                                {"1;2;3;4\n2;2;4;5\n", false},
                                {"1,5;2,5\n1,5;2,5\n", false},  // decimal commas
                                {"nan,nan\n1,2\n", false}};
  for (const auto& [text, header] : cases) {
    CAPTURE(text);
    std::istringstream in(text);
    FieldReader reader(in, "own.csv");
    const auto next = [&]() -> std::optional<KeptRow> {
      const auto* fields = reader.next();
      if (fields == nullptr) return std::nullopt;
      return KeptRow{{fields->begin(), fields->end()}, reader.where()};
    };
    const auto first = next(), second = next();
    CHECK(row_layout(reader, *first, second, "none", false).has_header() == header);
  }
}

TEST_CASE("under a header, labels are in the column that says so, or in a first column of words") {
  const auto reading = [](const std::string& text) { return read(text, "own.csv").reading; };
  CHECK(reading("label,t0,t1\n1,2,3\n") == "label in column 1 (\"label\"), values in columns 2 to 3, header");
  CHECK(reading("t0,t1,TARGET\n1,2,3\n") == "label in column 3 (\"TARGET\"), values in columns 1 to 2, header");
  CHECK(reading("t0,Class,t1,t2\n1,a,3,4\n") ==
        "label in column 2 (\"Class\"), values in columns 1 and 3 to 4, header");
  CHECK(reading("x,y,z\n1,2,3\n") == "no label, values in columns 1 to 3, header");
  CHECK(reading("t0,t1,y\n1,2,3\n") == "label in column 3 (\"y\"), values in columns 1 to 2, header");
  CHECK(reading("region,2020,2021,2022\nEMEA,1,2,3\n") ==
        "label in column 1 (\"region\"), values in columns 2 to 4, header");
  CHECK(reading("name,t0,t1,class\nwave 1,2,3,a\n") ==
        "label in column 4 (\"class\"), column 1 (\"name\") left out, values in columns 2 to 3, header");
  CHECK(reading(",t0,t1\n0,2,3\n") == "no label, column 1 left out, values in columns 2 to 3, header");
  CHECK(reading(",0,1,label\n0,2,3,b\n") ==
        "label in column 4 (\"label\"), column 1 left out, values in columns 2 to 3, header");
  CHECK(reading(",t0,t1\nEMEA,2,3\n") == "label in column 1, values in columns 2 to 3, header");
  CHECK(reading("1,2,3\n") == "label in column 1, values in columns 2 to 3, no header");
  const SeriesSet set = read("t0,kind,t1\n1,b,2\n3,c,4\n", "own.csv", {.labels = "kind"});
  CHECK(set.series[1].label == "c");
  CHECK(values_of(set.series[1]) == Values{3, 4});
}

TEST_CASE("labels from a column by its name or number") {
  const auto label = [&](const std::string& column) {
    return read("b,t0,a\n1,2,3\n", "own.csv", {.labels = column}).series[0].label;
  };
  CHECK(label("a") == "3");
  CHECK(label("2") == "2");
  CHECK(label("first") == "1");
  CHECK(label("none").empty());
  CHECK(read("5,6,7\n8,9,10\n", "own.csv", {.labels = "3"}).series[1].label == "10");
  CHECK(error_for("5,6,7\n", "own.csv", {.labels = "kind"}) ==
        "own.csv:1: expected a header with the column \"kind\", found none; columns also have numbers, from 1");
  CHECK(error_for("5,6,7\n", "own.csv", {.labels = "4"}) ==
        "own.csv:1: expected the labels in column 4, found 3 columns");
  CHECK(error_for("a,b\n1,2\n", "own.csv", {.labels = "kind"}) ==
        "own.csv:1: expected a column \"kind\", found \"a\", \"b\"");
  CHECK(error_for("a,kind\n1,2\n1,0.5\n", "own.csv", {.labels = "kind"}) ==
        "own.csv:3:2: expected a class label (a name or a whole number), found \"0.5\"; for rows without labels, use "
        "--labels none");
}

TEST_CASE("only the first row can be a header") {
  CHECK(error_for("1,2,3\nclass,v1,v2\n", "own.csv") == "own.csv:2:2: expected a number, found \"v1\"");
  const SeriesSet named = read("cat,2,3\ndog,4,5\n", "own.csv");
  REQUIRE(named.count() == 2);
  CHECK(named.series[0].label == "cat");
  CHECK(named.series[1].label == "dog");
}

TEST_CASE("labels without a header: the first field in a file, on standard input only a word, or as asked for") {
  CHECK(read("7\t2\t3\n").series[0].label == "7");
  const Series bare = read_standard_input("7\t2\t3\n").series[0];
  CHECK(bare.label.empty());
  CHECK(values_of(bare) == Values{7, 2, 3});
  CHECK(read_standard_input("up 2 3\n").series[0].label == "up");
  CHECK(read_standard_input("2020,2021,2022\n7,2,3\n").reading == "no label, values in columns 1 to 3, header");
  CHECK(read_standard_input("7\t2\t3\n", {.labels = "first"}).series[0].label == "7");
  CHECK(values_of(read("7\t2\t3\n", "set.tsv", {.labels = "none"}).series[0]) == Values{7, 2, 3});
}

TEST_CASE("labels are names or whole numbers, however written") {
  const auto label = [](const std::string& field) { return read(field + "\t1\t2\n").series[0].label; };
  CHECK(label("1") == "1");
  CHECK(label("1.0") == "1");
  CHECK(label("1.0000000e+00") == "1");
  CHECK(label("-1") == "-1");
  CHECK(label("up/left") == "up/left");
  for (const std::string field : {"", "1.5", "NaN", "inf"}) {
    CAPTURE(field);
    const std::string message = error_for("1\t1\t2\n" + field + "\t1\t2\n");
    CHECK(message == "set.tsv:2:1: expected a class label (a name or a whole number), found " +
                         (field.empty() ? "nothing" : '"' + field + '"') +
                         "; for rows without labels, use --labels none");
  }
}
