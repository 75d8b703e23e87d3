#include "method_options.hpp"

#include "app/cli/arguments.hpp"
#include "softwarp/averaging/one_to_all.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/loss/soft_dtw.hpp"

namespace softwarp {

void add_method_options(cxxopts::OptionAdder& options, const char* default_gamma) {
  const auto text = [](const std::string& value) { return cxxopts::value<std::string>()->default_value(value); };
  std::string names;
  for (const std::string& name : averager_names()) names += (names.empty() ? "" : ", ") + name;
  options("method", "Comma list of ways to average: " + names, text("softdtw"), "LIST");
  options("gamma", "Comma list of smoothing, in squared units of the data; > 0", text(default_gamma), "LIST");
  options("plot", "Draw the result into FILE: .svg, .png or .pdf; needs gnuplot", cxxopts::value<std::string>(),
          "FILE");
}

std::vector<LossSpec> methods_argument(const cxxopts::ParseResult& parsed) {
  std::vector<std::string> names;
  for (const std::string& item : list_argument("method", parsed["method"].as<std::string>()))
    names.push_back(word_argument("method", item, averager_names()));
  return with_gammas(names,
                     real_list_argument("gamma", parsed["gamma"].as<std::string>(), {.low = 0, .open_low = true}),
                     &averager_has_gamma);
}

std::string title_of(const LossSpec& method) {
  return method.name + (method.gamma ? ", gamma = " + to_text(*method.gamma) : "");
}

std::string gamma_text(const LossSpec& method) { return method.gamma ? to_text(*method.gamma) : "-"; }

double mean_dtw(const Vector<double>& x, const Batch<double>& series) {
  return one_to_all<double>(DtwLoss<double>(), x, series).mean();
}

}  // namespace softwarp
