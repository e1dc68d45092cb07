package dev.versioned.model;

import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The labels of a version, as they were when they were read. An immutable value. They are stored
 * apart from the version, whose record never changes.
 *
 * @param artifact the artifact
 * @param number the version
 * @param values the names and their values, at most 32; the value of a plain name is empty
 * @param revision how often they were changed; 0 if never
 * @param updatedAt when they were changed last, by that process's clock; when the version was
 *     published if never
 * @param updatedBy who changed them last; who published the version if no one
 */
public record VersionLabels(
    ArtifactName artifact,
    VersionNumber number,
    SortedMap<String, String> values,
    long revision,
    Instant updatedAt,
    String updatedBy) {
  /** How many labels a version may have. */
  public static final int MOST = 32;

  /**
   * Makes labels; the map is copied.
   *
   * @param artifact the artifact
   * @param number the version
   * @param values the names and their values
   * @param revision how often they were changed; 0 if never
   * @param updatedAt when they were changed last
   * @param updatedBy who changed them last
   * @throws IllegalArgumentException if they are more than {@link #MOST}, one is not valid, or the
   *     revision is negative
   */
  public VersionLabels {
    Objects.requireNonNull(artifact, "artifact");
    Objects.requireNonNull(number, "number");
    Objects.requireNonNull(values, "values");
    Objects.requireNonNull(updatedAt, "updatedAt");
    Objects.requireNonNull(updatedBy, "updatedBy");
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    values.forEach(Label::check);
    // rule: number-of-labels-is-bounded
    if (values.size() > MOST) {
      throw new IllegalArgumentException(
          "Cannot give "
              + artifact
              + ":"
              + number
              + " "
              + values.size()
              + " labels: it may have "
              + MOST
              + "; remove some");
    }
    if (revision < 0) {
      throw new IllegalArgumentException("Cannot use " + revision + " as a revision of labels");
    }
  }

  /**
   * Returns whether the version has a label.
   *
   * @param label the name, with exactly this value
   * @return whether it has
   */
  public boolean has(Label label) {
    Objects.requireNonNull(label, "label");
    return label.value().equals(values.get(label.name()));
  }

  /** Returns the labels, as {@code qa=passed, stable}. */
  @Override
  public String toString() {
    return String.join(
        ", ",
        values.entrySet().stream()
            .map(one -> new Label(one.getKey(), one.getValue()).toString())
            .toList());
  }
}
