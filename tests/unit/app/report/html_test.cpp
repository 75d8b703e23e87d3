#include "app/report/html.hpp"

#include "app/report/alignment_picture.hpp"
#include "app/report/table.hpp"
#include "softwarp/core/error.hpp"
#include "support/catch.hpp"
#include "support/markup.hpp"
#include "support/message.hpp"
#include "support/temp_folder.hpp"

using namespace softwarp;

namespace {

// Everything that could end an element or an attribute, or break the encoding.
const std::string kHostile = "</title><script>alert('1 & \"2\"')</script>\xff\x01 größer]]>--> &amp;";
const std::string kHarmless =
    "&lt;/title&gt;&lt;script&gt;alert(&#39;1 &amp; &quot;2&quot;&#39;)&lt;/script&gt;\uFFFD\uFFFD größer]]&gt;--&gt; "
    "&amp;amp;";

}  // namespace

TEST_CASE("escaped text is shown as it was") {
  CHECK(html_escaped(kHostile) == kHarmless);
  CHECK(html_escaped("a\n\tb ± γ") == "a\n\tb ± γ");
  CHECK(html_escaped("") == "");
}

TEST_CASE("the markup reader finds errors") {
  const std::string head = "<!DOCTYPE html><html>";
  CHECK(read_markup(head + "<p class=\"a\">1 &amp; 2<br/></p></html>").size() == 3);
  for (const char* wrong :
       {"<p></html>", "<p>", "<p><b></p></b></html>", "</p></html>", "1 & 2</html>", "<p a=b></p></html>",
        "<p a=\"1\" a=\"2\"></p></html>", "1 < 2</html>", "</html><p></p>", "<p a=\"&\"></p></html>"}) {
    CAPTURE(wrong);
    CHECK_THROWS_AS(read_markup(head + wrong), std::runtime_error);
  }
}

TEST_CASE("every part of a page accepts any text, and the page is well-formed") {
  Table table({"name", kHostile, "number"});
  table.add({kHostile, "word", "1.5"});
  table.add({"long one", "", "-"});
  const std::string drawn =
      inline_svg(draw_panels({{.title = kHostile, .lines = {{Matrix<double>::Random(2, 9), {kStrong}}}}}, 1), kHostile);
  const std::string body =
      html_section(kHostile, kHostile,
                   html_paragraph(kHostile) + table.html(kHostile) + html_facts({{kHostile, kHostile}}) +
                       html_figure({drawn}, kHostile, {{kHostile, {kFaint, 1, {3, 1}}}}));
  const std::string page = html_page(kHostile, body);
  const std::vector<Element> elements = read_markup(page);
  CHECK(elements_of(page, "script").empty());
  CHECK(elements_of(page, "title").at(0).text == kHarmless);
  CHECK(elements_of(page, "h2").at(0).text == kHarmless);
  CHECK(elements_of(page, "p").at(0).text == kHarmless);
  CHECK(elements_of(page, "dd").at(0).text == kHarmless);
  CHECK(elements_of(page, "li").at(0).text == kHarmless);
  CHECK(elements_of(page, "svg").at(1).attributes.at("aria-label") == kHarmless);
}

TEST_CASE("a table as HTML: a header, row headings, marked numbers, words that span empty cells") {
  Table table({"loss", "gamma", "DTW"});
  table.add({"softdtw", "0.1", "1.5"});
  table.add({"last value", "", "12"});
  const std::string page = html_page("t", table.html("caption"));
  const std::vector<Element> headings = elements_of(page, "th"), cells = elements_of(page, "td");
  REQUIRE(headings.size() == 5);
  REQUIRE(cells.size() == 3);
  CHECK(headings[2].text == "DTW");
  CHECK(headings[2].attributes.at("class") == "number");
  CHECK(headings[0].attributes.count("class") == 0);
  CHECK(headings[3].attributes.at("scope") == "row");
  CHECK(headings[4].attributes.at("colspan") == "2");
  CHECK(cells[2].text == "12");
  CHECK(elements_of(page, "table").at(0).attributes.at("aria-label") == "caption");
}

