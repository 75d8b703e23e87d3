#include "support/subprocess.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace softwarp {
namespace {

struct Pipe {
  int read_end = -1, write_end = -1;
  Pipe() {
    int ends[2];
    // Close-on-exec: a child that held the write end of its own input would never see its end.
    if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error(std::string("pipe: ") + std::strerror(errno));
    read_end = ends[0];
    write_end = ends[1];
  }
};

void close_end(int& descriptor) {
  if (descriptor >= 0) close(descriptor);
  descriptor = -1;
}

std::vector<std::string> environment_of(const ProcessOptions& options) {
  std::map<std::string, std::string> variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const auto equals = text.find('=');
    if (equals != text.npos) variables[text.substr(0, equals)] = text.substr(equals + 1);
  }
  variables.erase("UCR_ARCHIVE");
  std::vector<std::string> environment;
  for (const auto& [name, value] : options.environment) {
    variables.erase(name);
    if (!value.empty()) variables[name] = value;
  }
  for (const auto& [name, value] : variables) environment.push_back(name + "=" + value);
  return environment;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// Reads what is available; closes the descriptor at the end of the data.
void receive(int& descriptor, std::string& text) {
  std::array<char, 65536> buffer;
  const ssize_t count = read(descriptor, buffer.data(), buffer.size());
  if (count > 0) {
    text.append(buffer.data(), static_cast<std::size_t>(count));
  } else {
    close_end(descriptor);
  }
}

// What the system tells of a process, from its state on: "id (name) state …".
std::string stat_of(pid_t id) {
  std::ifstream file("/proc/" + std::to_string(id) + "/stat");
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  const auto name_end = text.rfind(')');
  return name_end == text.npos || text.size() < name_end + 3 ? "" : text.substr(name_end + 2);
}

}  // namespace

Process::Process(const std::string& program, const std::vector<std::string>& arguments, const ProcessOptions& options)
    : options_(options) {
  std::signal(SIGPIPE, SIG_IGN);  // a program that does not read its input must not kill the test
  Pipe in, out, err;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  if (!options.folder.empty()) posix_spawn_file_actions_addchdir_np(&actions, options.folder.c_str());
  posix_spawn_file_actions_adddup2(&actions, in.read_end, STDIN_FILENO);
  const auto connect = [&](int stream, const Pipe& pipe, const std::string& path) {
    if (path.empty()) {
      posix_spawn_file_actions_adddup2(&actions, pipe.write_end, stream);
    } else {
      posix_spawn_file_actions_addopen(&actions, stream, path.c_str(), O_WRONLY | O_CREAT, 0644);
    }
  };
  connect(STDOUT_FILENO, out, options.out_path);
  connect(STDERR_FILENO, err, options.err_path);

  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t defaults;
  sigemptyset(&defaults);
  for (const int number : {SIGINT, SIGTERM, SIGPIPE}) sigaddset(&defaults, number);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);

  std::vector<std::string> words{program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> environment = environment_of(options);
  const int failure = posix_spawn(&id_, program.c_str(), &actions, &attributes, pointers_to(words).data(),
                                  pointers_to(environment).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  for (int* end : {&in.read_end, &out.write_end, &err.write_end}) close_end(*end);
  in_ = in.write_end;
  out_ = out.read_end;
  err_ = err.read_end;
  if (failure != 0) {
    id_ = -1;
    for (int* end : {&in_, &out_, &err_}) close_end(*end);
    throw std::runtime_error(program + ": cannot be started: " + std::strerror(failure));
  }
  fcntl(in_, F_SETFL, O_NONBLOCK);
}

Process::~Process() {
  for (int* end : {&in_, &out_, &err_}) close_end(*end);
  if (id_ < 0) return;
  kill(id_, SIGKILL);
  waitpid(id_, nullptr, 0);
}

void Process::send_signal(int number) const { kill(id_, number); }

bool Process::is_waiting() const { return stat_of(id_).starts_with('S'); }

double Process::cpu_seconds() const {
  // The times in user and system mode are the 12th and 13th field from the state on.
  std::istringstream fields(stat_of(id_));
  std::string skipped;
  for (int k = 0; k < 11; ++k) fields >> skipped;
  double user = 0, system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

ProcessResult Process::wait() {
  ProcessResult result;
  const auto end = std::chrono::steady_clock::now() + options_.timeout;
  std::size_t fed = 0;
  while (out_ >= 0 || err_ >= 0) {
    if (std::chrono::steady_clock::now() > end) {
      kill(id_, SIGKILL);
      result.err += "\n[killed by the test after its time limit]\n";
      break;
    }
    const bool feeding = fed < options_.input.size();
    if (!feeding && !options_.keep_input_open) close_end(in_);
    std::array<pollfd, 3> watched{pollfd{.fd = out_, .events = POLLIN, .revents = 0},
                                  pollfd{.fd = err_, .events = POLLIN, .revents = 0},
                                  pollfd{.fd = feeding ? in_ : -1, .events = POLLOUT, .revents = 0}};
    poll(watched.data(), watched.size(), 100);
    if (watched[0].revents != 0) receive(out_, result.out);
    if (watched[1].revents != 0) receive(err_, result.err);
    if (watched[2].revents != 0) {
      const ssize_t count = write(in_, options_.input.data() + fed, options_.input.size() - fed);
      if (count > 0) fed += static_cast<std::size_t>(count);
      if (count < 0 && errno != EAGAIN) fed = options_.input.size();  // it does not read
    }
  }
  close_end(in_);
  int status = 0;
  rusage used{};
  wait4(id_, &status, 0, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  result.cpu_seconds = seconds(used.ru_utime) + seconds(used.ru_stime);
  id_ = -1;
  result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

ProcessResult run_process(const std::string& program, const std::vector<std::string>& arguments,
                          const ProcessOptions& options) {
  return Process(program, arguments, options).wait();
}

}  // namespace softwarp
