package dev.versioned.cli;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * The environment of a process.
 *
 * @param in standard input
 * @param out standard output: answers
 * @param err standard error: errors and progress
 * @param environment the environment variables
 * @param directory the directory of relative paths
 * @param interactive whether a person watches
 */
record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Path directory,
    boolean interactive) {

  /** Prints a line of an answer, whatever its values hold. */
  void say(String line) {
    out.println(PrintedLine.of(line));
  }

  /** Prints a line of an error or a warning, whatever its values hold. */
  void complain(String line) {
    err.println(PrintedLine.of(line));
  }

  /** Returns whether this process has a terminal. */
  @SuppressWarnings("SystemConsoleNull") // asked below
  static boolean isThere() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // Since JDK 22 there may be a console without a terminal.
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
