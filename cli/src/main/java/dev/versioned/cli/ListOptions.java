package dev.versioned.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a list: how many, in which order, and for whom it is printed. */
final class ListOptions {
  @Option(names = "--limit", paramLabel = "N", description = "List no more than N.")
  long limit = Long.MAX_VALUE;

  @Option(
      names = "--sort",
      paramLabel = "COLUMN",
      description = "Sort by this column, such as size; the whole list is read first.")
  @Nullable String sort;

  @Option(names = "--reverse", description = "The other way round; the whole list is read first.")
  boolean reverse;

  @Option(
      names = "--exact",
      negatable = true,
      description = "Exact sizes and times; default: unless standard output is a terminal.")
  @Nullable Boolean exact;

  @Option(
      names = "--header",
      negatable = true,
      description = "Name the columns; default: if standard output is a terminal.")
  @Nullable Boolean header;

  /** Returns the items of a list as these options want them, each time it is asked. */
  <T> Supplier<Stream<T>> arrange(
      Supplier<Stream<T>> items, Map<String, Comparator<T>> orders, ToolCommand command) {
    if (limit < 1) {
      throw command.misused("--limit must be 1 or more");
    }
    Comparator<T> order = sort == null ? null : orders.get(sort);
    if (sort != null && order == null) {
      throw command.misused(
          "Cannot sort by '" + sort + "': write one of " + new TreeSet<>(orders.keySet()));
    }
    return () -> {
      Stream<T> ordered = order == null ? items.get() : items.get().sorted(order);
      return (reverse ? reversed(ordered) : ordered).limit(limit);
    };
  }

  private static <T> Stream<T> reversed(Stream<T> items) {
    List<T> all = new ArrayList<>(items.toList());
    Collections.reverse(all);
    return all.stream();
  }

  boolean isExact(Session session) {
    return exact == null ? !session.terminal().interactive() : exact;
  }

  /** Returns the time of an item, in its own column. */
  String time(Instant time, Session session) {
    return isExact(session) ? time.toString() : Human.age(time, Instant.now());
  }

  String size(long bytes, Session session) {
    return isExact(session) ? Long.toString(bytes) : Human.size(bytes);
  }

  <T> Answer answer(
      Map<String, ?> json, Table<T> table, Supplier<Stream<T>> items, Session session) {
    boolean named = header == null ? session.terminal().interactive() : header;
    return Answer.ofRows(
        json, () -> table.rows(items.get(), named, Screen.columns(session.terminal())));
  }
}
