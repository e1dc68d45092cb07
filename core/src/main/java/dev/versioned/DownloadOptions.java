package dev.versioned;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can be said about a download. Used by one call, in one thread: {@code
 * checkout.download(version, file, d -> d.onProgress(bar))}.
 */
public final class DownloadOptions {
  private @Nullable TransferListener listener;

  DownloadOptions() {}

  /**
   * Tells a listener how far the download is.
   *
   * @param listener is told
   * @return these options
   */
  public DownloadOptions onProgress(TransferListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  Optional<TransferListener> listener() {
    return Optional.ofNullable(listener);
  }
}
