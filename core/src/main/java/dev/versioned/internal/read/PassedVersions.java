package dev.versioned.internal.read;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.Version;
import dev.versioned.model.VersionRef;
import java.util.List;
import java.util.stream.Stream;

/** The versions that a caller passed as values, rather than by their numbers. */
public final class PassedVersions {
  private PassedVersions() {}

  /**
   * Returns the versions among the references; each must be the stored one.
   *
   * @throws IllegalArgumentException if one is a version of another artifact, where its number
   *     means something else
   */
  public static List<Version> of(String verb, ArtifactName artifact, VersionRef... versions) {
    return Stream.of(versions)
        .filter(Version.class::isInstance)
        .map(Version.class::cast)
        .map(version -> checked(verb, artifact, version))
        .toList();
  }

  private static Version checked(String verb, ArtifactName artifact, Version version) {
    if (version.artifact().equals(artifact)) {
      return version;
    }
    throw new IllegalArgumentException(
        "Cannot "
            + verb
            + " "
            + version
            + ": it is a version of another artifact than "
            + artifact);
  }
}
