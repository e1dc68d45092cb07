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
 * Downloads versions to files. The bytes go to a part file in the same directory first: no one ever
 * sees unverified or half-written bytes under the file's name.
 *
 * <p>The caller's thread only waits. Interrupting a thread closes the file that it uses, but does
 * not end a read from the network, so both run on threads that are never interrupted.
 */
public final class Downloader {
  /**
   * How many ranges of all downloads are fetched at the same time: more than a network line needs,
   * and fewer than clients have connections, so that other calls always get one.
   */
  static final int MOST_RANGES = 32;

  /**
   * How long an interrupted caller waits for its workers, so that the next download finds the part
   * file unlocked.
   */
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

  /** One download: the version, the file, and what cancels it. */
  private record Task(
      Version version,
      Path directory,
      Path target,
      boolean onlyIfAbsent,
      TransferMeter meter,
      Cancellation cancellation) {
    /** Gives the part file its final name. */
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
    reader.checkTrust(version);
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
    FutureTask<Void> worker =
        new FutureTask<>(
            () -> {
              run(task);
              return null;
            });
    settings.environment().executor().execute(worker);
    try {
      worker.get();
    } catch (ExecutionException e) {
      if (Failures.cause(e) instanceof IOException io) {
        throw io;
      }
      throw Failures.rethrown(e);
    } catch (InterruptedException e) {
      BackendException interrupted = RangedDownload.interrupted(task.version(), e);
      task.cancellation().cancel(interrupted);
      boolean done = endsSoon(worker);
      Thread.currentThread().interrupt();
      if (!done) {
        throw interrupted;
      }
    }
  }

  /**
   * Waits for the cancelled download to end. A request that has no answer yet cannot be cancelled;
   * it ends with the client's timeout, and then releases the file.
   *
   * @return whether the download completed anyway
   */
  private static boolean endsSoon(FutureTask<Void> worker) {
    try {
      worker.get(FAREWELL.toNanos(), TimeUnit.NANOSECONDS);
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

  /** Copies; a failing store, unlike a failing disk, is a {@link BackendException}. */
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

  /** Reads an object whose size is not the version's, to find out its digest; creates no file. */
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

  /** Returns false if the version is small, and must be read as a whole. */
  private boolean downloadInRanges(Task task) throws IOException {
    Version version = task.version();
    if (version.sizeBytes() <= Ranges.RANGE_BYTES) {
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
      // A part file from before a power failure may hold other bytes: once more from the start.
      if (!part.isResumed()) {
        throw VerifiedStream.corrupt("download " + version, version.digest(), actual);
      }
    }
  }

  /** Keeps the part file if the store fails, or the caller is interrupted, and only then. */
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
