package dev.versioned.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What the terminal shows: colours, and how many columns. */
final class Screen {
  /** Of a terminal that does not report its size. */
  private static final int USUAL_COLUMNS = 80;

  private static final int FEWEST_COLUMNS = 20;

  private Screen() {}

  /**
   * Returns whether lines have colours: on a terminal, unless NO_COLOR is set or TERM is dumb, and
   * elsewhere if CLICOLOR_FORCE is set.
   */
  static boolean hasColours(Terminal terminal) {
    if (variable(terminal, "NO_COLOR").isPresent()) {
      return false;
    }
    if (variable(terminal, "CLICOLOR_FORCE").filter(value -> !value.equals("0")).isPresent()) {
      return true;
    }
    return terminal.interactive()
        && !variable(terminal, "CLICOLOR").filter("0"::equals).isPresent()
        && !variable(terminal, "TERM").filter("dumb"::equals).isPresent();
  }

  /** Returns the columns of a line on a terminal; nothing elsewhere: then no line is cut. */
  static OptionalInt columns(Terminal terminal) {
    if (!terminal.interactive()) {
      return OptionalInt.empty();
    }
    int columns =
        variable(terminal, "COLUMNS")
            .or(Screen::asked)
            .filter(text -> text.matches("[0-9]{1,4}"))
            .map(Integer::parseInt)
            .orElse(USUAL_COLUMNS);
    return OptionalInt.of(Math.max(columns, FEWEST_COLUMNS));
  }

  /** COLUMNS is a variable of the shell, which it seldom exports: the terminal itself is asked. */
  private static Optional<String> asked() {
    if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")) {
      return Optional.empty();
    }
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(Redirect.DISCARD)
              .start();
      try (InputStream size = stty.getInputStream()) {
        String[] rowsAndColumns =
            new String(size.readAllBytes(), StandardCharsets.US_ASCII).strip().split(" ", -1);
        return rowsAndColumns.length == 2 ? Optional.of(rowsAndColumns[1]) : Optional.empty();
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> variable(Terminal terminal, String name) {
    Map<String, String> environment = terminal.environment();
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }
}
