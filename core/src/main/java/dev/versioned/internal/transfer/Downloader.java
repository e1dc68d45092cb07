package dev.versioned.internal.transfer;

import dev.versioned.internal.Failures;
import dev.versioned.internal.Log;
import dev.versioned.internal.settings.Settings;
import dev.versioned.model.BackendException;
import dev.versioned.model.Digest;
import dev.versioned.model.Version;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Downloads versions to files. It writes beside the file first: nobody ever sees unverified or
 * half-written bytes under its name.
 *
 * <p>The caller's thread only waits. An interrupt closes the file that its thread is at, and does
 * not end a read from the network: so threads that nobody interrupts do both.
 */
public final class Downloader {
  /**
   * How many ranges are on their way at once, of all downloads: more than lines need, and fewer
   * than clients have connections, so that nothing else waits for one in vain.
   */
  static final int MOST_RANGES = 32;

  /** How long who is interrupted waits for what is under way, so that the next finds it free. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final BlobStore blobs;
  private final VersionBytes reader;
  private final Settings settings;
  private final Semaphore turns = new Semaphore(MOST_RANGES, true);

  public Downloader(BlobStore blobs, VersionBytes reader, Settings settings) {
    this.blobs = blobs;
    this.reader = reader;
    this.settings = settings;
  }

  /** One download: what comes, to where, and what ends it. */
  private record Task(
      Version version,
      Path directory,
      Path target,
      boolean onlyIfAbsent,
      TransferMeter meter,
      Cancellation cancellation) {
    /** Gives what has come its name. */
    void finish(PartFile part) throws IOException {
      part.becomes(target, onlyIfAbsent);
    }
  }

  public void download(Version version, Path file, DownloadRequest request) {
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
        new TransferMeter(request.listener(), OptionalLong.of(version.sizeBytes()));
    try {
      if (request.onlyIfAbsent() && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(target.toString());
      }
      await(
          new Task(version, directory, target, request.onlyIfAbsent(), meter, new Cancellation()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot download " + version + " to " + file + ": " + e, e);
    }
    meter.end();
  }

  private void await(Task task) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw RangedDownload.interrupted(task.version(), null);
    }
    FutureTask<Void> beside =
        new FutureTask<>(
            () -> {
              run(task);
              return null;
            });
    settings.environment().executor().execute(beside);
    try {
      beside.get();
    } catch (ExecutionException e) {
      if (Failures.cause(e) instanceof IOException io) {
        throw io;
      }
      throw Failures.rethrown(e);
    } catch (InterruptedException e) {
      BackendException interrupted = RangedDownload.interrupted(task.version(), e);
      task.cancellation().cancel(interrupted);
      boolean done = endsSoon(beside);
      Thread.currentThread().interrupt();
      if (!done) {
        throw interrupted;
      }
    }
  }

  /**
   * Waits for what was told to end: what waits for the store's answer cannot be reached, and ends
   * with the client's time-out; then it lets the file go.
   *
   * @return whether it was done nevertheless
   */
  private static boolean endsSoon(FutureTask<Void> beside) {
    try {
      beside.get(FAREWELL.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      Log.TRANSFER.debug("an interrupted download", e);
      return false;
    }
  }

  private void run(Task task) throws IOException {
    if (!downloadInRanges(task)) {
      downloadWhole(task);
    }
  }

  private void downloadWhole(Task task) throws IOException {
    Version version = task.version();
    try (InputStream in =
        task.cancellation().guard(task.meter().counting(reader.open(version), 0))) {
      PartFile part = PartFile.claim(task.directory(), version.digest(), version.sizeBytes());
      try {
        // rule: bytes-are-verified-before-the-name
        copy(in, part, version);
        // The stream had the digest; the file must have it, too.
        Digest actual = part.digest();
        if (!actual.equals(version.digest())) {
          throw VerifiedStream.corrupt("download " + version, version.digest(), actual);
        }
        // rule: verified-file-gets-its-name
        task.finish(part);
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
        throw VersionBytes.broken("download " + version, e);
      }
      if (read < 0) {
        return;
      }
      part.write(ByteBuffer.wrap(buffer, 0, read), at);
      at += read;
    }
  }

  /**
   * Reads what cannot be the version, since the store has another number of bytes, until it is
   * known what it is; no file is made.
   */
  private static BackendException otherSize(VersionBytes reader, Task task, BlobInfo blob)
      throws IOException {
    Version version = task.version();
    try (InputStream in = task.cancellation().guard(reader.open(version))) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw VersionBytes.broken("download " + version, e);
    }
    return BackendException.transientFailure(
        "Cannot download "
            + version
            + ": the store says that it has "
            + blob.sizeBytes()
            + " bytes, and sent "
            + version.sizeBytes()
            + "; make the same call again",
        null);
  }

  /** False if the version is small: read it as a whole. */
  private boolean downloadInRanges(Task task) throws IOException {
    Version version = task.version();
    if (version.sizeBytes() <= RangedDownload.RANGE_BYTES) {
      return false;
    }
    BlobInfo blob = blobs.find(version.key()).orElseThrow(() -> reader.bytesGone(version));
    if (blob.sizeBytes() != version.sizeBytes()) {
      throw otherSize(reader, task, blob);
    }
    while (true) {
      PartFile part = PartFile.claim(task.directory(), version.digest(), blob.sizeBytes());
      Digest actual = fetch(task, blob, part);
      try {
        // rule: download-of-another-digest-is-thrown-away
        if (actual.equals(version.digest())) {
          task.finish(part);
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

  /** Keeps what has come if the store fails, or the caller is interrupted, and only then. */
  private Digest fetch(Task task, BlobInfo blob, PartFile part) throws IOException {
    try {
      return new RangedDownload(
              blobs,
              reader,
              settings,
              turns,
              task.version(),
              blob,
              part,
              task.meter(),
              task.cancellation())
          .run();
    } catch (BackendException e) {
      // rule: interrupted-download-is-kept
      part.close();
      throw e;
    } catch (IOException | RuntimeException | Error e) {
      part.delete();
      throw e;
    }
  }
}
