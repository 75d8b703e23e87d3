#include "app/report/html.hpp"

#include <algorithm>

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
  const Panel panel{.title = "panel", .lines = {{gap, {kFaint, 1, {4, 2}}, 3}}, .mark = 4.0, .shaded_from = 5.0};
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

namespace {

std::vector<std::string> texts_in(const Drawing& drawing) {
  std::vector<std::string> texts;
  for (const Element& element : elements_of(html_page("", inline_svg(drawing, "")), "text")) {
    const std::size_t from = element.text.find_first_not_of(" \n"), to = element.text.find_last_not_of(" \n");
    if (from != element.text.npos) texts.push_back(element.text.substr(from, to + 1 - from));
  }
  return texts;
}

bool has_text(const Drawing& drawing, const std::string& text) {
  const std::vector<std::string> texts = texts_in(drawing);
  return std::ranges::find(texts, text) != texts.end();
}

}  // namespace

TEST_CASE("panels name their lines and axes; what all share is said once") {
  const Matrix<double> values = Matrix<double>::Random(1, 5);
  std::vector<Panel> panels;
  for (const char* title : {"one", "two", "three", "four", "five"})
    panels.push_back({.title = title, .lines = {{values, {kFaint}, 0, "first"}, {values, {kStrong}}}});
  const auto count = [](const std::vector<std::string>& texts, const std::string& text) {
    return std::ranges::count(texts, text);
  };
  std::vector<std::string> texts = texts_in(draw_panels(panels, 3, Axes::own, {{"entry", {kStrong}}}, "a note"));
  for (const char* once : {"one", "five", "entry", "a note"}) CHECK(count(texts, once) == 1);
  CHECK(count(texts, "first") == 5);
  CHECK(count(texts, "step") == 3);   // at the lowest panel of each column
  CHECK(count(texts, "value") == 2);  // at the left of each row
  panels[1].y_name = "load";
  texts = texts_in(draw_panels(panels, 3));
  CHECK(count(texts, "value") == 4);
  CHECK(count(texts, "load") == 1);
  panels[4].x_tics = {{2, "2024-03-05\n11:00"}};
  texts = texts_in(draw_panels(panels, 3));
  CHECK(count(texts, "2024-03-05") == 1);
  CHECK(count(texts, "11:00") == 1);
}

TEST_CASE("a picture is as large as its panels and texts need") {
  const Matrix<double> values = Matrix<double>::Random(1, 5);
  const auto panels_of = [&](std::size_t count, const std::string& label) {
    return std::vector<Panel>(count, {.title = "title", .lines = {{values, {kFaint}, 0, label}}});
  };
  const Drawing one = draw_panels(panels_of(1, "short"), 1), twelve = draw_panels(panels_of(12, "short"), 3);
  CHECK(one.width == kPanelWidth);
  CHECK(twelve.width == 3 * kPanelWidth);
  CHECK(twelve.height > 3 * one.height);
  CHECK(twelve.height < 4 * one.height);  // axes are named once
  const Drawing wide = draw_panels(panels_of(1, std::string(60, 'w')), 1);
  CHECK(wide.width > kPanelWidth);
  CHECK(has_text(wide, std::string(60, 'w')));
  const Drawing widest = draw_panels(panels_of(1, std::string(600, 'w')), 1);
  CHECK(widest.width < 2 * kPanelWidth);
  const std::vector<std::string> cut = texts_in(widest);
  CHECK(std::ranges::count_if(cut, [](const std::string& text) { return text.ends_with("www…"); }) == 1);
  std::string note;
  for (int word = 0; word < 20; ++word) note += "word" + std::to_string(word) + " and ";
  std::string joined_lines;
  const std::vector<std::string> lines = texts_in(draw_panels(panels_of(1, "short"), 1, Axes::own, {}, note));
  const auto first = std::ranges::find_if(lines, [](const std::string& line) { return line.starts_with("word0 "); });
  CHECK(lines.end() - first > 2);
  for (auto line = first; line != lines.end() && line->find("and") != line->npos; ++line) joined_lines += *line + " ";
  CHECK(joined_lines == note);
}

TEST_CASE("a line of one step is seen") {
  const auto paths = [](Index steps) {
    const Panel panel{.title = "line", .lines = {{Matrix<double>::Ones(1, steps), {kStrong, 1, {5, 2}}}}};
    std::size_t dashed = 0;
    for (const Element& path : elements_of(html_page("", inline_svg(draw_panels({panel}, 1), "")), "path"))
      dashed += path.attributes.count("stroke-dasharray");
    return dashed;
  };
  CHECK(paths(2) == 1);
  CHECK(paths(1) == 1);
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
