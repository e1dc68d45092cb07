package dev.versioned;

/** How user-given text appears in messages. */
final class Text {
  private static final int LONGEST = 140;

  private Text() {}

  /** Quotes text for a message: control characters made visible, very long text cut. */
  static String quote(String text) {
    StringBuilder out = new StringBuilder("'");
    for (int i = 0; i < Math.min(text.length(), LONGEST); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == 0x7f) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('\'');
    return text.length() > LONGEST ? out + "… (" + text.length() + " characters)" : out.toString();
  }
}
