package dev.versioned.deployment.leak;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a {@link LeakFinder} found: a closed version that is still in memory, or whose file is still
 * open.
 *
 * @param name the name given to {@link LeakFinder#watch}, such as {@code checkout:7}
 * @param leaks what holds it; not empty
 */
public record LeakReport(String name, List<Leak> leaks) {
  /**
   * Makes a report; the list is copied.
   *
   * @param name the name of the version
   * @param leaks what holds it
   * @throws IllegalArgumentException if there are none
   */
  public LeakReport {
    Objects.requireNonNull(name, "name");
    leaks = List.copyOf(leaks);
    if (leaks.isEmpty()) {
      throw new IllegalArgumentException("Cannot report " + name + ": it has no leaks");
    }
  }

  /**
   * Returns the kinds of the leaks.
   *
   * @return at least one kind, in the order of the enumeration
   */
  public Set<LeakKind> kinds() {
    return leaks.stream()
        .map(Leak::kind)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(LeakKind.class)));
  }

  /** Returns name and leaks in one line. */
  @Override
  public String toString() {
    return name
        + " is closed, and still held by "
        + leaks.stream().map(Leak::toString).collect(Collectors.joining("; "));
  }
}
