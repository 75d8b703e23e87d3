// train --report: the page and its files.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "support/small_report.hpp"

using namespace softwarp;
using nlohmann::json;

namespace {

// The seconds are in the last column of the table of trainings.
std::string without_seconds(const std::string& page) {
  const std::size_t from = page.find("<section id=\"trainings\""), to = page.find("</section>", from);
  REQUIRE(to != page.npos);
  static const std::regex last_cell("<td class=\"number\">[^<]*</td></tr>");
  return page.substr(0, from) + std::regex_replace(page.substr(from, to - from), last_cell, "</tr>") + page.substr(to);
}

}  // namespace

TEST_CASE("the page holds what the table holds, every run, and needs nothing but itself") {
  const TempFolder folder;
  write_small(folder);
  const std::string page = page_of(kSmall, folder);
  const std::vector<Element> elements = read_markup(page);

  std::string text = page;  // but for the bytes of images, which may look like anything
  for (std::size_t at = text.find("base64,"); at != text.npos; at = text.find("base64,", at + 1))
    text.erase(at + 7, text.find('\'', at) - at - 7);
  for (const char* foreign : {"http", "//", "src=", "url(", "@import", "<script", "<link", "<iframe", "<object"}) {
    CAPTURE(foreign);
    CHECK(text.find(foreign) == text.npos);
  }
  std::set<std::string> ids;
  for (const Element& element : elements) {
    if (element.attributes.count("id") > 0) CHECK(ids.insert(element.attributes.at("id")).second);
    if (element.name == "svg" && element.attributes.count("aria-hidden") == 0)
      CHECK(element.attributes.at("aria-label").size() > 20);
    if (element.attributes.count("aria-labelledby") > 0)
      CHECK(page.find("id=\"" + element.attributes.at("aria-labelledby") + '"') != page.npos);
  }
  CHECK(elements_of(page, "html").at(0).attributes.at("lang") == "en");
  CHECK(texts_of(page, "h1").size() == 1);
  CHECK(texts_of(page, "h2") == Arguments{"Test errors", "Forecasts", "Best and worst of the test series",
                                          "Loss curves", "Every training", "Options", "Data and machine"});

  // The rows of the table on standard output, cell by cell.
  const ProcessResult table = train(kSmall, {.folder = folder.path()});
  std::istringstream lines(table.out);
  const std::vector<std::string> cells = texts_of(page, "td"), headings = texts_of(page, "th");
  int rows = 0;
  for (std::string line; std::getline(lines, line);) {
    static const std::regex number("[0-9][0-9.e+-]* ± [0-9.e+-]+");
    for (std::sregex_iterator match(line.begin(), line.end(), number), end; match != end; ++match) {
      CAPTURE(match->str());
      CHECK(has(cells, match->str()));
      ++rows;
    }
  }
  CHECK(rows == 5 * 4);
  CHECK(has(headings, "last value"));
  CHECK(has(headings, "mean of training targets"));

  // A legend entry for each setting, a row for each training.
  const std::vector<std::string> entries = texts_of(page, "li");
  for (const char* setting :
       {"euclidean, init random", "softdtw(gamma=1), init random", "softdtw(gamma=1), init euclidean",
        "softdtw(gamma=0.1), init random", "softdtw(gamma=0.1), init euclidean"})
    CHECK(has(entries, setting));
  const std::size_t trainings = page.find("<section id=\"trainings\"");
  const std::string section = page.substr(trainings, page.find("</section>", trainings) - trainings);
  CHECK(texts_of("<!DOCTYPE html>" + section + "</section>", "tr").size() == 1 + 10);

  const json report = json::parse(train(kSmall + Arguments{"--json", "-"}, {.folder = folder.path()}).out);
  for (const json& run : report["runs"]) {
    const double dtw = run["test"]["dtw"];
    CHECK(std::ranges::any_of(texts_of("<!DOCTYPE html>" + section + "</section>", "td"), [&](const std::string& cell) {
      return std::abs(std::strtod(cell.c_str(), nullptr) - dtw) < 1e-3 * dtw;  // the page shows four digits
    }));
  }
  CHECK(elements_of(page, "pre").at(0).text.find("gamma = [1, 0.1]") != std::string::npos);
  // Pictures: nine series, best and worst with two of forecasts and an alignment each, five loss curves, two validation
  // errors.
  const auto drawn = std::ranges::count_if(
      elements, [](const Element& element) { return element.name == "svg" && element.attributes.count("role") > 0; });
  CHECK(drawn == 9 + 6 + 5 + 2);
}

