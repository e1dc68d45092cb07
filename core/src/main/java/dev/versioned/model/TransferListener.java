package dev.versioned.model;

/**
 * Receives the progress of a long transfer: an upload from {@link
 * dev.versioned.PublishOptions#onProgress}, a download from {@link
 * dev.versioned.DownloadOptions#onProgress}.
 *
 * <p>It is called at the start, at most ten times a second, and at the end of a successful
 * transfer. The transferring threads call it, but never two at the same time, and never with fewer
 * bytes than before. It should return quickly, because it blocks them. Its exceptions are logged,
 * and do not stop the transfer.
 */
@FunctionalInterface
public interface TransferListener {
  /**
   * Receives the progress of the transfer.
   *
   * @param progress the progress, and the rate
   */
  void onProgress(TransferProgress progress);
}
