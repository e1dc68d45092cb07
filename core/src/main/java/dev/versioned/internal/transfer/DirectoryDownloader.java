package dev.versioned.internal.transfer;

import dev.versioned.internal.directory.Staging;
import dev.versioned.internal.directory.Trees;
import dev.versioned.model.BackendException;
import dev.versioned.model.ContentTooLargeException;
import dev.versioned.model.DirectoryLimits;
import dev.versioned.model.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/** Downloads archives and unpacks them next to the target, which appears whole or not at all. */
public final class DirectoryDownloader {
  /** What an entry may take in an archive in addition to its bytes. */
  private static final long MOST_HEADER_BYTES = 8 << 10;

  private final Downloader downloader;
  private final Executor executor;

  public DirectoryDownloader(Downloader downloader, Executor executor) {
    this.downloader = downloader;
    this.executor = executor;
  }

  public void download(Version version, Path directory, DownloadRequest request) {
    Path target = target(directory);
    Path parent = target.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new IllegalArgumentException(
          "Cannot unpack " + version + " to " + directory + ": there is no directory " + parent);
    }
    checkSize(version, request.limits());
    try {
      if (!Trees.isEmptyOrMissing(target)) {
        throw new FileAlreadyExistsException(target.toString());
      }
      try (Staging staging = Staging.in(parent)) {
        Path archive = staging.resolve("archive");
        downloader.download(version, archive, request);
        staging.unpack(version.toString(), archive, target, request.limits(), made -> {}, executor);
      }
    } catch (ClosedByInterruptException e) {
      Thread.currentThread().interrupt();
      throw BackendException.transientFailure(
          "Cannot unpack " + version + ": the thread was interrupted", e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unpack " + version + " to " + directory + ": " + e, e);
    }
  }

  /** Returns the path under which a directory can be made or replaced, which {@code .} is not. */
  private static Path target(Path directory) {
    try {
      return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
          ? directory.toRealPath()
          : directory.toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unpack to " + directory + ": " + e, e);
    }
  }

  static void checkSize(Version version, DirectoryLimits limits) {
    long most = limits.bytes() + MOST_HEADER_BYTES * limits.entries();
    if (most >= 0 && version.sizeBytes() > most) {
      throw new ContentTooLargeException(
          "Cannot unpack "
              + version
              + ": its archive has "
              + version.sizeBytes()
              + " bytes, and "
              + limits.entries()
              + " entries and "
              + limits.bytes()
              + " bytes are allowed; allow more",
          version.sizeBytes(),
          most);
    }
  }
}
