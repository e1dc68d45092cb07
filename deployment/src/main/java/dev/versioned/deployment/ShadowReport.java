package dev.versioned.deployment;

/**
 * What shadow mode has seen since the deployment started.
 *
 * @param equal answers of a new version that were equal to those of the version with traffic
 * @param different answers that were not
 * @param failed requests for which the new version threw an exception, or could not be compared
 * @param skipped requests that were not given to it, because it had as many as allowed
 */
public record ShadowReport(long equal, long different, long failed, long skipped) {
  static final ShadowReport NONE = new ShadowReport(0, 0, 0, 0);
}
