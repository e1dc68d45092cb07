package dev.versioned.cache;

import dev.versioned.ArtifactRepository;
import dev.versioned.DownloadOptions;
import dev.versioned.internal.Periods;
import dev.versioned.internal.host.FolderTrust;
import dev.versioned.internal.host.HostLock;
import dev.versioned.model.Alias;
import dev.versioned.model.BackendException;
import dev.versioned.model.ContentTooLargeException;
import dev.versioned.model.CorruptContentException;
import dev.versioned.model.Digest;
import dev.versioned.model.DirectoryLimits;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.UntrustedVersionException;
import dev.versioned.model.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

// Over 300 lines: a few lines of code for each setting and call, the rest is Javadoc.
/**
 * Keeps versions as files in a directory of this host: downloaded once, verified, and shared by all
 * artifacts, threads and processes that use the directory.
 *
 * <p>Files are kept by digest, so that bytes that several versions share are kept once. If several
 * threads and processes fetch the same bytes at the same time, one downloads them and the others
 * wait for it. A file appears whole and verified, or not at all, even if the process is killed, the
 * power fails or the disk is full; the next fetch continues an interrupted large download. The
 * least recently fetched files are evicted to keep the directory within its size.
 *
 * <p>Thread-safe. Locks are held only during downloads and evictions, so there is no close method.
 */
public final class ArtifactCache {
  private static final Logger LOG = LoggerFactory.getLogger("dev.versioned.cache");

  private final ArtifactRepository repository;
  private final CacheDirectory directory;
  private final VerifiedFiles files;
  private final Verification verification;
  private final Trimmer trimmer;
  private final LongAdder hits = new LongAdder();
  private final LongAdder downloads = new LongAdder();
  private final LongAdder downloadedBytes = new LongAdder();
  private final LongAdder failures = new LongAdder();

  private ArtifactCache(Builder builder) throws IOException {
    this.repository = builder.repository;
    this.directory =
        CacheDirectory.in(
            builder.directory,
            builder.maxBytes,
            builder.grace,
            builder.longestWait,
            new FolderTrust(Optional.ofNullable(builder.group)));
    this.verification = builder.verification;
    this.files = new VerifiedFiles(directory, builder.verification);
    this.trimmer = new Trimmer(directory, builder.grace);
  }

  /**
   * Returns a builder.
   *
   * @param repository where versions are downloaded from; it must stay open
   * @param directory where to keep them, on a local disk; created if it does not exist, and used
   *     for nothing else
   * @return a builder
   */
  public static Builder builder(ArtifactRepository repository, Path directory) {
    Objects.requireNonNull(repository, "repository");
    Objects.requireNonNull(directory, "directory");
    return new Builder(repository, directory);
  }

  /** Builds a cache. Not thread-safe. */
  public static final class Builder {
    private final ArtifactRepository repository;
    private final Path directory;
    private long maxBytes = 10L << 30;
    private Duration grace = Duration.ofMinutes(1);
    private Duration longestWait = Duration.ofMinutes(30);
    private @Nullable String group;
    private Verification verification = Verification.FIRST_FETCH;

    private Builder(ArtifactRepository repository, Path directory) {
      this.repository = repository;
      this.directory = directory;
    }

    /**
     * Sets how many bytes the directory may hold, running and interrupted downloads included.
     * Default: 10 GiB. It holds more only while several downloads that started at the same time do
     * not fit together, or while the files fetched within {@link #keepFor} do not: the end of each
     * download, and a fetch after that time, evicts the excess. All processes that share the
     * directory should set the same limit.
     *
     * @param maxBytes at least 1
     * @return this builder
     * @throws IllegalArgumentException if it is less
     */
    public Builder maxBytes(long maxBytes) {
      if (maxBytes < 1) {
        throw new IllegalArgumentException("Cannot keep " + maxBytes + " bytes in a cache");
      }
      this.maxBytes = maxBytes;
      return this;
    }

    /**
     * Sets how long a file is safe from eviction after it was last fetched. Default: one minute.
     * Open a fetched path within this time. Files fetched that recently are kept even if the
     * directory holds more than {@link #maxBytes}.
     *
     * @param grace how long
     * @return this builder
     * @throws IllegalArgumentException if it is negative or longer than 36,500 days
     */
    public Builder keepFor(Duration grace) {
      Objects.requireNonNull(grace, "grace");
      this.grace = Periods.check("a time to keep fetched files", grace);
      return this;
    }

    /**
     * Sets how long a fetch waits while another thread or process downloads the same bytes, or
     * others that share their lock; then it fails with {@link BackendException}. Default: 30
     * minutes.
     *
     * @param longest how long
     * @return this builder
     * @throws IllegalArgumentException if it is negative or longer than 36,500 days
     */
    public Builder waitAtMost(Duration longest) {
      Objects.requireNonNull(longest, "longest");
      this.longestWait = Periods.check("a wait for another download", longest);
      return this;
    }

