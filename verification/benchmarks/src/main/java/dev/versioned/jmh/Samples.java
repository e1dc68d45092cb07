package dev.versioned.jmh;

import dev.versioned.internal.record.VersionRecord;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** The benchmarks' sample data. */
final class Samples {
  private Samples() {}

  /** Returns a version with the data that a pipeline usually provides. */
  static VersionRecord record(long number) {
    ArtifactName artifact = ArtifactName.parse("checkout-service");
    VersionNumber id = VersionNumber.of(number);
    Version version =
        new Version(
            artifact,
            id,
            Digest.of(new byte[] {(byte) number}),
            4711,
            "application/java-archive",
            "checkout.jar",
            "faster basket",
            new TreeMap<>(Map.of("git.sha", "1a2b3c4d5e6f", "build", "1234")),
            Instant.parse("2026-01-02T12:00:00.123Z"),
            "ci",
            BlobKey.ofVersion(artifact, id, "checkout.jar"),
            Version.NO_PLACE);
    return new VersionRecord(version, "attempt-" + number);
  }
}
