package dev.versioned.internal;

/** How user-given text appears in messages. */
public final class Text {
  private static final int LONGEST = 140;

  private Text() {}

  /** Quotes text for a message: hidden characters made visible, very long text cut. */
  public static String quote(String text) {
    String quoted = "'" + PlainText.escape(PlainText.cut(text, LONGEST)) + "'";
    return text.length() > LONGEST ? quoted + "… (" + text.length() + " characters)" : quoted;
  }
}
