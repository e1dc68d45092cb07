package dev.versioned;

import dev.versioned.internal.transfer.DownloadRequest;
import dev.versioned.model.DirectoryLimits;
import dev.versioned.model.TransferListener;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Optional settings of a download. Used by one call, in one thread: {@code
 * checkout.download(version, file, d -> d.onProgress(bar))}.
 */
public final class DownloadOptions {
  private @Nullable TransferListener listener;
  private boolean onlyIfAbsent;
  private DirectoryLimits limits = DirectoryLimits.defaults();

  DownloadOptions() {}

  /**
   * Sets a listener that receives the progress of the download.
   *
   * @param listener receives progress events
   * @return these options
   */
  public DownloadOptions onProgress(TransferListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Never replaces a file: if the file exists, even if it was created during the download, the
   * download fails with a {@link java.nio.file.FileAlreadyExistsException} in an {@link
   * java.io.UncheckedIOException}.
   *
   * @return these options
   */
  public DownloadOptions onlyIfAbsent() {
    this.onlyIfAbsent = true;
    return this;
  }

  /**
   * Sets how much {@link Artifact#downloadDirectory} unpacks; other downloads ignore it. Default:
   * {@link DirectoryLimits#defaults}.
   *
   * @param limits the numbers of entries and bytes
   * @return these options
   */
  public DownloadOptions unpackAtMost(DirectoryLimits limits) {
    this.limits = Objects.requireNonNull(limits, "limits");
    return this;
  }

  static DownloadRequest gather(Consumer<DownloadOptions> options) {
    Objects.requireNonNull(options, "options");
    DownloadOptions gathered = new DownloadOptions();
    options.accept(gathered);
    return new DownloadRequest(
        Optional.ofNullable(gathered.listener), gathered.onlyIfAbsent, gathered.limits);
  }
}
