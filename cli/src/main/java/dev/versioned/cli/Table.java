package dev.versioned.cli;

import dev.versioned.internal.PlainText;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A list in columns: a header, and a line for each item. A long list is printed while it is read:
 * the first items decide how wide the columns are.
 *
 * @param <T> the items
 */
final class Table<T> {
  private static final int READ_FIRST = 200;
  private static final int NARROWEST = 6;
  private static final String GAP = "  ";

  private final List<Column<T>> columns = new ArrayList<>();

  private record Column<T>(
      String header,
      boolean right,
      boolean wide,
      Function<T, String> text,
      Function<T, Style> style) {}

  /** Adds a column of names. */
  Table<T> left(String header, Function<T, String> text) {
    return styled(header, text, item -> Style.PLAIN);
  }

  /** Adds a column of names, with colours. */
  Table<T> styled(String header, Function<T, String> text, Function<T, Style> style) {
    columns.add(new Column<>(header, false, false, text, style));
    return this;
  }

  /** Adds a column of numbers. */
  Table<T> right(String header, Function<T, String> text) {
    columns.add(new Column<>(header, true, false, text, item -> Style.PLAIN));
    return this;
  }

  /** Adds a column of text, which is cut where the terminal is too narrow. */
  Table<T> wide(String header, Function<T, String> text) {
    return wide(header, text, Style.PLAIN);
  }

  /** Adds a column of text in one style, which is cut where the terminal is too narrow. */
  Table<T> wide(String header, Function<T, String> text, Style style) {
    columns.add(new Column<>(header, false, true, text, item -> style));
    return this;
  }

  /** Returns the lines; an empty list has none. */
  Stream<Row> rows(Stream<T> items, boolean header, OptionalInt screen) {
    Iterator<T> rest = items.iterator();
    List<T> first = new ArrayList<>();
    while (first.size() < READ_FIRST && rest.hasNext()) {
      first.add(rest.next());
    }
    if (first.isEmpty()) {
      return Stream.empty();
    }
    int[] widths = widths(first, header, screen);
    Stream<Row> head = header ? Stream.of(header(widths)) : Stream.empty();
    Iterable<T> others = () -> rest;
    return Stream.concat(
        head,
        Stream.concat(first.stream(), StreamSupport.stream(others.spliterator(), false))
            .map(item -> row(item, widths, screen.isPresent())));
  }

  private int[] widths(List<T> items, boolean header, OptionalInt screen) {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      Column<T> column = columns.get(i);
      widths[i] = header ? column.header().length() : 0;
      for (T item : items) {
        widths[i] = Math.max(widths[i], TextWidth.of(text(column, item)));
      }
    }
    screen.ifPresent(columns -> shrink(widths, columns));
    return widths;
  }

  /** Takes from the widest column of text as long as the line is too long. */
  private void shrink(int[] widths, int screen) {
    int total = GAP.length() * (widths.length - 1);
    for (int width : widths) {
      total += width;
    }
    while (total > screen) {
      int widest = -1;
      for (int i = 0; i < widths.length; i++) {
        if (columns.get(i).wide()
            && widths[i] > Math.max(NARROWEST, columns.get(i).header().length())
            && (widest < 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        return;
      }
      widths[widest]--;
      total--;
    }
  }

  private Row header(int[] widths) {
    List<Row.Span> spans = new ArrayList<>();
    for (int i = 0; i < widths.length; i++) {
      add(spans, columns.get(i), columns.get(i).header(), Style.BOLD, widths[i], i);
    }
    return new Row(spans);
  }

  private Row row(T item, int[] widths, boolean cut) {
    List<Row.Span> spans = new ArrayList<>();
    for (int i = 0; i < widths.length; i++) {
      Column<T> column = columns.get(i);
      String text = text(column, item);
      String shown = cut && column.wide() ? TextWidth.cut(text, widths[i]) : text;
      add(spans, column, shown, column.style().apply(item), widths[i], i);
    }
    return new Row(withoutEnd(spans));
  }

  private void add(
      List<Row.Span> spans, Column<T> column, String text, Style style, int width, int index) {
    String padding = " ".repeat(Math.max(0, width - TextWidth.of(text)));
    String gap = index == 0 ? "" : GAP;
    boolean last = index == columns.size() - 1;
    spans.add(new Row.Span(column.right() ? gap + padding : gap, Style.PLAIN));
    spans.add(new Row.Span(text, style));
    if (!column.right() && !last) {
      spans.add(new Row.Span(padding, Style.PLAIN));
    }
  }

  /** Removes blanks at the end of the line. */
  private static List<Row.Span> withoutEnd(List<Row.Span> spans) {
    int end = spans.size();
    while (end > 1 && spans.get(end - 1).text().isBlank()) {
      end--;
    }
    return spans.subList(0, end);
  }

  /** Hidden characters are escaped here: their escapes have a width. */
  private static <T> String text(Column<T> column, T item) {
    return PlainText.escape(column.text().apply(item));
  }

  /** Returns the names of the columns as {@code --sort} may name them. */
  String names() {
    return columns.stream()
        .map(column -> column.header().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
