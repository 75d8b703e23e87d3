#include "app/report/gnuplot.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <memory>
#include <thread>
#include <vector>

#include "app/report/html.hpp"
#include "softwarp/core/descriptor.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/interrupt.hpp"

extern char** environ;

namespace softwarp {
namespace {

[[noreturn]] void fail(const std::string& what) { throw Error("gnuplot: " + what); }

// A file without a name, which is deleted when it is closed.
Descriptor temporary_file(const std::string& content = {}) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), &std::fclose);
  if (!file) fail(std::strerror(errno));
  Descriptor own(::fcntl(fileno(file.get()), F_DUPFD_CLOEXEC, 0));
  if (!own.is_open() || !write_all(own.number(), content)) fail(std::strerror(errno));
  ::lseek(own.number(), 0, SEEK_SET);
  return own;
}

std::string read_all(const Descriptor& from) {
  std::string text;
  std::array<char, 1 << 16> buffer;
  while (true) {
    const std::ptrdiff_t count = read_some(from.number(), buffer.data(), buffer.size());
    if (count < 0) fail(std::strerror(errno));
    if (count == 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

// A program that runs beside this one, and no longer than this object.
class Child {
 public:
  // In a process group of its own, with the signals that this program ignores or handles.
  Child(std::vector<std::string> command, const Descriptor& in, const Descriptor& out, const Descriptor& err) {
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, in.number(), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, out.number(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files, err.number(), STDERR_FILENO);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t defaults;
    sigemptyset(&defaults);
    for (const int number : {SIGINT, SIGTERM, SIGPIPE, SIGXFSZ}) sigaddset(&defaults, number);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    std::vector<char*> words;
    for (std::string& word : command) words.push_back(word.data());
    words.push_back(nullptr);
    failure_ = posix_spawnp(&id_, words[0], &files, &attributes, words.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
  }
  ~Child() {
    if (failure_ != 0 || ended_) return;
    ::kill(-id_, SIGKILL);
    ::waitpid(id_, nullptr, 0);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  int failure() const { return failure_; }  // why it was not started; 0 if it was

  // Waits for its end.   → whether it has succeeded.
  bool wait() {
    int status = 0;
    while (::waitpid(id_, &status, WNOHANG) != id_) {
      check_interrupt();
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    ended_ = true;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }

 private:
  pid_t id_ = 0;
  int failure_ = 0;
  bool ended_ = false;
};

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

// gnuplot writes the attributes of polygons as "name = 'value'", unlike those of all else.
void join_attributes_of_polygons(std::string& text) {
  for (std::size_t from = text.find("<polygon"); from != text.npos; from = text.find("<polygon", from + 1)) {
    for (std::size_t at = text.find(" = '", from); at < text.find('>', from); at = text.find(" = '", from))
      text.replace(at, 4, "='");
  }
}

}  // namespace

std::string run_gnuplot(const std::string& script) {
  std::array<int, 2> ends;
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail(std::strerror(errno));
  const Descriptor picture_out(ends[0]);
  Descriptor picture_in(ends[1]);
  const Descriptor commands = temporary_file(script), complaints = temporary_file();
  // -d: no ~/.gnuplot, which may change pictures or do anything else.
  Child gnuplot({"gnuplot", "-d"}, commands, picture_in, complaints);
  if (gnuplot.failure() == ENOENT)
    fail("expected on the PATH, to draw pictures, found none (Debian: apt-get install gnuplot-nox)");
  if (gnuplot.failure() != 0) fail(std::string("cannot be run: ") + std::strerror(gnuplot.failure()));
  picture_in.close();
  std::string picture = read_all(picture_out);
  if (!gnuplot.wait()) {
    ::lseek(complaints.number(), 0, SEEK_SET);
    fail("expected a picture, found the error \"" + last_line(read_all(complaints)) + "\"");
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
  std::string svg = run_gnuplot("set terminal svg size " + size + " font 'sans,12'\n" + drawing.plots);
  svg.erase(0, svg.find('>', svg.find("<svg")) + 1);
  remove_all(svg, "<title>", "</title>");
  remove_all(svg, "<desc>", "</desc>");
  remove_all(svg, "<defs>", "</defs>");  // point shapes, which are not used
  remove_all(svg, " id=\"", "\"");
  join_attributes_of_polygons(svg);
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
