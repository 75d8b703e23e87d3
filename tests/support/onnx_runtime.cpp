#include "support/onnx_runtime.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "support/subprocess.hpp"
#include "support/temp_folder.hpp"

namespace softwarp {

using nlohmann::json;

std::optional<OnnxTensor> run_onnx(const std::string& model_path, const OnnxTensor& series) {
  const TempFolder folder;
  const std::string input =
      folder.write("series.json", json{{"type", series.type}, {"dims", series.dims}, {"values", series.values}}.dump());
  ProcessResult result;
  try {
    result = run_process("/usr/bin/env", {"node", SOFTWARP_RUN_ONNX, model_path, input});
  } catch (const std::runtime_error&) {
    return std::nullopt;
  }
  if (result.status == 77 || result.status == 127) return std::nullopt;
  if (result.status != 0) throw std::runtime_error(result.err);
  const json output = json::parse(result.out);
  return OnnxTensor{.type = output["type"].get<std::string>(),
                    .dims = output["dims"].get<std::vector<int>>(),
                    .values = output["values"].get<std::vector<double>>()};
}

}  // namespace softwarp
