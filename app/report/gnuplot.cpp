#include "app/report/gnuplot.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <thread>

#include "app/report/html.hpp"
#include "softwarp/core/error.hpp"

extern char** environ;

namespace softwarp {
namespace {

[[noreturn]] void fail(const std::string& what) { throw Error("gnuplot: " + what); }

// A file descriptor that is closed at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { close_now(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }
  void close_now() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_;
};

std::string read_all(int from) {
  std::string text;
  std::array<char, 1 << 16> buffer;
  while (true) {
    const ssize_t count = ::read(from, buffer.data(), buffer.size());
    if (count == 0) return text;
    if (count > 0)
      text.append(buffer.data(), static_cast<std::size_t>(count));
    else if (errno != EINTR)
      fail(std::strerror(errno));
  }
}

// Stops when nobody is reading any more; the exit status then tells why.
void write_all(int to, const std::string& text) {
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t count = ::send(to, text.data() + done, text.size() - done, MSG_NOSIGNAL);
    if (count < 0 && errno != EINTR) return;
    if (count > 0) done += static_cast<std::size_t>(count);
  }
}

// gnuplot shows where an error is on separate lines, and the reason on the last one.
std::string last_line(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  const auto start = text.rfind('\n');
  return start == text.npos ? text : text.substr(start + 1);
}

// Removes everything from each `begin` to the following `end`.
void remove_all(std::string& text, const std::string& begin, const std::string& end) {
  for (std::size_t from = text.find(begin); from != text.npos; from = text.find(begin, from))
    text.erase(from, text.find(end, from + begin.size()) + end.size() - from);
}

}  // namespace

std::string run_gnuplot(const std::string& script) {
  // A socket instead of a pipe for the script: writing to a closed one need not raise a signal.
  std::array<int, 2> sockets, pipes;
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets.data()) != 0) fail(std::strerror(errno));
  Descriptor script_in(sockets[0]), script_out(sockets[1]);
  if (::pipe2(pipes.data(), O_CLOEXEC) != 0) fail(std::strerror(errno));
  Descriptor picture_out(pipes[0]), picture_in(pipes[1]);
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> complaints(std::tmpfile(), &std::fclose);
  if (!complaints) fail(std::strerror(errno));

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, script_out.number(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, picture_in.number(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, fileno(complaints.get()), STDERR_FILENO);
  std::string name = "gnuplot";
  std::array<char*, 2> arguments{name.data(), nullptr};
  pid_t id = 0;
  const int failure = posix_spawnp(&id, name.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failure == ENOENT)
    fail("expected on the PATH, to draw pictures, found none (Debian: apt-get install gnuplot-nox)");
  if (failure != 0) fail(std::string("cannot be run: ") + std::strerror(failure));
  script_out.close_now();
  picture_in.close_now();

  std::string picture;
  {
    const std::jthread writer([&] {
      write_all(script_in.number(), script);
      ::shutdown(script_in.number(), SHUT_WR);
    });
    picture = read_all(picture_out.number());
  }
  int status = 0;
  while (::waitpid(id, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    std::rewind(complaints.get());
    fail("expected a picture, found the error \"" + last_line(read_all(fileno(complaints.get()))) + "\"");
  }
  return picture;
}

std::string gnuplot_quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') quoted += '\'';
    quoted += c == '\n' ? ' ' : c;
  }
  return quoted + "'";
}

std::string inline_svg(const Drawing& drawing, const std::string& description) {
  const std::string size = std::to_string(drawing.width) + "," + std::to_string(drawing.height);
  std::string svg =
      run_gnuplot("set terminal svg size " + size + " font 'sans,12' background 'white'\n" + drawing.plots);
  svg.erase(0, svg.find('>', svg.find("<svg")) + 1);
  remove_all(svg, "<title>", "</title>");
  remove_all(svg, "<desc>", "</desc>");
  remove_all(svg, "<defs>", "</defs>");  // point shapes, which are not used
  remove_all(svg, " id=\"", "\"");
  for (std::size_t at = svg.find(" xlink:href="); at != svg.npos; at = svg.find(" xlink:href=", at))
    svg.erase(at + 1, std::string("xlink:").size());  // of an image: its bytes
  return R"(<svg viewBox="0 0 )" + std::to_string(drawing.width) + " " + std::to_string(drawing.height) +
         "\" role=\"img\" aria-label=\"" + html_escaped(description) + "\">" + svg;
}

std::string picture_ending(const std::string& path) {
  std::string ending = std::filesystem::path(path).extension().string();
  if (ending != ".svg" && ending != ".png" && ending != ".pdf")
    throw Error(path + ": expected a picture's name to end in .svg, .png or .pdf, found \"" + ending + "\"");
  return ending;
}

PictureFile::PictureFile(const std::string& path) : ending_(picture_ending(path)), file_(path) { run_gnuplot(""); }

void PictureFile::commit(const Drawing& drawing) {
  const auto& [width, height, plots] = drawing;
  const auto size = [](int w, int h) { return " size " + std::to_string(w) + "," + std::to_string(h); };
  std::string terminal;
  if (ending_ == ".svg") terminal = "svg" + size(width, height) + " font 'sans,12' background 'white'";
  if (ending_ == ".png") terminal = "pngcairo" + size(width, height) + " font 'sans,9' dashlength 2";
  if (ending_ == ".pdf") {
    char inches[64];
    std::snprintf(inches, sizeof inches, " size %.2fin,%.2fin", width / 96.0, height / 96.0);
    terminal = "pdfcairo" + std::string(inches) + " font 'sans,9' dashlength 2";
  }
  file_.commit(run_gnuplot("set terminal " + terminal + "\n" + plots));
}

}  // namespace softwarp