    /**
     * Trusts the members of one group: they may write to the directory and share it. Without this,
     * a directory that users other than its owner may write to is refused. New files and folders
     * get this group, which this user must be a member of.
     *
     * @param group the group's name
     * @return this builder
     */
    public Builder trustGroup(String group) {
      this.group = Objects.requireNonNull(group, "group");
      return this;
    }

    /**
     * Sets when files that exist already are verified. Default: {@link Verification#FIRST_FETCH}.
     * Downloads are always verified.
     *
     * @param verification when
     * @return this builder
     */
    public Builder verify(Verification verification) {
      this.verification = Objects.requireNonNull(verification, "verification");
      return this;
    }

    /**
     * Opens the cache, with the files that the directory holds already.
     *
     * @return the cache
     * @throws UncheckedIOException if the directory cannot be created, or others may write to it
     */
    public ArtifactCache build() {
      try {
        return new ArtifactCache(this);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot open the cache in " + directory + ": " + e, e);
      }
    }
  }

  /**
   * Returns the file that holds a version's bytes; downloads them if it does not exist. A file with
   * other bytes is downloaded again, and replaced. A file that exists is returned without writing
   * to the directory, so that a user who may only read it can use it.
   *
   * @param version any version, of any artifact of the repository
   * @return a file named by its digest; do not change or remove it, and open it within the time of
   *     {@link Builder#keepFor}
   * @throws UntrustedVersionException if it is not signed as the repository's policy demands
   * @throws ContentTooLargeException if it must be downloaded, and is larger than the whole cache
   *     may be
   * @throws NotFoundException if it must be downloaded, and its bytes are gone from the store
   * @throws CorruptContentException if it must be downloaded, and the store returns other bytes or
   *     none; or the number of its bytes is not the recorded one
   * @throws BackendException if it must be downloaded, and the store refuses or fails, the thread
   *     is interrupted, or another thread or process holds the lock for too long
   * @throws UncheckedIOException if the disk fails, or is full after all files that may be evicted
   *     were evicted; if that would not be enough, none is evicted
   */
  public Path fetch(Version version) {
    return fetch(version, options -> {});
  }

  /**
   * Returns the file that holds a version's bytes, as {@link #fetch(Version)} does, and reports the
   * progress of the download: {@code cache.fetch(version, d -> d.onProgress(bar))}. The listener is
   * not called if the file exists, or another thread or process downloads it; it starts from zero
   * again if the download is repeated after room was made on a full disk.
   *
   * @param version any version, of any artifact of the repository
   * @param options optional settings: a progress listener
   * @return the file, as {@link #fetch(Version)} returns it
   * @throws RuntimeException as {@link #fetch(Version)} does
   */
  public Path fetch(Version version, Consumer<DownloadOptions> options) {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(options, "options");
    boolean fetched = false;
    try {
      Path path = find(version, options);
      fetched = true;
      return path;
    } finally {
      if (!fetched) {
        failures.increment();
      }
    }
  }

