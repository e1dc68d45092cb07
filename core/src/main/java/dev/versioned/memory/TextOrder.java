package dev.versioned.memory;

import java.util.Comparator;

/** The order of texts in a store. */
final class TextOrder {
  /**
   * By UTF-8 bytes, as DynamoDB compares: the order of code points. Java's own order differs for
   * characters beyond the basic plane.
   */
  static final Comparator<String> UTF8 = TextOrder::compare;

  private TextOrder() {}

  private static int compare(String a, String b) {
    int shared = Math.min(a.length(), b.length());
    for (int i = 0; i < shared; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        return Character.isSurrogate(x) == Character.isSurrogate(y)
            ? Character.compare(x, y)
            : Character.isSurrogate(x) ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
