package dev.versioned.console;

import java.util.ArrayList;
import java.util.List;

/** A table that scrolls in its own box. */
final class Table {
  private final String caption;
  private final List<String> columns;
  private final Html body = Html.of("tbody");
  private final List<Integer> numbers = new ArrayList<>();
  private boolean empty = true;

  Table(String caption, String... columns) {
    this.caption = caption;
    this.columns = List.of(columns);
  }

  /** Aligns a column to the right, as numbers are. */
  Table number(int column) {
    numbers.add(column);
    return this;
  }

  /** Adds a row; its first cell is its heading. */
  Table row(Object... cells) {
    Html row = Html.of("tr");
    for (int i = 0; i < cells.length; i++) {
      Html cell = Html.of(i == 0 ? "th" : "td", cells[i]);
      if (i == 0) {
        cell.attr("scope", "row");
      }
      row.add(numbers.contains(i) ? cell.css("number") : cell);
    }
    body.add(row);
    empty = false;
    return this;
  }

  /** Returns whether it has no row. */
  boolean isEmpty() {
    return empty;
  }

  /** Returns the table. */
  Html html() {
    Html heads = Html.of("tr");
    for (int i = 0; i < columns.size(); i++) {
      Html head = Html.of("th", columns.get(i)).attr("scope", "col");
      heads.add(numbers.contains(i) ? head.css("number") : head);
    }
    return Html.of(
            "div", Html.of("table", Html.of("caption", caption), Html.of("thead", heads), body))
        .css("scroll")
        .attr("role", "group")
        .attr("aria-label", caption)
        .attr("tabindex", "0");
  }
}
