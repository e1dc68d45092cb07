package dev.versioned.spring;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether all followed aliases have been read recently: what the health indicators of the starters
 * show.
 */
public final class AliasHealth {
  private final LiveAliases aliases;
  private final VersionedProperties.Health options;

  AliasHealth(LiveAliases aliases, VersionedProperties.Health options) {
    this.aliases = Objects.requireNonNull(aliases, "aliases");
    this.options = Objects.requireNonNull(options, "options");
  }

  /**
   * A state of health.
   *
   * @param problem the status that the application should have; empty if no alias is stale
   * @param details revision and staleness of each alias, by its name
   */
  public record State(
      Optional<VersionedProperties.Health.StaleStatus> problem, Map<String, Object> details) {
    /**
     * Makes the value.
     *
     * @param problem the status that the application should have
     * @param details revision and staleness of each alias
     */
    public State {
      Objects.requireNonNull(problem, "problem");
      details = Map.copyOf(details);
    }
  }

  /**
   * Returns the state now. It makes no request to the store.
   *
   * @return the state
   */
  public State state() {
    boolean stale = false;
    Map<String, Object> details = new LinkedHashMap<>();
    for (LiveAliases.Followed one : aliases.all()) {
      boolean old = one.live().staleness().compareTo(options.staleAfter()) > 0;
      stale |= old;
      details.put(
          one.name(),
          Map.of(
              "revision", one.live().alias().revision(),
              "stalenessMillis", one.live().staleness().toMillis(),
              "stale", old));
    }
    return new State(stale ? Optional.of(options.staleStatus()) : Optional.empty(), details);
  }
}
