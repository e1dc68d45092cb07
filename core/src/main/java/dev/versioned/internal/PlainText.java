package dev.versioned.internal;

/**
 * What others wrote, such as a description or a reason, where people read it: in messages, on
 * terminals, in the logs of a build.
 */
public final class PlainText {
  private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
  private static final int ZERO_WIDTH_JOINER = 0x200d;

  private PlainText() {}

  /**
   * Returns whether a character has no shape of its own, but changes how the text around it is
   * shown or read: the controls of C0 and C1, DEL, line and paragraph separators, the marks of the
   * writing direction and other format controls, and half a surrogate pair. The two joiners are
   * none of these, since scripts and emoji need them.
   *
   * @param codePoint the character
   * @return whether it has to be escaped
   */
  public static boolean isHidden(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      case Character.FORMAT -> codePoint != ZERO_WIDTH_NON_JOINER && codePoint != ZERO_WIDTH_JOINER;
      default -> false;
    };
  }

  /**
   * Makes hidden characters visible, as {@code \}{@code u001b}. The result is one line. Backslashes
   * stay as they are: it is for people, not for programs.
   *
   * @param text any text
   * @return the text without {@linkplain #isHidden hidden} characters
   */
  public static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            codePoint -> {
              // rule: half-of-a-pair-is-escaped
              if (isHidden(codePoint)) {
                appendEscaped(out, codePoint);
              } else {
                out.appendCodePoint(codePoint);
              }
            });
    return out.toString();
  }

  private static void appendEscaped(StringBuilder out, int codePoint) {
    for (char unit : Character.toChars(codePoint)) {
      out.append(String.format("\\u%04x", (int) unit));
    }
  }

  /**
   * Cuts text that is too long, never in the middle of a character.
   *
   * @param text any text
   * @param longest how many {@code char}s it may have
   * @return the text, or its start, which may be one shorter than {@code longest}
   */
  public static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    boolean inside =
        longest > 0
            && Character.isHighSurrogate(text.charAt(longest - 1))
            && Character.isLowSurrogate(text.charAt(longest));
    // rule: text-is-cut-between-characters
    return text.substring(0, inside ? longest - 1 : longest);
  }
}
