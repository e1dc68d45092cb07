package dev.versioned.model;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The progress of a transfer.
 *
 * @param doneBytes how many bytes have been sent to the network or received from it, including
 *     those that an interrupted earlier transfer left
 * @param totalBytes the total number of bytes; empty for a stream of unknown length
 * @param elapsed how long this transfer has been running
 * @param bytesPerSecond the rate of the last few seconds; 0 if it is not known yet
 */
public record TransferProgress(
    long doneBytes, OptionalLong totalBytes, Duration elapsed, long bytesPerSecond) {
  /**
   * Makes the value.
   *
   * @param doneBytes how many bytes have been sent to the network or received from it, including
   *     those that an interrupted earlier transfer left
   * @param totalBytes the total number of bytes; empty for a stream of unknown length
   * @param elapsed how long this transfer has been running
   * @param bytesPerSecond the rate of the last few seconds; 0 if it is not known yet
   */
  public TransferProgress {
    Objects.requireNonNull(totalBytes, "totalBytes");
    Objects.requireNonNull(elapsed, "elapsed");
  }

  /**
   * Estimates how long the rest will take, at the rate of the last few seconds.
   *
   * @return the remaining time; empty if the length or the rate is not known
   */
  public Optional<Duration> remaining() {
    if (totalBytes.isEmpty()) {
      return Optional.empty();
    }
    long left = totalBytes.getAsLong() - doneBytes;
    if (left == 0) {
      return Optional.of(Duration.ZERO);
    }
    return bytesPerSecond == 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis((long) (1000.0 * left / bytesPerSecond)));
  }
}
