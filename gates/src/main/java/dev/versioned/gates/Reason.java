package dev.versioned.gates;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Text of others, and numbers, where people read them: in ledgers and on terminals. */
final class Reason {
  /** What a text of another system may take of a reason. */
  static final int LONGEST = 160;

  /** Digits of per cent after the point. */
  private static final int SMALLEST = 4;

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

  /** Returns a share as per cent, with three significant digits, such as {@code 1.01 %}. */
  static String percent(double share) {
    return plain(BigDecimal.valueOf(100 * share).setScale(SMALLEST, RoundingMode.HALF_EVEN)) + " %";
  }

  /** Returns a count with separators, such as {@code 18,000}. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** Returns a number with three significant digits, such as {@code 0.05} or {@code 1.2e+09}. */
  static String number(double number) {
    return number >= 1000 || (number < 0.001 && number > 0)
        ? String.format(Locale.ROOT, "%.1e", number)
        : plain(BigDecimal.valueOf(number));
  }

  /** Returns what a test guarantees, and for how large groups. */
  static String guarantee(double alpha, long groups) {
    return " (alpha " + number(alpha) + (groups == 1 ? "" : ", groups of " + count(groups)) + ")";
  }

  private static String plain(BigDecimal number) {
    return number.round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }
}
