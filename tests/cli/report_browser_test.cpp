// train --report: the page in a browser.
#include <algorithm>
#include <optional>
#include <regex>
#include <sstream>

#include "support/small_report.hpp"

using namespace softwarp;

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
