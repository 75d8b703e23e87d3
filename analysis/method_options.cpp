#include "method_options.hpp"

#include "app/cli/arguments.hpp"
#include "softwarp/averaging/one_to_all.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/loss/soft_dtw.hpp"

namespace softwarp {

std::vector<OptionSpec> method_options(const std::string& default_gamma) {
  std::string names;
  for (const std::string& name : averager_names()) names += (names.empty() ? "" : ", ") + name;
  return {{"method", "LIST", "Comma list of ways to average: " + names, "softdtw"},
          {"gamma", "LIST", "Comma list of smoothing, in squared units of the data; > 0", default_gamma},
          {"plot", "FILE", "Draw the result into FILE: .svg, .png or .pdf; needs gnuplot"}};
}

std::vector<LossSpec> methods_argument(const CommandLine& parsed) {
  std::vector<std::string> names;
  for (const std::string& item : list_argument("method", parsed.text("method")))
    names.push_back(word_argument("method", item, averager_names()));
  return with_gammas(names, real_list_argument("gamma", parsed.text("gamma"), {.low = 0, .open_low = true}),
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
