package dev.versioned.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A line of an answer, in parts that may have colours.
 *
 * @param spans the parts, in order
 */
record Row(List<Span> spans) {

  /**
   * A part of a line.
   *
   * @param text its text, which may hold anything
   * @param style its style
   */
  record Span(String text, Style style) {}

  Row {
    spans = List.copyOf(spans);
  }

  static Row of(String text) {
    return new Row(List.of(new Span(text, Style.PLAIN)));
  }

  static Row of(String text, Style style) {
    return new Row(List.of(new Span(text, style)));
  }

  /** Returns this row with another part at its end. */
  Row and(String text, Style style) {
    List<Span> more = new ArrayList<>(spans);
    more.add(new Span(text, style));
    return new Row(more);
  }

  /** Returns the text without styles. */
  String text() {
    return spans.stream().map(Span::text).collect(Collectors.joining());
  }
}