TEST_CASE("the same results give the same page, whatever the number of threads") {
  const TempFolder one, two;
  write_small(one);
  write_small(two);
  const std::string page = without_seconds(page_of(kSmall + Arguments{"--threads", "2"}, one));
  CHECK(page == without_seconds(page_of(kSmall + Arguments{"--threads", "2"}, two)));
  const auto without_threads = [](const std::string& text) {
    return std::regex_replace(text, std::regex("threads = [0-9]+\n|, [0-9]+ threads"), "");
  };
  CHECK(without_threads(page) == without_threads(without_seconds(page_of(kSmall + Arguments{"--threads", "1"}, two))));
}

TEST_CASE("pages of unusual runs: one epoch, one test series, gaps, two dimensions, L-BFGS, a hostile name") {
  const TempFolder folder;
  folder.write("<b>&.tsv", waves(6, 24));
  std::string gaps = waves(6, 24);
  const std::size_t last_row = gaps.rfind('\n', gaps.size() - 2);
  for (const int field : {5, 20, 24}) {  // of the one test series: input, target, and its end
    std::size_t from = last_row;
    for (int k = 0; k < field; ++k) from = gaps.find('\t', from + 1);
    gaps.replace(from + 1, gaps.find_first_of("\t\n", from + 1) - from - 1, "NaN");
  }
  folder.write("gaps.tsv", gaps);
  const std::vector<Arguments> cases{
      {"--data", "<b>&.tsv", "--epochs", "1"},
      {"--data", "gaps.tsv", "--epochs", "3", "--dims", "2"},
      {"--data", "gaps.tsv", "--epochs", "3", "--optimizer", "lbfgs"},
      {"--data", "gaps.tsv", "--epochs", "3", "--gamma", "auto", "--z-normalise", "--precision", "double"}};
  for (const Arguments& arguments : cases) {
    CAPTURE(arguments);
    const std::string page = page_of(arguments + Arguments{"--quiet"}, folder);
    CHECK(read_markup(page).size() > 100);
    CHECK(page.find("nan") == page.npos);
    CHECK(elements_of(page, "b").empty());
    CHECK(has(texts_of(page, "h2"), "Loss curves") == (arguments[3] != "1"));
    CHECK(texts_of(page, "h3").size() == 1);  // the best is the worst
  }
}

TEST_CASE("a report that cannot be written is found before the work, and failures leave nothing") {
  const TempFolder folder;
  folder.write("file", "kept");
  // Data that is not there would be the error, were it looked at first.
  const ProcessResult refused = train({"--data", "missing.tsv", "--report", "file"}, {.folder = folder.path()});
  CHECK(refused.status == 1);
  CHECK(refused.err.rfind("train: file: expected a folder", 0) == 0);
  CHECK(read_file(folder.file("file")) == "kept");
  const ProcessResult picture = train({"--data", "missing.tsv", "--plot", "f.jpeg"}, {.folder = folder.path()});
  CHECK(picture.err.rfind("train: f.jpeg: expected a picture's name", 0) == 0);
  const ProcessResult failed =
      train({"--data", "missing.tsv", "--report", "page", "--plot", "f.svg"}, {.folder = folder.path()});
  CHECK(failed.err.find("missing.tsv") != std::string::npos);
  CHECK(folder.count() == 1);
  const ProcessResult without_gnuplot =
      train({"--report", "page"}, {.environment = {{"PATH", folder.path().string()}}, .folder = folder.path()});
  CHECK(without_gnuplot.status == 1);
  CHECK(without_gnuplot.err.rfind("train: gnuplot: expected on the PATH", 0) == 0);
  CHECK(folder.count() == 1);
}
