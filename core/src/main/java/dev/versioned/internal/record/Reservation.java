package dev.versioned.internal.record;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.VersionNumber;
import java.time.Instant;

/**
 * A wish for the next version number of an artifact.
 *
 * @param artifact the artifact; made if it is not there
 * @param fingerprint of the content the number is for
 * @param attemptId an id that no other reservation has; one attempt gets at most one number
 * @param condition what must hold besides
 * @param at the time of the wish
 */
public record Reservation(
    ArtifactName artifact,
    Fingerprint fingerprint,
    String attemptId,
    Condition condition,
    Instant at) {

  /** What must hold for a number to be given. */
  public sealed interface Condition {}

  /** The last number was reserved for other content. */
  public record ContentDiffers() implements Condition {}

  /**
   * The last number is still the one seen.
   *
   * @param number the number seen, for which nothing ACTIVE was found
   */
  public record LastNumberIs(VersionNumber number) implements Condition {}

  /** Nothing: a number whatever the content was. */
  public record Always() implements Condition {}

  /** What came of the wish. */
  public sealed interface Result {}

  /**
   * The number is the caller's, and never anybody else's.
   *
   * @param number the number
   */
  public record Reserved(VersionNumber number) implements Result {}

  /**
   * The condition did not hold, or this attempt has its number already (if the attempt id is its
   * own).
   *
   * @param current the artifact as it was at that moment
   */
  public record Refused(ArtifactRecord current) implements Result {}
}
