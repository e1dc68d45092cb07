package dev.versioned.deployment.loader;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import java.time.Instant;
import java.util.TreeMap;

/** Versions of an artifact, without a repository. */
public final class Versions {
  private Versions() {}

  public static Version of(String artifact, long number) {
    return new Version(
        ArtifactName.parse(artifact),
        VersionNumber.of(number),
        Digest.of(new byte[0]),
        0,
        "application/java-archive",
        "",
        "",
        new TreeMap<>(),
        Instant.EPOCH,
        "tests",
        BlobKey.ofVersion(ArtifactName.parse(artifact), VersionNumber.of(number), "code.jar"),
        Version.NO_PLACE);
  }
}
