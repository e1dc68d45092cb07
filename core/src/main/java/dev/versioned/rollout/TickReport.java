package dev.versioned.rollout;

import java.util.List;
import java.util.Objects;

/**
 * The result of a run of {@link dev.versioned.RolloutTicker}.
 *
 * @param aliases what was done with each alias with a rollout under way, in the order of the ticks
 * @param isComplete whether all of them were ticked; false if the time was over before, or the
 *     thread was interrupted
 */
public record TickReport(List<TickedAlias> aliases, boolean isComplete) {
  /**
   * Makes a report; the list is copied.
   *
   * @param aliases what was done with each alias
   * @param isComplete whether all of them were ticked
   */
  public TickReport {
    aliases = List.copyOf(Objects.requireNonNull(aliases, "aliases"));
  }

  /**
   * Returns the results of the ticks that were made.
   *
   * @return the results, in the order of the ticks
   */
  public List<TickResult> ticks() {
    return of(TickedAlias.Ticked.class).stream().map(TickedAlias.Ticked::result).toList();
  }

  /**
   * Returns the rollouts that were left as they are, because the ticker does not have their gates.
   *
   * @return the rollouts
   */
  public List<TickedAlias.WithoutGate> withoutGate() {
    return of(TickedAlias.WithoutGate.class);
  }

  /**
   * Returns the ticks that failed.
   *
   * @return the failures
   */
  public List<TickedAlias.Failed> failures() {
    return of(TickedAlias.Failed.class);
  }

  private <T> List<T> of(Class<T> kind) {
    return aliases.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
