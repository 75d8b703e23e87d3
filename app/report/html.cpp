#include "app/report/html.hpp"

#include <nlohmann/json.hpp>

#include "softwarp/core/error.hpp"
#include "softwarp/core/joined.hpp"
#include "softwarp/core/version.hpp"

namespace softwarp {
namespace {

// One column on a phone, elsewhere as many as fit; on paper, nothing is split across pages. In the dark, pictures are
// drawn light on dark in the same hues.
constexpr const char* kStyle = R"(
:root { color-scheme: light; --ground: #fff; --text: #1b1f24; --quiet: #4d545c; --rule: #c8ccd1; --hair: #dfe2e6;
  --strong-rule: #6b727a; --code: #f4f5f7; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1rem; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, "DejaVu Sans", sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0.5rem 0; overflow-wrap: anywhere; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 2.2rem 0 0.6rem; padding-top: 0.6rem;
  border-top: 1px solid var(--rule); }
h3 { font-size: 1.05rem; margin: 1.6rem 0 0.4rem; }
h2, h3, .legend li { overflow-wrap: anywhere; }
p, figcaption, dd { max-width: 46rem; overflow-wrap: anywhere; }
p { margin: 0.5rem 0; }
.scroll { overflow-x: auto; margin-top: 0.4rem; }
table { border-collapse: collapse; font-size: 0.93rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.3rem 0.8rem 0.3rem 0; text-align: left; white-space: nowrap; font-weight: normal; }
thead th { font-weight: 600; border-bottom: 2px solid var(--strong-rule); vertical-align: bottom; }
tbody tr + tr > * { border-top: 1px solid var(--hair); }
.number { text-align: right; }
figure { margin: 1rem 0; }
.pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20.5rem), 1fr)); gap: 0.5rem; }
.pictures svg { display: block; width: 100%; max-width: 34rem; height: auto; }
svg image { image-rendering: pixelated; }
svg text, svg tspan { font-family: system-ui, "DejaVu Sans", sans-serif; }
figcaption { color: var(--quiet); font-size: 0.93rem; margin-top: 0.4rem; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 0.1rem 1.4rem; margin: 0.3rem 0; padding: 0;
  font-size: 0.93rem; }
.legend svg { width: 36px; height: 10px; margin-right: 0.45rem; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.15rem 1.2rem; margin: 0.8rem 0; }
dt { color: var(--quiet); }
dd { margin: 0; }
pre { margin: 0.8rem 0; padding: 0.8rem; background: var(--code); border: 1px solid var(--hair); font-size: 0.87rem;
  white-space: pre-wrap; overflow-wrap: anywhere; }
.scroll:focus-visible { outline: 2px solid var(--strong-rule); }
@media screen and (prefers-color-scheme: dark) {
  :root { color-scheme: dark; --ground: #15181c; --text: #e4e7ea; --quiet: #abb2ba; --rule: #444b53; --hair: #30363c;
    --strong-rule: #8b939c; --code: #1e2227; }
  .pictures svg, .legend svg { filter: invert(1) hue-rotate(180deg); }
}
@media (max-width: 30rem) {
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: 0.5rem; }
}
@media print {
  @page { margin: 14mm; }
  :root { font-size: 9.5pt; }
  body { max-width: none; padding: 0; }
  h2, h3, figcaption:first-child, .legend { break-after: avoid; }
  .pictures { grid-template-columns: repeat(auto-fit, minmax(52mm, 1fr)); }
  .pictures svg, .scroll, dl { break-inside: avoid; }
  .scroll { overflow: visible; }
  table { font-size: 0.85rem; }
  th, td { padding: 0.15rem 0.5rem 0.15rem 0; }
  pre { columns: 2; }
}
)";

std::string swatch(const LineStyle& style) {
  const std::string dashes = joined(style.dashes, ",", [](int length) { return std::to_string(length); });
  return R"(<svg viewBox="0 0 36 10" aria-hidden="true"><path d="M0,5 H36" stroke=")" + html_escaped(style.colour) +
         R"(" stroke-width=")" + (style.width < kShade.width ? "2.5" : "10") + '"' +
         (dashes.empty() ? "" : " stroke-dasharray=\"" + dashes + "\"") + "/></svg>";
}

}  // namespace

std::string html_escaped(const std::string& text) {
  using nlohmann::json;
  const std::string json_text = json(text).dump(-1, ' ', false, json::error_handler_t::replace);
  std::string escaped;
  for (const char c : json::parse(json_text).get<std::string>()) {
    const bool control = (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7f;
    if (c == '&') {
      escaped += "&amp;";
    } else if (c == '<') {
      escaped += "&lt;";
    } else if (c == '>') {
      escaped += "&gt;";
    } else if (c == '"') {
      escaped += "&quot;";
    } else if (c == '\'') {
      escaped += "&#39;";
    } else {
      escaped += control ? "\uFFFD" : std::string(1, c);
    }
  }
  return escaped;
}

std::string html_page(const std::string& title, const std::string& body) {
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
         "<meta name=\"generator\" content=\"softwarp " +
         std::string(kVersion) + "\"/>\n<title>" + html_escaped(title) + "</title>\n<style>" + kStyle +
         "</style>\n</head>\n<body>\n" + body + "</body>\n</html>\n";
}

std::string html_section(const std::string& id, const std::string& heading, const std::string& body) {
  const std::string name = html_escaped(id);
  return "<section id=\"" + name + "\" aria-labelledby=\"" + name + "-heading\">\n<h2 id=\"" + name + "-heading\">" +
         html_escaped(heading) + "</h2>\n" + body + "</section>\n";
}

std::string html_paragraph(const std::string& text) { return "<p>" + html_escaped(text) + "</p>\n"; }

std::string html_figure(const std::vector<std::string>& pictures, const std::string& caption,
                        const std::vector<LegendEntry>& legend) {
  std::string html = "<figure>\n";
  if (!legend.empty()) {
    html += "<ul class=\"legend\">\n";
    for (const LegendEntry& entry : legend)
      html += "<li>" + swatch(entry.style) + html_escaped(entry.label) + "</li>\n";
    html += "</ul>\n";
  }
  html += "<div class=\"pictures\">\n";
  for (const std::string& picture : pictures) html += picture + "\n";
  return html + "</div>\n<figcaption>" + html_escaped(caption) + "</figcaption>\n</figure>\n";
}

std::string html_facts(const std::vector<std::pair<std::string, std::string>>& facts) {
  std::string html = "<dl>\n";
  for (const auto& [term, fact] : facts)
    html += "<dt>" + html_escaped(term) + "</dt><dd>" + html_escaped(fact) + "</dd>\n";
  return html + "</dl>\n";
}

std::string page_file(const std::string& folder) { return (std::filesystem::path(folder) / "index.html").string(); }

PageFolder::PageFolder(const std::string& path) {
  std::error_code failure;
  if (std::filesystem::create_directory(path, failure)) made_ = path;
  if (failure) throw Error(path + ": expected a folder, or a path where one can be created: " + failure.message());
  try {
    file_.emplace(page_file(path));
  } catch (const Error&) {
    std::error_code ignored;
    if (!made_.empty()) std::filesystem::remove(made_, ignored);
    throw;
  }
}

PageFolder::~PageFolder() {
  file_.reset();
  std::error_code ignored;
  if (!made_.empty()) std::filesystem::remove(made_, ignored);  // only if it is empty
}

void PageFolder::commit(const std::string& page) {
  file_->commit(page);
  made_.clear();
}

}  // namespace softwarp
