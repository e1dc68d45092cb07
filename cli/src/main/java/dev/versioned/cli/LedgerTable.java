package dev.versioned.cli;

import dev.versioned.model.LedgerEntry;
import dev.versioned.model.Routing;
import java.util.Comparator;
import java.util.Map;

/** Changes of aliases as a list. */
final class LedgerTable {
  /** The columns that lists of changes may be sorted by. */
  static final Map<String, Comparator<LedgerEntry>> ORDERS =
      Map.of(
          "when", Comparator.comparing(LedgerEntry::at).reversed(),
          "revision", Comparator.comparing(LedgerEntry::revision),
          "action", Comparator.comparing(LedgerEntry::action),
          "by", Comparator.comparing(LedgerEntry::by));

  private LedgerTable() {}

  /** Returns the columns, with the alias if the list has several. */
  static Table<LedgerEntry> of(boolean several, ListOptions list, Session session) {
    Table<LedgerEntry> table = new Table<>();
    if (several) {
      table.left("ALIAS", e -> e.artifact() + ":" + e.alias());
    }
    return table
        .right("REVISION", e -> Long.toString(e.revision()))
        .right("WHEN", e -> list.time(e.at(), session))
        .styled("ACTION", e -> e.action().toString(), LedgerTable::style)
        .left("BEFORE", e -> e.before().map(Routing::toString).orElse("-"))
        .left("AFTER", e -> e.after().map(Routing::toString).orElse("-"))
        .wide("BY", LedgerEntry::by)
        .wide("REASON", LedgerEntry::reason);
  }

  private static Style style(LedgerEntry entry) {
    return switch (entry.action()) {
      case ROLLBACK, DELETE -> Style.RED;
      case PROMOTE -> Style.GREEN;
      default -> Style.PLAIN;
    };
  }
}
