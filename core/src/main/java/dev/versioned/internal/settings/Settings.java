package dev.versioned.internal.settings;

import dev.versioned.signing.Signer;
import dev.versioned.signing.TrustPolicy;
import dev.versioned.spi.Environment;
import java.time.Duration;
import java.util.Optional;

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
    Optional<Signer> signer,
    Optional<TrustPolicy> trustPolicy,
    Events events,
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
        signer,
        trustPolicy,
        events,
        other);
  }
}
