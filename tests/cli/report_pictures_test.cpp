// train --plot and --report: what the pictures show, and what they name.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <regex>

#include "support/small_report.hpp"

using namespace softwarp;
using nlohmann::json;

namespace {

// What is written in the pictures of a page or in an SVG file.
std::vector<std::string> written_in(const std::string& drawing) {
  std::vector<std::string> texts;
  static const std::regex text("<text>(?:<tspan[^>]*>)?\\s*([^<]*)<");
  for (std::sregex_iterator match(drawing.begin(), drawing.end(), text), end; match != end; ++match)
    texts.push_back((*match)[1]);
  return texts;
}

std::ptrdiff_t count_of(const std::vector<std::string>& texts, const std::string& start) {
  return std::ranges::count_if(texts, [&](const std::string& text) { return text.rfind(start, 0) == 0; });
}

// The pictures of one section of a page.
std::vector<std::string> pictures_of(const std::string& page, const std::string& section) {
  std::vector<std::string> pictures;
  const std::size_t end = page.find("</section>", page.find("<section id=\"" + section));
  for (std::size_t at = page.find("<section id=\"" + section); (at = page.find("<svg viewBox", at)) < end; ++at) {
    if (page.compare(page.find('>', at) - 20, 20, "aria-hidden=\"true\"") == 0) continue;
    pictures.push_back(page.substr(at, page.find("</svg>", at) - at));
  }
  std::erase_if(pictures, [](const std::string& svg) { return svg.find("role=\"img\"") == svg.npos; });
  return pictures;
}

}  // namespace

TEST_CASE("--plot draws three series, names their runs and axes, and says what is drawn") {
  const TempFolder folder;
  write_small(folder);
  for (const std::string ending : {".svg", ".png", ".pdf"}) {
    REQUIRE(train(kSmall + Arguments{"--plot", "f" + ending}, {.folder = folder.path()}).status == 0);
    CHECK(read_file(folder.file("f" + ending)).size() > 5000);
  }
  const std::vector<std::string> texts = written_in(read_file(folder.file("f.svg")));
  CAPTURE(texts);
  CHECK(count_of(texts, "Test series ") == 3);
  for (const std::string place : {", best", ", median", ", worst"})
    CHECK(std::ranges::count_if(texts, [&](const std::string& text) { return text.ends_with(place); }) == 1);
  CHECK(count_of(texts, "euclidean, init random: DTW ") == 3);  // in each panel, with two of soft-DTW
  CHECK(count_of(texts, "softdtw(gamma=") == 6);
  CHECK(count_of(texts, "step") == 3 + 1);  // below each panel, and the legend's steps to forecast
  CHECK(count_of(texts, "value") == 1);     // at the left
  for (const char* once : {"input", "truth", "steps to forecast"}) CHECK(std::ranges::count(texts, once) == 1);
  CHECK(count_of(texts, "Drawn are 3 of 5 settings: the best ") == 1);
}

TEST_CASE("every picture of the page names its axes, and no more than three forecasts") {
  const TempFolder folder;
  write_small(folder);
  const std::string page = page_of(kSmall, folder);
  for (const std::string section : {"forecasts", "best-and-worst", "curves"}) {
    const std::vector<std::string> pictures = pictures_of(page, section);
    CHECK(pictures.size() == (section == "forecasts" ? 9 : section == "curves" ? 7 : 6));
    for (const std::string& picture : pictures) {
      if (picture.find("expected alignment") != picture.npos) continue;
      const std::vector<std::string> texts = written_in(picture);
      CAPTURE(section, texts);
      CHECK(has(texts, section == "curves" ? "epoch" : "step"));
      CHECK((has(texts, "value") || has(texts, "loss") || has(texts, "DTW") || has(texts, "Euclidean")));
      const auto named = std::ranges::count_if(
          texts, [](const std::string& text) { return text.find(": DTW ") != std::string::npos; });
      CHECK(named <= 3);
      CHECK((named > 0) == (section != "curves"));
    }
  }
  // All settings are drawn for the best series, and for the worst.
  std::string all;
  for (const std::string& picture : pictures_of(page, "best-and-worst")) all += picture;
  for (const char* setting :
       {"euclidean, init random", "softdtw(gamma=1), init random", "softdtw(gamma=1), init euclidean",
        "softdtw(gamma=0.1), init random", "softdtw(gamma=0.1), init euclidean"})
    CHECK(count_of(written_in(all), setting) == 2);
}

TEST_CASE("variables have panels of their own; windows show the time and the names of columns") {
  const TempFolder folder;
  write_small(folder);
  const std::string page =
      page_of({"--data", "small.tsv", "--dims", "2", "--epochs", "2", "--loss", "all", "--quiet"}, folder);
  const std::vector<std::string> pictures = pictures_of(page, "forecasts");
  CHECK(pictures.size() == 5 * 2);
  for (std::size_t k = 0; k < pictures.size(); ++k)
    CHECK(has(written_in(pictures[k]), "variable " + std::to_string(k % 2 + 1)));

  std::string hours = "when,load,heat\n";
  for (int t = 0; t < 400; ++t) {
    const std::string day = std::to_string(1 + t / 24 % 28), hour = std::to_string(t % 24);
    hours += "2024-0" + std::to_string(1 + t / 24 / 28) + (day.size() < 2 ? "-0" : "-") + day +
             (hour.size() < 2 ? " 0" : " ") + hour + ":00," + std::to_string(500 + 100 * std::sin(t * 0.26)) + ',' +
             std::to_string(0.01 * std::cos(t * 0.26)) + "\n";
  }
  folder.write("hours.csv", hours);
  REQUIRE(train({"--data", "hours.csv", "--window", "48", "--horizon", "12", "--channels", "all", "--epochs", "1",
                 "--loss", "euclidean", "--quiet", "--plot", "f.svg"},
                {.folder = folder.path()})
              .status == 0);
  const std::vector<std::string> texts = written_in(read_file(folder.file("f.svg")));
  CAPTURE(texts);
  CHECK(count_of(texts, "when") == 3);  // below the lower panels
  CHECK(count_of(texts, "load") == 3);
  CHECK(count_of(texts, "heat") == 3);
  CHECK(count_of(texts, "2024-01-") == 2 * 3 * 2);
  CHECK(has(texts, "end of the input"));
  CHECK(has(texts, "600"));  // in units of the data
}

TEST_CASE("where the moment of an event is uncertain, soft-DTW keeps its shape and the Euclidean loss spreads it") {
  // The README's picture: its file is what the recipe beside it prints, and its claims hold.
  const std::string file = SOFTWARP_EXAMPLES "/ferry.csv";
  const ProcessResult printed = run_process("/usr/bin/env", {"awk", "-f", SOFTWARP_EXAMPLES "/ferry.awk"});
  REQUIRE(printed.status == 0);
  CHECK(printed.out == read_file(file));

  const json report = report_of({"--data", file, "--loss", "all"});
  const json &euclidean = report["runs"][0]["test"], &softdtw = report["runs"][1]["test"];
  REQUIRE(report["runs"][1]["loss"] == "softdtw");
  CHECK(softdtw["dtw"].get<double>() < 0.1 * euclidean["dtw"].get<double>());
  CHECK(softdtw["tdi"].get<double>() < euclidean["tdi"].get<double>());
  CHECK(softdtw["euclidean"].get<double>() > 1.2 * euclidean["euclidean"].get<double>());
}
