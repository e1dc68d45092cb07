package dev.versioned;

import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;

/**
 * Downloads versions to files. It writes beside the file first: nobody ever sees unverified or
 * half-written bytes under its name.
 */
final class Downloader {
  /**
   * How many ranges are on their way at once, of all downloads: more than lines need, and fewer
   * than clients have connections, so that nothing else waits for one in vain.
   */
  static final int MOST_RANGES = 32;

  private final BlobStore blobs;
  private final Reader reader;
  private final RepositorySettings settings;
  private final Semaphore turns = new Semaphore(MOST_RANGES, true);

  Downloader(BlobStore blobs, Reader reader, RepositorySettings settings) {
    this.blobs = blobs;
    this.reader = reader;
    this.settings = settings;
  }

  void download(Version version, Path file, DownloadOptions options) {
    Path target = file.toAbsolutePath();
    Path directory = target.getParent();
    if (directory == null || Files.isDirectory(target)) {
      throw new IllegalArgumentException(
          "Cannot download " + version + " to " + file + ": it is a directory, name a file in it");
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new IllegalArgumentException(
          "Cannot download "
              + version
              + " to "
              + file
              + ": it is a device or a pipe, which would be replaced; open the version, and write its"
              + " bytes there");
    }
    if (!Files.isDirectory(directory)) {
      throw new IllegalArgumentException(
          "Cannot download " + version + " to " + file + ": there is no directory " + directory);
    }
    TransferMeter meter =
        new TransferMeter(options.listener(), OptionalLong.of(version.sizeBytes()));
    try {
      if (!downloadInRanges(version, directory, target, meter)) {
        downloadWhole(version, directory, target, meter);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot download " + version + " to " + file + ": " + e, e);
    }
    meter.end();
  }

  private void downloadWhole(Version version, Path directory, Path target, TransferMeter meter)
      throws IOException {
    try (InputStream in = meter.counting(reader.open(version), 0)) {
      PartFile part = PartFile.create(directory, version.digest(), version.sizeBytes());
      try {
        copy(in, part, version);
        part.becomes(target);
      } finally {
        part.delete();
      }
    }
  }

  /** Tells a failing store, which is a {@link BackendException}, from a failing disk. */
  private static void copy(InputStream in, PartFile part, Version version) throws IOException {
    byte[] buffer = new byte[128 << 10];
    long at = 0;
    while (true) {
      int read;
      try {
        read = in.read(buffer);
      } catch (IOException e) {
        throw Reader.broken("download " + version, e);
      }
      if (read < 0) {
        return;
      }
      part.write(ByteBuffer.wrap(buffer, 0, read), at);
      at += read;
    }
  }

  /** False if the version is small, or what the store has is not of its size: read it as it is. */
  private boolean downloadInRanges(
      Version version, Path directory, Path target, TransferMeter meter) throws IOException {
    if (version.sizeBytes() <= RangedDownload.RANGE_BYTES) {
      return false;
    }
    BlobInfo blob = blobs.find(version.key()).orElseThrow(() -> Reader.bytesGone(version));
    if (blob.sizeBytes() != version.sizeBytes()) {
      return false;
    }
    while (true) {
      int blocks = RangedDownload.blocks(blob.sizeBytes());
      PartFile part = PartFile.claim(directory, version.digest(), blob.sizeBytes(), blocks);
      Digest actual = fetch(version, blob, part, meter);
      try {
        if (actual.equals(version.digest())) {
          part.becomes(target);
          return true;
        }
      } finally {
        part.delete();
      }
      // What a download before a power failure left need not be what it wrote: once more, all of
      // it.
      if (!part.isResumed()) {
        throw VerifiedStream.corrupt("download " + version, version.digest(), actual);
      }
    }
  }

  /** Keeps what has come if the store fails, and only then. */
  private Digest fetch(Version version, BlobInfo blob, PartFile part, TransferMeter meter)
      throws IOException {
    try {
      return new RangedDownload(blobs, settings, turns, version, blob, part, meter).run();
    } catch (BackendException e) {
      part.close();
      throw e;
    } catch (IOException | RuntimeException | Error e) {
      part.delete();
      throw e;
    }
  }
}
