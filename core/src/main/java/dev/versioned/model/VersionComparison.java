package dev.versioned.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Two versions of an artifact, property by property. An immutable value.
 *
 * @param from the one version
 * @param to the other version
 * @param properties all properties that one of them has, in the order of {@link Field} and of their
 *     names
 */
public record VersionComparison(Version from, Version to, List<Property> properties) {
  /**
   * Makes a comparison; the list is copied.
   *
   * @param from the one version
   * @param to the other version
   * @param properties all properties that one of them has
   */
  public VersionComparison {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    properties = List.copyOf(Objects.requireNonNull(properties, "properties"));
  }

  /**
   * Returns whether both have the same bytes, by their digests.
   *
   * @return whether the digests are equal
   */
  public boolean isSameContent() {
    return from.digest().equals(to.digest());
  }

  /**
   * Returns the properties that are not the same.
   *
   * @return the properties that only one has, or that have two values
   */
  public List<Property> differences() {
    return properties.stream().filter(property -> property.change() != Change.SAME).toList();
  }

  /** What a property is. */
  public enum Field {
    /** {@link Version#digest}. */
    DIGEST,
    /** {@link Version#sizeBytes}. */
    SIZE,
    /** {@link Version#contentType}. */
    CONTENT_TYPE,
    /** {@link Version#fileName}. */
    FILE_NAME,
    /** {@link Version#description}. */
    DESCRIPTION,
    /** {@link Version#createdAt}. */
    CREATED_AT,
    /** {@link Version#createdBy}. */
    CREATED_BY,
    /** A name of {@link Version#metadata}. */
    METADATA,
    /** A name of {@link VersionLabels#values}; a label without a value has an empty one. */
    LABEL,
    /** The id of a key that signed the version; its value is when. */
    SIGNATURE
  }

  /** How a property, or a file, differs. */
  public enum Change {
    /** It does not. */
    SAME,
    /** Only the second one has it. */
    ADDED,
    /** Only the first one has it. */
    REMOVED,
    /** Both have it, with two values. */
    CHANGED
  }

  /**
   * A property of one or both versions.
   *
   * @param field what it is
   * @param name the name of the metadata or label, or the id of the key; else empty
   * @param from the first version's value, as text; empty if it has none
   * @param to the second version's value, as text; empty if it has none
   */
  public record Property(Field field, String name, Optional<String> from, Optional<String> to) {
    /**
     * Makes a property.
     *
     * @param field what it is
     * @param name the name of the metadata, or the id of the key; else empty
     * @param from the first version's value, as text
     * @param to the second version's value, as text
     */
    public Property {
      Objects.requireNonNull(field, "field");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(to, "to");
    }

    /**
     * Returns how it differs.
     *
     * @return {@link Change#SAME} if it does not
     */
    public Change change() {
      if (from.equals(to)) {
        return Change.SAME;
      } else if (from.isEmpty()) {
        return Change.ADDED;
      }
      return to.isEmpty() ? Change.REMOVED : Change.CHANGED;
    }
  }
}
