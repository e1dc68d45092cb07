package dev.versioned;

import dev.versioned.spi.Seams;
import java.time.Duration;
import java.util.Objects;

/**
 * What can be set about an {@link ArtifactRepository}, whatever its backend. Immutable: each {@code
 * with…} returns changed settings.
 *
 * @param actor who publishes and moves aliases, unless a call says otherwise; kept with versions
 *     and in ledgers
 * @param publishWait how long a publish waits for another one of the same content that has reserved
 *     its number but not committed it, before it makes a version of its own
 * @param keyRetention how long an idempotency key is remembered
 * @param contentionTimeout how long an update without an expected revision goes on trying while
 *     other updates win, and a range of a download while no byte comes
 * @param pageSize how many items a list fetches at a time; never changes what is listed
 * @param partBytes how large the parts are in which content is sent that is larger than one; longer
 *     content than 10,000 of them has larger ones
 * @param leastBytesPerSecond how many bytes of a version must come from the store each second, on
 *     average over 30 seconds in which they are asked for (the contention timeout if longer), or a
 *     read or a download fails; 0 for any rate
 * @param seams the world around the library
 */
public record RepositorySettings(
    String actor,
    Duration publishWait,
    Duration keyRetention,
    Duration contentionTimeout,
    int pageSize,
    int partBytes,
    int leastBytesPerSecond,
    Seams seams) {
  private static final int MOST_PART_BYTES = 1 << 30;

  /**
   * Validates the settings.
   *
   * @param actor who publishes and moves aliases, unless a call says otherwise; kept with versions
   *     and in ledgers
   * @param publishWait how long a publish waits for another one of the same content that has
   *     reserved its number but not committed it, before it makes a version of its own
   * @param keyRetention how long an idempotency key is remembered
   * @param contentionTimeout how long an update without an expected revision goes on trying while
   *     other updates win
   * @param pageSize how many items a list fetches at a time; never changes what is listed
   * @param partBytes how large the parts are in which content is sent that is larger than one
   * @param leastBytesPerSecond how many bytes of a version must come from the store each second
   * @param seams the world around the library
   * @throws IllegalArgumentException if the actor is longer than 256 characters, a duration is
   *     negative, the page size is not within 1 to 1,000, the parts are not within 1 byte to 1 GiB,
   *     or the least rate is negative
   */
  public RepositorySettings {
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(publishWait, "publishWait");
    Objects.requireNonNull(keyRetention, "keyRetention");
    Objects.requireNonNull(contentionTimeout, "contentionTimeout");
    Objects.requireNonNull(seams, "seams");
    Metadata.checkActor(actor);
    if (publishWait.isNegative() || keyRetention.isNegative() || contentionTimeout.isNegative()) {
      throw new IllegalArgumentException("Cannot use a negative duration in settings");
    }
    if (pageSize < 1 || pageSize > 1000) {
      throw new IllegalArgumentException(
          "Cannot use a page size of " + pageSize + ": it must be 1 to 1000");
    }
    if (partBytes < 1 || partBytes > MOST_PART_BYTES) {
      throw new IllegalArgumentException(
          "Cannot send content in parts of " + partBytes + " bytes: they must have 1 to 1 GiB");
    }
    if (leastBytesPerSecond < 0) {
      throw new IllegalArgumentException(
          "Cannot ask for a least rate of " + leastBytesPerSecond + " bytes a second");
    }
  }

  /**
   * Returns the defaults: the operating system's user as actor, 10 s wait for a publish of the same
   * content, idempotency keys kept for 30 days, updates tried for 30 s, pages of 100, parts of 16
   * MiB, at least 1,000 bytes a second.
   *
   * @return the defaults
   */
  public static RepositorySettings defaults() {
    return new RepositorySettings(
        System.getProperty("user.name", ""),
        Duration.ofSeconds(10),
        Duration.ofDays(30),
        Duration.ofSeconds(30),
        100,
        16 << 20,
        1000,
        Seams.system());
  }

  /**
   * Returns these settings with another actor.
   *
   * @param actor see {@link #actor()}
   * @return the changed settings
   * @throws IllegalArgumentException if it is longer than 256 characters
   */
  public RepositorySettings withActor(String actor) {
    Objects.requireNonNull(actor, "actor");
    return new RepositorySettings(
        actor,
        publishWait,
        keyRetention,
        contentionTimeout,
        pageSize,
        partBytes,
        leastBytesPerSecond,
        seams);
  }

  /**
   * Returns these settings with another wait for a publish of the same content.
   *
   * @param publishWait see {@link #publishWait()}
   * @return the changed settings
   * @throws IllegalArgumentException if it is negative
   */
  public RepositorySettings withPublishWait(Duration publishWait) {
    Objects.requireNonNull(publishWait, "publishWait");
    return new RepositorySettings(
        actor,
        publishWait,
        keyRetention,
        contentionTimeout,
        pageSize,
        partBytes,
        leastBytesPerSecond,
        seams);
  }

  /**
   * Returns these settings with another retention of idempotency keys.
   *
   * @param keyRetention see {@link #keyRetention()}
   * @return the changed settings
   * @throws IllegalArgumentException if it is negative
   */
  public RepositorySettings withKeyRetention(Duration keyRetention) {
    Objects.requireNonNull(keyRetention, "keyRetention");
    return new RepositorySettings(
        actor,
        publishWait,
        keyRetention,
        contentionTimeout,
        pageSize,
        partBytes,
        leastBytesPerSecond,
        seams);
  }

  /**
   * Returns these settings with another time to go on trying.
   *
   * @param contentionTimeout see {@link #contentionTimeout()}
   * @return the changed settings
   * @throws IllegalArgumentException if it is negative
   */
  public RepositorySettings withContentionTimeout(Duration contentionTimeout) {
    Objects.requireNonNull(contentionTimeout, "contentionTimeout");
    return new RepositorySettings(
        actor,
        publishWait,
        keyRetention,
        contentionTimeout,
        pageSize,
        partBytes,
        leastBytesPerSecond,
        seams);
  }

  /**
   * Returns these settings with another page size.
   *
   * @param pageSize see {@link #pageSize()}
   * @return the changed settings
   * @throws IllegalArgumentException if it is not within 1 to 1,000
   */
  public RepositorySettings withPageSize(int pageSize) {
    return new RepositorySettings(
        actor,
        publishWait,
        keyRetention,
        contentionTimeout,
        pageSize,
        partBytes,
        leastBytesPerSecond,
        seams);
  }

  /**
   * Returns these settings with parts of another size. Content up to this size is sent whole, and
   * this much of a stream is in memory at least. Larger parts suit fast lines, smaller ones suit
   * slow or breaking ones.
   *
   * @param partBytes see {@link #partBytes()}; a store may demand more, S3 5 MiB
   * @return the changed settings
   * @throws IllegalArgumentException if it is not within 1 byte to 1 GiB
   */
  public RepositorySettings withPartBytes(int partBytes) {
    return new RepositorySettings(
        actor,
        publishWait,
        keyRetention,
        contentionTimeout,
        pageSize,
        partBytes,
        leastBytesPerSecond,
        seams);
  }

  /**
   * Returns these settings with another least rate. It ends what a store or a network in trouble
   * would draw out without an end; a lower one, or 0, suits lines that are slower.
   *
   * @param leastBytesPerSecond see {@link #leastBytesPerSecond()}
   * @return the changed settings
   * @throws IllegalArgumentException if it is negative
   */
  public RepositorySettings withLeastBytesPerSecond(int leastBytesPerSecond) {
    return new RepositorySettings(
        actor,
        publishWait,
        keyRetention,
        contentionTimeout,
        pageSize,
        partBytes,
        leastBytesPerSecond,
        seams);
  }

  /**
   * Returns these settings with another world around the library.
   *
   * @param seams see {@link #seams()}
   * @return the changed settings
   */
  public RepositorySettings withSeams(Seams seams) {
    Objects.requireNonNull(seams, "seams");
    return new RepositorySettings(
        actor,
        publishWait,
        keyRetention,
        contentionTimeout,
        pageSize,
        partBytes,
        leastBytesPerSecond,
        seams);
  }
}
