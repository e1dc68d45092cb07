package dev.versioned.internal.record;

import dev.versioned.model.ArtifactName;
import java.time.Instant;

/**
 * An artifact as the catalog stores it, with the counter for its version numbers.
 *
 * @param artifact the artifact
 * @param lastNumber the last reserved number, 0 if none
 * @param fingerprint the fingerprint of the content that the number was reserved for; empty if none
 * @param attemptId the attempt that reserved the number; empty if none
 * @param createdAt when the artifact was first put or published
 * @param restores how many versions were restored; a deletion of the artifact checks that this has
 *     not changed
 */
public record ArtifactRecord(
    ArtifactName artifact,
    long lastNumber,
    String fingerprint,
    String attemptId,
    Instant createdAt,
    long restores) {

  /**
   * Makes the record of an artifact without restored versions.
   *
   * @param artifact the artifact
   * @param lastNumber the last reserved number, 0 if none
   * @param fingerprint the fingerprint of the content that the number was reserved for; empty if
   *     none
   * @param attemptId the attempt that reserved the number; empty if none
   * @param createdAt when the artifact was first put or published
   */
  public ArtifactRecord(
      ArtifactName artifact,
      long lastNumber,
      String fingerprint,
      String attemptId,
      Instant createdAt) {
    this(artifact, lastNumber, fingerprint, attemptId, createdAt, 0);
  }
}
