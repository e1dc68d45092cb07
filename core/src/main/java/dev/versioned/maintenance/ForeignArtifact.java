package dev.versioned.maintenance;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.VersionNumber;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * An artifact in a repository that is not of this library, with everything that {@link
 * dev.versioned.ArtifactRepository#importForeign} imports of it.
 *
 * @param name its name
 * @param origin where it comes from, for the ledgers of its aliases
 * @param createdAt when it was first put or published
 * @param lastNumber the last number that was given there, which need not have a version: the first
 *     publish here gets the next one
 * @param versions its versions, at most one of which is {@code $LATEST}; leave that out if it is
 *     the newest version
 * @param aliases its aliases, each of ACTIVE versions in the list
 */
public record ForeignArtifact(
    ArtifactName name,
    String origin,
    Instant createdAt,
    long lastNumber,
    List<ForeignVersion> versions,
    List<ForeignAlias> aliases) {

  /**
   * Makes the value; the lists are copied.
   *
   * @param name its name
   * @param origin where it comes from, for the ledgers of its aliases
   * @param createdAt when it was first put or published
   * @param lastNumber the last number that was given there
   * @param versions its versions
   * @param aliases its aliases
   * @throws IllegalArgumentException if two versions or two aliases have one name, or a number is
   *     after the last one
   */
  public ForeignArtifact {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(createdAt, "createdAt");
    versions = List.copyOf(Objects.requireNonNull(versions, "versions"));
    aliases = List.copyOf(Objects.requireNonNull(aliases, "aliases"));
    Set<Object> names = new HashSet<>();
    for (ForeignVersion version : versions) {
      if (version.id() instanceof VersionNumber number && number.value() > lastNumber) {
        throw new IllegalArgumentException(
            "Cannot import " + name + ": version " + number + " is after " + lastNumber);
      }
      checkOnce(name, names, version.id());
    }
    for (ForeignAlias alias : aliases) {
      checkOnce(name, names, alias.name());
    }
  }

  private static void checkOnce(ArtifactName name, Set<Object> names, Object one) {
    if (!names.add(one)) {
      throw new IllegalArgumentException("Cannot import " + name + ": " + one + " is given twice");
    }
  }
}
