package dev.versioned.maintenance;

import dev.versioned.model.ArtifactName;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The result of a take-over of a place by a table.
 *
 * @param before whether they belonged together before
 * @param raised the artifacts whose last number was lower than the highest one in the place, with
 *     the new number
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
