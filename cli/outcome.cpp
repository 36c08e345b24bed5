#include "cli/outcome.h"

#include "cli/program.h"
#include "cli/terminal.h"
#include "io/places.h"
#include "io/text_file.h"
#include "sim/run.h"

#include <new>

namespace ayes {

std::string to_text(const std::vector<Mistake>& mistakes) {
  std::string text;
  for (const Mistake& mistake : mistakes) text += to_text(mistake) + '\n';
  return text +
         (mistakes.size() == 1 ? "1 mistake" : std::to_string(mistakes.size()) + " mistakes") +
         '\n';
}

int outcome_of(const std::function<int()>& action) {
  try {
    return action();
  } catch (const ScenarioError& error) {
    say(to_text(error.mistakes()));
    return exit_code::mistake;
  } catch (const UsageError& error) {
    say("ayes: " + std::string(error.what()) + "\n");
    return exit_code::mistake;
  } catch (const FileError& error) {
    say(std::string(error.what()) + "\n");
    return exit_code::no_file;
  } catch (const OutputError& error) {
    say(std::string(error.what()) + "\n");
    return exit_code::no_file;
  } catch (const ReaderGone&) {
    return exit_code::done;
  } catch (const Interrupted&) {
    say("interrupted; nothing was written\n");
    return exit_code::interrupted;
  } catch (const std::bad_alloc&) {
    say("ayes: not enough memory for this scenario\n");
    return exit_code::no_file;
  } catch (const std::exception& error) {
    say("ayes: " + std::string(error.what()) + " (a fault of the program; please report it)\n");
    return exit_code::no_file;
  }
}

}  // namespace ayes
