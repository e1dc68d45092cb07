package dev.versioned.cli;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
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

  /** Prints a line of an answer in colours, whatever its values hold. */
  void say(Row row, boolean colours) {
    out.println(painted(row, colours));
  }

  /** Returns this terminal with another standard output. */
  Terminal to(PrintStream other) {
    return new Terminal(in, other, err, environment, directory, interactive);
  }

  /** Prints lines that {@link #say} has made, on an empty screen or below the others. */
  void show(String lines, boolean onEmptyScreen) {
    out.print(onEmptyScreen ? "\u001b[H\u001b[2J" + lines : lines);
    out.flush();
  }

  /** Draws lines in place of those that were drawn last; returns how many there are now. */
  int draw(List<Row> rows, int drawn) {
    boolean colours = Screen.hasColours(this);
    StringBuilder block = new StringBuilder(drawn == 0 ? "" : "\u001b[" + drawn + "A");
    for (Row row : rows) {
      block.append('\r').append(painted(row, colours)).append("\u001b[K\n");
    }
    // One write, so that no other output comes between.
    out.print(block);
    return rows.size();
  }

  private static String painted(Row row, boolean colours) {
    if (!colours) {
      return PrintedLine.of(row.text());
    }
    StringBuilder line = new StringBuilder();
    row.spans().forEach(span -> line.append(span.style().paint(PrintedLine.of(span.text()))));
    return line.toString();
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
