// train --plot and --report: the picture and the page, as files and in a browser.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <optional>
#include <regex>
#include <set>
#include <sstream>

#include "support/catch.hpp"
#include "support/markup.hpp"
#include "support/temp_folder.hpp"
#include "support/train_program.hpp"

using namespace softwarp;
using nlohmann::json;

namespace {

using Arguments = std::vector<std::string>;

const Arguments kSmall{"--data",   "small.tsv", "--loss",       "all", "--gamma",   "1,0.1", "--init", "both",
                       "--epochs", "3",         "--validation", "0.2", "--repeats", "2",     "--quiet"};

Arguments operator+(Arguments all, const Arguments& more) {
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

void write_small(const TempFolder& folder) { folder.write("small.tsv", waves(60, 30)); }

std::string page_of(const Arguments& arguments, const TempFolder& folder) {
  const ProcessResult result = train(arguments + Arguments{"--report", "page"}, {.folder = folder.path()});
  INFO(result.err);
  REQUIRE(result.status == 0);
  return read_file(folder.path() / "page" / "index.html");
}

// The seconds are in the last column of the table of trainings.
std::string without_seconds(const std::string& page) {
  const std::size_t from = page.find("<section id=\"trainings\""), to = page.find("</section>", from);
  REQUIRE(to != page.npos);
  static const std::regex last_cell("<td class=\"number\">[^<]*</td></tr>");
  return page.substr(0, from) + std::regex_replace(page.substr(from, to - from), last_cell, "</tr>") + page.substr(to);
}

std::vector<std::string> texts_of(const std::string& page, const std::string& name) {
  std::vector<std::string> texts;
  for (const Element& element : elements_of(page, name)) texts.push_back(element.text);
  return texts;
}

bool has(const std::vector<std::string>& texts, const std::string& text) {
  return std::ranges::find(texts, text) != texts.end();
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

namespace {

// Runs Chromium without window or network, its profile in the folder. Returns nothing where there is none.
std::optional<std::string> browse(const TempFolder& folder, Arguments arguments, const std::string& file) {
  static int profiles = 0;
  arguments = Arguments{"chromium",
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--hide-scrollbars",
                        "--user-data-dir=" + folder.file("profile" + std::to_string(profiles++))} +
              arguments;
  arguments.push_back("file://" + folder.file(file));
  ProcessResult result;
  try {
    result = run_process("/usr/bin/env", arguments);
  } catch (const std::runtime_error&) {
    result.status = 127;
  }
  if (result.status == 127) {
    WARN("skipped: no chromium");
    return std::nullopt;
  }
  INFO(result.err);
  REQUIRE(result.status == 0);
  return result.out;
}

// The page in a frame as wide as a telephone or a desktop: windows are never as narrow as a telephone. The script
// around it notes how wide page and frame come out.
std::string framed(const std::string& page, int width, int height, const std::string& scheme = "light") {
  std::string quoted =
      std::regex_replace(std::regex_replace(page, std::regex("&"), "&amp;"), std::regex("\""), "&quot;");
  const std::string colours = "color-scheme:" + scheme;
  return "<!DOCTYPE html><html style=\"" + colours + "\"><body style=\"margin:0\"><iframe style=\"border:0;" + colours +
         ";width:" + std::to_string(width) + "px;height:" + std::to_string(height) + "px\" srcdoc=\"" + quoted +
         "\"></iframe><script>const f=document.querySelector('iframe');f.onload=()=>{const d=f.contentDocument;"
         "const n=[...d.querySelectorAll('.pictures svg')].map(s=>s.getBoundingClientRect().width);"
         "const tables=[...d.querySelectorAll('.scroll')].filter(s=>s.scrollWidth>s.clientWidth).length;"
         "const light=c=>{const [r,g,b]=c.match(/[0-9]+/g).map(Number);return (0.213*r+0.715*g+0.072*b)/255};"
         "const style=e=>getComputedStyle(d.querySelector(e));"
         "document.title=[d.documentElement.clientWidth,d.documentElement.scrollWidth,n.length,Math.min(...n),tables,"
         "light(style('body').backgroundColor),light(style('body').color),light(style('figcaption').color),"
         "style('.pictures svg').filter.includes('invert')?1:0].join(' ')};"
         "</script></body></html>";
}

struct Measures {
  double width, content, pictures, narrowest;
  double tables;                           // that scroll
  double ground, text, caption, inverted;  // lightness, 0 to 1; whether pictures are drawn light on dark
};

std::optional<Measures> measure(const TempFolder& folder, const std::string& page, int width,
                                const std::string& scheme = "light") {
  folder.write("framed.html", framed(page, width, 800, scheme));
  const auto dom = browse(folder, {"--window-size=1400,900", "--dump-dom"}, "framed.html");
  if (!dom) return std::nullopt;
  std::smatch title;
  REQUIRE(std::regex_search(*dom, title, std::regex("<title>([^<]*)</title>")));
  std::istringstream numbers(title[1]);
  Measures found{};
  REQUIRE(numbers >> found.width >> found.content >> found.pictures >> found.narrowest >> found.tables >>
          found.ground >> found.text >> found.caption >> found.inverted);
  return found;
}

}  // namespace

TEST_CASE("in a browser the page fits a telephone and a desktop") {
  const TempFolder folder;
  write_small(folder);
  const std::string page = page_of(kSmall, folder);
  const auto phone = measure(folder, page, 390);
  if (!phone) return;
  CHECK(phone->width == 390);
  CHECK(phone->content == 390);
  CHECK(phone->pictures == 22);
  CHECK(phone->narrowest > 330);  // one column
  CHECK(phone->tables > 0);       // which are wider than the screen, and scroll
  const auto desktop = measure(folder, page, 1280);
  CHECK(desktop->content == 1280);
  CHECK(desktop->narrowest > 330);

  // The measure finds what is too wide.
  const std::string wide = std::regex_replace(page, std::regex("<main>"), "<main><div style=\"width:700px\">x</div>");
  CHECK(measure(folder, wide, 390)->content > 700);
}

TEST_CASE("long names and many columns do not widen the page on a telephone") {
  const TempFolder folder;
  const std::string name = std::string(120, 'w') + ".tsv";
  folder.write(name, waves(60, 30));
  const auto phone =
      measure(folder,
              page_of({"--data", name, "--network", "mlp,conv", "--loss", "euclidean,softdtw,softdtw-divergence",
                       "--epochs", "2", "--restarts", "2", "--validation", "0.2", "--quiet"},
                      folder),
              390);
  if (!phone) return;
  CHECK(phone->content == 390);
  CHECK(phone->tables > 0);
}

TEST_CASE("the page is legible in the light and in the dark") {
  const TempFolder folder;
  write_small(folder);
  const std::string page = page_of(kSmall, folder);
  const auto light = measure(folder, page, 390), dark = measure(folder, page, 390, "dark");
  if (!light || !dark) return;
  CHECK(light->ground > 0.9);
  CHECK(light->text < 0.2);
  CHECK(light->caption < 0.4);
  CHECK(light->inverted == 0);
  CHECK(dark->ground < 0.15);
  CHECK(dark->text > 0.8);
  CHECK(dark->caption > 0.6);
  CHECK(dark->inverted == 1);
}

TEST_CASE("screenshots of the page show something, at the asked size") {
  const TempFolder folder;
  write_small(folder);
  const std::string page = page_of(kSmall, folder);
  const std::size_t main = page.find("<main>"), end = page.find("</main>");
  REQUIRE(main < end);
  const std::string blank = page.substr(0, main) + page.substr(end + std::string("</main>").size());
  for (const int width : {390, 1280}) {
    std::vector<std::size_t> sizes;
    for (const std::string& shown : {page, blank}) {
      folder.write("framed.html", framed(shown, width, 3000));
      const std::string picture = folder.file("shot.png");
      if (!browse(folder,
                  {"--window-size=" + std::to_string(std::max(width, 500)) + ",3000", "--screenshot=" + picture},
                  "framed.html"))
        return;
      const std::string bytes = read_file(picture);
      REQUIRE(bytes.substr(0, 4) == "\x89PNG");
      CHECK(bytes.substr(20, 4) == std::string("\0\0\x0b\xb8", 4));  // the height in the header: 3000
      sizes.push_back(bytes.size());
    }
    CHECK(sizes[0] > 100'000);
    CHECK(sizes[0] > 5 * sizes[1]);  // of a page that is all but blank
  }
}
