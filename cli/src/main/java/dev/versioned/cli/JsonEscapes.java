package dev.versioned.cli;

import dev.versioned.internal.PlainText;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * Escapes in JSON what a terminal or a CI server must not receive unescaped, with JSON's own
 * escapes, so that programs read the same values. The generator has escaped what JSON itself
 * demands, such as line ends in texts.
 */
final class JsonEscapes extends FilterWriter {
  private char last;

  JsonEscapes(Writer out) {
    super(out);
  }

  @Override
  public void write(int unit) throws IOException {
    write((char) unit);
  }

  private void write(char unit) throws IOException {
    char before = last;
    last = unit;
    if (Character.isSurrogatePair(before, unit)) {
      print(Character.toCodePoint(before, unit));
      last = 0; // it belongs to the pair, and begins none
      return;
    }
    if (Character.isHighSurrogate(before)) {
      escape(before);
    }
    // Two # in a row begin a command to a CI server.
    if (unit == '#' && before == '#') {
      escape(unit);
    } else if (!Character.isHighSurrogate(unit)) { // which waits for its other half
      print(unit);
    }
  }

  private void print(int codePoint) throws IOException {
    // Line ends are those between values.
    boolean hidden = codePoint != '\n' && codePoint != '\r' && PlainText.isHidden(codePoint);
    for (char unit : Character.toChars(codePoint)) {
      if (hidden) {
        escape(unit);
      } else {
        out.write(unit);
      }
    }
  }

  private void escape(char unit) throws IOException {
    out.write(String.format("\\u%04x", (int) unit));
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      write(text[i]);
    }
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      write(text.charAt(i));
    }
  }
}
