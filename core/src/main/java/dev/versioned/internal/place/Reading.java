package dev.versioned.internal.place;

import dev.versioned.internal.catalog.Bond;
import dev.versioned.maintenance.BindingState;
import dev.versioned.spi.StoreIdentity;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The binding as both stores state it, and as it should be; {@code own} and {@code table} are null
 * if none is needed.
 */
record Reading(
    @Nullable Bond own, @Nullable StoreIdentity table, Optional<Said> kept, Optional<Said> marked) {
  static final Reading NOT_NEEDED = new Reading(null, null, Optional.empty(), Optional.empty());

  Reading with(Optional<Said> item, Optional<Said> marker) {
    return own == null ? this : new Reading(own, table, item, marker);
  }

  /** Returns whether the stores need not be examined, by a record or by their construction. */
  boolean isExamined() {
    return table == null
        || table.conduct() == StoreIdentity.Conduct.KNOWN
        || kept.filter(said -> own != null && said.isOf(own) && said.examined()).isPresent();
  }

  /** Returns the bond of a table that takes the place over: its epoch is above all before. */
  Bond successor() {
    Bond next = Objects.requireNonNull(own);
    long highest =
        Stream.concat(kept.stream(), marked.stream())
            .flatMap(said -> Stream.ofNullable(said.bond()))
            .mapToLong(Bond::epoch)
            .max()
            .orElse(0);
    // rule: take-over-raises-the-epoch
    return new Bond(next.table(), next.place(), next.at(), highest + 1);
  }

  boolean isNotForeign() {
    return state().standing() != BindingState.Standing.FOREIGN;
  }

  BindingState state() {
    if (own == null) {
      return new BindingState(BindingState.Standing.BOUND, "");
    }
    String table = "table " + own.table();
    for (Said said : Stream.concat(kept.stream(), marked.stream()).toList()) {
      if (said.bond() == null) {
        return new BindingState(BindingState.Standing.FOREIGN, said.unreadable());
      }
    }
    Bond item = kept.map(Said::bond).orElse(own);
    Bond marker = marked.map(Said::bond).orElse(own);
    String here = this.table == null ? "" : this.table.region();
    String home = kept.map(Said::homeRegion).orElse(here);
    // rule: table-is-written-in-its-home-region
    if (!here.isEmpty() && !home.isEmpty() && !home.equals(here)) {
      return foreign(
          table
              + " is in Region "
              + here
              + ", and is written in its home Region "
              + home
              + " only: write there");
    }
    // rule: table-belongs-to-one-place
    if (!item.place().equals(own.place())) {
      return foreign(table + " belongs to " + item.place() + ", not to " + own.place());
    } else if (!item.table().equals(own.table())) {
      // rule: restored-copy-is-not-the-table
      return foreign(table + " is a copy: " + own.place() + " belongs to table " + item.table());
    } else if (!marker.table().equals(own.table())) {
      // rule: place-belongs-to-one-table
      return foreign(own.place() + " belongs to table " + marker.table() + ", not to " + table);
    } else if (!marker.place().equals(own.place())) {
      return foreign(own.place() + " is a copy: " + table + " belongs to " + marker.place());
    } else if (kept.isEmpty()) {
      return new BindingState(BindingState.Standing.INCOMPLETE, table + " is not bound to a place");
    } else if (marked.isEmpty()) {
      return new BindingState(
          BindingState.Standing.INCOMPLETE, own.place() + " is not bound to a table");
    }
    return new BindingState(BindingState.Standing.BOUND, table + " belongs to " + own.place());
  }

  private static BindingState foreign(String detail) {
    return new BindingState(BindingState.Standing.FOREIGN, detail);
  }
}
