package dev.versioned.deployment;

import dev.versioned.model.Alias;
import dev.versioned.model.Version;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What a process runs of an alias.
 *
 * @param alias the alias by which requests are routed
 * @param running the versions in memory, those that only wait for their last users included
 * @param shadow what shadow mode has seen
 * @param leaked how many closed versions were found in memory
 */
public record DeploymentStatus(
    Alias alias, List<Running> running, ShadowReport shadow, long leaked) {

  /**
   * Makes the value.
   *
   * @param alias the alias by which requests are routed
   * @param running the versions in memory
   * @param shadow what shadow mode has seen
   * @param leaked how many closed versions were found in memory
   */
  public DeploymentStatus {
    Objects.requireNonNull(alias, "alias");
    Objects.requireNonNull(shadow, "shadow");
    running = List.copyOf(running);
  }

  /**
   * A version in memory.
   *
   * @param version the version
   * @param isLeaving whether it gets no requests any more, and is closed when its users have left
   * @param users how many calls use it; a moment's value, and not exact
   * @param loadTime how long it took to fetch, load and warm it up
   */
  public record Running(Version version, boolean isLeaving, int users, Duration loadTime) {
    /**
     * Makes the value.
     *
     * @param version the version
     * @param isLeaving whether it gets no requests any more
     * @param users how many calls use it
     * @param loadTime how long it took to make it ready
     */
    public Running {
      Objects.requireNonNull(version, "version");
      Objects.requireNonNull(loadTime, "loadTime");
    }
  }
}
