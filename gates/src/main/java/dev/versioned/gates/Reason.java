package dev.versioned.gates;

import java.util.Locale;

/** Text of others, and numbers, where people read them: in ledgers and on terminals. */
final class Reason {
  /** What a text of another system may take of a reason. */
  static final int LONGEST = 160;

  private Reason() {}

  /** Returns one line of at most {@link #LONGEST} characters, without control characters. */
  static String shorten(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
    if (line.length() <= LONGEST) {
      return line;
    }
    int end = LONGEST - 1;
    return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  /** Returns a share as per cent, with three significant digits. */
  static String percent(double share) {
    double percent = 100 * share;
    double size = Math.abs(percent);
    int digits = size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4;
    return String.format(Locale.ROOT, "%." + digits + "f %%", percent);
  }

  /** Returns a count with separators, such as {@code 18,000}. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** Returns a number with three significant digits. */
  static String number(double number) {
    return number >= 1000 || (number < 0.001 && number > 0)
        ? String.format(Locale.ROOT, "%.1e", number)
        : String.format(Locale.ROOT, "%.3g", number);
  }
}