TEST_CASE("pictures on a page, with gaps, marks and an image: no outside references, no ids, a description") {
  Matrix<double> gap = Matrix<double>::Constant(1, 6, 2.0);
  gap(0, 2) = std::nan("");
  const Panel panel{.title = "panel", .lines = {{gap, {kFaint, 1, {4, 2}}, 3}}, .mark = 4.0};
  for (const Drawing& drawing : {draw_panels({panel, panel}, 2, Axes::own, {{"legend_entry", {kStrong}}}),
                                 draw_alignment(Matrix<double>::Random(5, 7).cwiseAbs(), Matrix<double>::Random(1, 5),
                                                Matrix<double>::Random(2, 7))}) {
    const std::string svg = inline_svg(drawing, "described");
    CHECK(svg == inline_svg(drawing, "described"));
    const std::string page = html_page("page", svg);
    for (const Element& element : read_markup(page)) {
      CHECK(element.attributes.count("id") == 0);
      CHECK(element.attributes.count("xlink:href") == 0);
      if (element.attributes.count("href") > 0)
        CHECK(element.attributes.at("href").rfind("data:image/png;base64,", 0) == 0);
    }
    CHECK(page.find("http") == page.npos);
    CHECK(page.find("GNUPLOT") == page.npos);
    CHECK(elements_of(page, "svg").at(0).attributes.at("aria-label") == "described");
    CHECK(elements_of(page, "svg").at(0).attributes.at("role") == "img");
  }
  const std::string svg =
      html_page("page", inline_svg(draw_panels({panel}, 1, Axes::own, {{"legend_entry", {kStrong}}}), ""));
  CHECK(elements_of(svg, "svg").at(0).text.find("legend_entry") != std::string::npos);
}

TEST_CASE("lines are where they should be: first step, gaps, range and logarithmic axis") {
  const auto path_count = [](const Panel& panel) {
    std::size_t dashed = 0;
    for (const Element& path : elements_of(html_page("", inline_svg(draw_panels({panel}, 1), "")), "path"))
      dashed += path.attributes.count("stroke-dasharray");
    return dashed;
  };
  Panel panel{.title = "", .lines = {{Matrix<double>::Random(3, 5), {kStrong, 1, {5, 2}}}}};
  CHECK(path_count(panel) == 3);
  panel.mark = 2;
  CHECK(path_count(panel) == 4);

  const auto labels = [](const Panel& shown) {
    std::vector<std::string> texts;
    for (const Element& text : elements_of(html_page("", inline_svg(draw_panels({shown}, 1), "")), "tspan"))
      texts.push_back(text.text.substr(text.text.find_first_not_of(' ')));
    return texts;
  };
  const auto has = [&](const Panel& shown, const std::string& label) {
    const auto texts = labels(shown);
    return std::ranges::find(texts, label) != texts.end();
  };
  const Matrix<double> decades = Vector<double>{{1, 10, 100, 1000}}.transpose();
  Panel late{.title = "", .lines = {{decades, {kStrong}, 40}}, .logarithmic = true};
  CHECK(has(late, "40"));
  CHECK(has(late, "43"));
  CHECK_FALSE(has(late, "0"));
  CHECK(has(late, "10"));
  CHECK(has(late, "1000"));
  CHECK_FALSE(has(late, "200"));
  late.lines[0].values(0, 0) = -1;  // no logarithm: a linear axis
  CHECK(has(late, "200"));
  CHECK(has(late, "0"));
  late.lines[0].values.setConstant(std::nan(""));
  CHECK(has(late, "40"));  // only gaps: not an error
}

TEST_CASE("a page's folder is created, kept or removed") {
  const TempFolder folder;
  const std::string path = folder.file("report");
  { const PageFolder page(path); }
  CHECK(folder.count() == 0);
  {
    PageFolder page(path);
    page.commit("first");
  }
  CHECK(read_file(path + "/index.html") == "first");
  { const PageFolder page(path + "/"); }  // not committed: the older page stays
  CHECK(read_file(path + "/index.html") == "first");
  CHECK(folder.count() == 1);
  CHECK(std::distance(std::filesystem::directory_iterator(path), {}) == 1);
  folder.write("file", "kept");
  CHECK(message_of<Error>([&] {
          PageFolder(folder.file("file"));
        }).rfind(folder.file("file") + ": expected a folder", 0) == 0);
  CHECK(read_file(folder.file("file")) == "kept");
  CHECK(message_of<Error>([&] { PageFolder(folder.file("none/report")); }).find(": expected a folder") !=
        std::string::npos);
  std::filesystem::create_directory(folder.path() / "page");
  std::filesystem::create_directory(folder.path() / "page" / "index.html");
  CHECK(message_of<Error>([&] { PageFolder(folder.file("page")); }).find("it is a folder") != std::string::npos);
}
