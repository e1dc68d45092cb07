package dev.versioned.maintenance;

import dev.versioned.spi.ItemKey;
import java.util.Objects;

/**
 * The result of {@link dev.versioned.Fsck#setAside}.
 *
 * @param record the record that was set aside, such as {@code alias checkout:LIVE}
 * @param keptAt the key in the table under which its original item is kept
 * @param outcome the state of the record now, as a sentence without a full stop
 */
public record SetAside(String record, ItemKey keptAt, String outcome) {
  /**
   * Makes the value.
   *
   * @param record the record
   * @param keptAt the key under which its original item is kept
   * @param outcome the state of the record now
   */
  public SetAside {
    Objects.requireNonNull(record, "record");
    Objects.requireNonNull(keptAt, "keptAt");
    Objects.requireNonNull(outcome, "outcome");
  }

  /** Returns everything on one line. */
  @Override
  public String toString() {
    return record + " is set aside: " + outcome + "; its item is kept at " + keptAt;
  }
}