  private Path find(Version version, Consumer<DownloadOptions> options) {
    // rule: file-in-the-cache-is-of-a-trusted-version
    repository.artifact(version.artifact()).requireTrusted(version);
    try {
      Optional<Path> here = files.find(version);
      if (here.isEmpty()) {
        return download(version, options);
      }
      hits.increment();
      trimmer.trimIfDue(version.digest());
      return here.get();
    } catch (ClosedByInterruptException | InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(version, "the thread was interrupted", e);
    } catch (TimeoutException e) {
      throw failed(version, e.getMessage() + "; make the same call again", e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot fetch " + version + ": " + e, e);
    }
  }

  /**
   * Fetches a version, as {@link #fetch(Version)} does, and keeps its file from being evicted, by
   * any process that uses the directory, until the result is closed. Pinned files count for {@link
   * Builder#maxBytes}, and a directory that holds nothing else may exceed it.
   *
   * <p>A process that may only read the directory cannot pin: then a warning is logged, and the
   * file may be evicted after {@link Builder#keepFor}.
   *
   * @param version any version, of any artifact of the repository
   * @return the file; the caller closes it
   * @throws RuntimeException as {@link #fetch(Version)} does
   */
  public PinnedFile pin(Version version) {
    Objects.requireNonNull(version, "version");
    // Pinned before it is fetched, so that no eviction comes between the two.
    Runnable release = pin(version.digest(), version);
    try {
      return new PinnedFile(fetch(version), release);
    } catch (RuntimeException | Error e) {
      release.run();
      throw e;
    }
  }

  /**
   * Returns the directory that a version was published from; see {@link #pinDirectory(Version,
   * DirectoryLimits)}.
   *
   * @param version a version of {@link dev.versioned.Content#directory}
   * @return the directory; the caller closes it
   * @throws RuntimeException as {@link #pinDirectory(Version, DirectoryLimits)} does
   */
  public PinnedFile pinDirectory(Version version) {
    return pinDirectory(version, DirectoryLimits.defaults());
  }

  /**
   * Returns the directory that a version was published from: its archive is fetched and pinned, as
   * {@link #pin} does, and unpacked once, for all threads and processes that use the cache. It
   * appears whole, or not at all, and is verified as often as {@link Builder#verify} says, by
   * packing it again. It is evicted together with its archive, not before the result is closed, and
   * counts as many bytes again as the archive.
   *
   * @param version a version of {@link dev.versioned.Content#directory}
   * @param limits how much to unpack, if it is not unpacked yet
   * @return the directory; do not change it; the caller closes it
   * @throws IllegalArgumentException if the version was not published from a directory
   * @throws dev.versioned.model.UnsafeArchiveException if the archive is damaged, contains what is
   *     not allowed, or exceeds the limits
   * @throws RuntimeException as {@link #fetch(Version)} does
   */
  public PinnedFile pinDirectory(Version version, DirectoryLimits limits) {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(limits, "limits");
    if (!version.isDirectory()) {
      throw new IllegalArgumentException(
          "Cannot unpack "
              + version
              + " in the cache: it was not published from a directory; download and unpack it");
    }
    PinnedFile archive = pin(version);
    try {
      return new PinnedFile(unpacked(version, archive.path(), limits), archive::close);
    } catch (RuntimeException | Error e) {
      archive.close();
      throw e;
    }
  }

  private Path unpacked(Version version, Path archive, DirectoryLimits limits) {
    try {
      Optional<Path> here = directory.trees().find(version, verification);
      if (here.isPresent()) {
        return here.get();
      }
      try (HostLock lock = directory.lockDownload(version.digest())) {
        LOG.trace("{} is unpacked under {}", version, lock);
        Optional<Path> elsewhere = directory.trees().find(version, verification);
        if (elsewhere.isPresent()) {
          return elsewhere.get(); // unpacked while this thread waited
        }
        Path made = directory.trees().unpack(version, archive, limits);
        trimmer.trim(version.digest());
        return made;
      }
    } catch (ClosedByInterruptException | InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(version, "the thread was interrupted", e);
    } catch (TimeoutException e) {
      throw failed(version, e.getMessage() + "; make the same call again", e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unpack " + version + " in the cache: " + e, e);
    }
  }

  private Runnable pin(Digest digest, Version version) {
    try {
      return directory.pins().add(digest) ? () -> directory.pins().remove(digest) : () -> {};
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(version, "the thread was interrupted", e);
    }
  }

  private static BackendException failed(Version version, String reason, Exception e) {
    return BackendException.transientFailure("Cannot fetch " + version + ": " + reason, e);
  }

  /**
   * Fetches all versions that an alias points to, so that no request has to wait for a download.
   *
   * @param alias the alias, as it was read
   * @throws RuntimeException as {@link #fetch} does, for the first version that fails
   */
  public void prefetch(Alias alias) {
    Objects.requireNonNull(alias, "alias");
    alias.versions().values().forEach(this::fetch);
    if (alias.versions().isEmpty()) {
      // $LATEST: the alias does not say which version that is.
      fetch(repository.artifact(alias.artifact()).resolve(dev.versioned.model.Latest.LATEST));
    }
  }

  /**
   * Returns what this cache has done since it was opened: for metrics. Other processes that use the
   * directory are not counted.
   *
   * @return the counts, each read at a slightly different time
   */
  public CacheStats stats() {
    return new CacheStats(hits.sum(), downloads.sum(), downloadedBytes.sum(), failures.sum());
  }

  private Path download(Version version, Consumer<DownloadOptions> options)
      throws IOException, InterruptedException, TimeoutException {
    if (version.sizeBytes() > directory.maxBytes()) {
      throw new ContentTooLargeException(
          "Cannot fetch "
              + version
              + ": its record says "
              + version.sizeBytes()
              + " bytes, and the cache may hold "
              + directory.maxBytes()
              + "; make the cache larger, or run fsck if the record is wrong",
          version.sizeBytes(),
          directory.maxBytes());
    }
    try (HostLock lock = directory.lockDownload(version.digest())) {
      LOG.trace("{} is fetched under {}", version, lock);
      Path path = directory.path(version.digest());
      if (files.find(version).isPresent()) {
        hits.increment();
        return path; // downloaded elsewhere while this thread waited
      }
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        LOG.warn("{} in the cache has other bytes; it is downloaded again", path);
      }
      // The record's size may be wrong: files are evicted only once the bytes are verified.
      try {
        // rule: recorded-size-removes-nothing
        repository.artifact(version.artifact()).download(version, path, options);
      } catch (UncheckedIOException e) {
        LOG.warn("{} cannot be written; evicting all unused files to try again", path, e);
        directory.prepare();
        // rule: room-is-made-when-the-disk-is-full
        directory.makeAllRoom(version.digest(), version.sizeBytes());
        repository.artifact(version.artifact()).download(version, path, options);
      }
      FolderTrust.protect(path);
      files.add(version.digest());
      downloads.increment();
      downloadedBytes.add(version.sizeBytes());
      // rule: cache-is-trimmed-after-each-download
      trimmer.trim(version.digest());
      return path;
    }
  }
}
