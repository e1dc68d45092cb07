package dev.versioned.internal.settings;

import dev.versioned.spi.Environment;
import java.time.Duration;

/**
 * The settings of a repository, as its services read them; {@link dev.versioned.RepositorySettings}
 * describes each.
 */
public record Settings(
    String actor,
    Duration publishWait,
    Duration keyRetention,
    Duration contentionTimeout,
    int pageSize,
    int partBytes,
    int leastBytesPerSecond,
    Environment environment) {

  /** Returns these settings in another environment. */
  public Settings in(Environment other) {
    return new Settings(
        actor,
        publishWait,
        keyRetention,
        contentionTimeout,
        pageSize,
        partBytes,
        leastBytesPerSecond,
        other);
  }
}
