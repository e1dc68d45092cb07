package dev.versioned.deployment;

import dev.versioned.model.Version;
import java.util.Objects;

/**
 * A version was not made ready: its bytes could not be fetched, its loader or its warm-up failed,
 * or it was found unhealthy. No request was routed to it.
 */
public final class VersionNotReadyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Version version;

  VersionNotReadyException(Version version, String reason, Throwable cause) {
    super("Cannot make " + version + " ready: " + reason, cause);
    this.version = Objects.requireNonNull(version, "version");
  }

  /**
   * Returns the version that was not made ready.
   *
   * @return the version
   */
  public Version version() {
    return version;
  }
}
