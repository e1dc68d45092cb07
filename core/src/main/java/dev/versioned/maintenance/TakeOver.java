package dev.versioned.maintenance;

import dev.versioned.model.ArtifactName;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a table did that took a place over.
 *
 * @param before whether they belonged together before
 * @param raised the artifacts whose last number was below the highest one in the place, with that
 *     number
 */
public record TakeOver(BindingState before, NavigableMap<ArtifactName, Long> raised) {

  /**
   * Makes a report; the map is copied.
   *
   * @param before whether they belonged together before
   * @param raised the artifacts whose last number was raised
   */
  public TakeOver {
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(raised, "raised");
    raised = new TreeMap<>(raised);
  }
}
