package dev.versioned.model;

/**
 * Is told how far a long transfer is: an upload by {@link dev.versioned.PublishOptions#onProgress},
 * a download by {@link dev.versioned.DownloadOptions#onProgress}.
 *
 * <p>It is called at the start, at most ten times a second, and at the end of a transfer that
 * succeeds; by the threads that transfer, but never by two at once, and never with fewer bytes than
 * before. It should return soon, since it holds them up. What it throws is logged, and does not
 * stop the transfer.
 */
@FunctionalInterface
public interface TransferListener {
  /**
   * Is told how far the transfer is.
   *
   * @param progress what is done, and how fast
   */
  void onProgress(TransferProgress progress);
}
