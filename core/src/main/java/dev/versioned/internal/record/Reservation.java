package dev.versioned.internal.record;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.VersionNumber;
import java.time.Instant;

/**
 * A request for the next version number of an artifact.
 *
 * @param artifact the artifact; created if it does not exist
 * @param fingerprint the fingerprint of the content that the number is for
 * @param attemptId an id that no other reservation has; one attempt gets at most one number
 * @param condition what else must hold
 * @param at the time of the request
 */
public record Reservation(
    ArtifactName artifact,
    Fingerprint fingerprint,
    String attemptId,
    Condition condition,
    Instant at) {

  /** The condition on which a number is given. */
  public sealed interface Condition {}

  /** The last number was reserved for other content. */
  public record ContentDiffers() implements Condition {}

  /**
   * The last number has not changed.
   *
   * @param number the last number as the caller read it; the caller found nothing ACTIVE under it
   */
  public record LastNumberIs(VersionNumber number) implements Condition {}

  /** No condition: a number is given whatever the content is. */
  public record Always() implements Condition {}

  /** The result of the request. */
  public sealed interface Result {}

  /**
   * The number belongs to the caller, and never to any other.
   *
   * @param number the number
   */
  public record Reserved(VersionNumber number) implements Result {}

  /**
   * The condition did not hold, or, if the attempt id is its own, this attempt already has its
   * number.
   *
   * @param current the artifact at that moment
   */
  public record Refused(ArtifactRecord current) implements Result {}
}
