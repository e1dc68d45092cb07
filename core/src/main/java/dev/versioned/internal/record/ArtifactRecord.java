package dev.versioned.internal.record;

import dev.versioned.model.ArtifactName;
import java.time.Instant;

/**
 * An artifact as the catalog keeps it: the counter that gives its versions their numbers.
 *
 * @param artifact the artifact
 * @param lastNumber the last number reserved, 0 if none
 * @param fingerprint of the content that number was reserved for; empty if none
 * @param attemptId the attempt that reserved it; empty if none
 * @param createdAt when the artifact was first put or published
 * @param restores how many versions were restored: a deletion of the artifact compares it
 */
public record ArtifactRecord(
    ArtifactName artifact,
    long lastNumber,
    String fingerprint,
    String attemptId,
    Instant createdAt,
    long restores) {

  /**
   * Makes the record of an artifact of which no version was restored.
   *
   * @param artifact the artifact
   * @param lastNumber the last number reserved, 0 if none
   * @param fingerprint of the content that number was reserved for; empty if none
   * @param attemptId the attempt that reserved it; empty if none
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
