package dev.versioned.cli;

import dev.versioned.internal.PlainText;
import java.util.regex.Pattern;

/**
 * A line for people, on a terminal or in the log of a build. It may hold what others wrote: its
 * hidden characters are escaped, so that a terminal receives no sequences and the line stays one
 * line, and so is what a CI server would read as a command.
 */
final class PrintedLine {
  /** GitHub's, at the start of a line; it takes white space of all of Unicode before it. */
  private static final Pattern AT_THE_START = Pattern.compile("(?U)^(\\s*):(?=:)");

  /** GitHub's older form, Azure's and TeamCity's, anywhere in a line. */
  private static final Pattern ANYWHERE = Pattern.compile("##(?=[\\w.-]*\\[)");

  private PrintedLine() {}

  static String of(String line) {
    String visible = PlainText.escape(line);
    String started = AT_THE_START.matcher(visible).replaceFirst("$1\\\\u003a");
    return ANYWHERE.matcher(started).replaceAll("#\\\\u0023");
  }
}
