#include "results.hpp"

#include <utility>
#include <vector>

namespace softwarp::playground {
namespace {

struct Result {
  std::string name, text;
  Matrix<double> values;
};

std::vector<Result> results;
std::string message;

const Result& result(int k) { return results[static_cast<std::size_t>(k)]; }

}  // namespace

void give(std::string name, Matrix<double> values) { results.push_back({std::move(name), {}, std::move(values)}); }
void give_text(std::string name, std::string text) { results.push_back({std::move(name), std::move(text), {}}); }

void begin_call() { results.clear(); }
int fail(const char* what) {
  message = what;
  return 0;
}

PLAYGROUND_API int playground_results() { return static_cast<int>(results.size()); }
PLAYGROUND_API const char* playground_name(int k) { return result(k).name.c_str(); }
PLAYGROUND_API const char* playground_text(int k) { return result(k).text.c_str(); }
PLAYGROUND_API int playground_rows(int k) { return static_cast<int>(result(k).values.rows()); }
PLAYGROUND_API int playground_columns(int k) { return static_cast<int>(result(k).values.cols()); }
PLAYGROUND_API const double* playground_values(int k) { return result(k).values.data(); }
PLAYGROUND_API const char* playground_message() { return message.c_str(); }

}  // namespace softwarp::playground
