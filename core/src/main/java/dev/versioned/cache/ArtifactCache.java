package dev.versioned.cache;

import dev.versioned.ArtifactRepository;
import dev.versioned.DownloadOptions;
import dev.versioned.model.Alias;
import dev.versioned.model.BackendException;
import dev.versioned.model.ContentTooLargeException;
import dev.versioned.model.CorruptContentException;
import dev.versioned.model.Digest;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps versions as files in a directory of this host: downloaded once, verified, and shared by all
 * artifacts, threads and processes that use the directory.
 *
 * <p>Files are kept by digest, so that the same bytes are kept once, whatever versions they are of.
 * Of any number of threads and processes that fetch the same bytes at once one downloads, and the
 * others wait for it. A file appears whole and verified, or not at all, also when the process is
 * killed, the power fails or the disk is full; the next fetch goes on with what a large download
 * left. The files that were fetched longest ago are removed to keep the directory within its size.
 *
 * <p>Thread-safe. There is nothing to close: locks are held only while something is downloaded or
 * removed.
 */
public final class ArtifactCache {
  private static final Logger LOG = LoggerFactory.getLogger("dev.versioned.cache");

  /** How often at most, and at least, a directory that holds too much is looked at. */
  private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);

  private static final Duration MOST_PAUSE = Duration.ofHours(1);

  private final ArtifactRepository repository;
  private final CacheDirectory directory;
  private final long maxBytes;
  private final Duration trimPause;
  private final Verification verification;
  private final Set<Digest> verified = ConcurrentHashMap.newKeySet();

  /** Whether the directory held too much when it was looked at, and when to look again. */
  private volatile boolean tooMuch;

  private volatile long trimAtNanos;

  private ArtifactCache(Builder builder) throws IOException {
    this.repository = builder.repository;
    this.directory =
        CacheDirectory.in(
            builder.directory,
            builder.maxBytes,
            builder.grace,
            builder.longestWait,
            new FolderTrust(Optional.ofNullable(builder.group)));
    this.maxBytes = builder.maxBytes;
    Duration pause = builder.grace.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : builder.grace;
    this.trimPause = pause.compareTo(MOST_PAUSE) > 0 ? MOST_PAUSE : pause;
    this.verification = builder.verification;
  }

  /**
   * Starts to describe a cache.
   *
   * @param repository where versions are downloaded from; it must stay open
   * @param directory where to keep them: on a local disk, made if it is not there; used for nothing
   *     else
   * @return a builder
   */
  public static Builder builder(ArtifactRepository repository, Path directory) {
    Objects.requireNonNull(repository, "repository");
    Objects.requireNonNull(directory, "directory");
    return new Builder(repository, directory);
  }

  /** Describes a cache. Used in one thread. */
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
     * Sets how many bytes the directory may hold, downloads under way and those that broke off
     * included; 10 GiB unless set. It holds more only while several downloads that were begun at
     * once do not fit together, and while what was fetched within {@link #keepFor} does not: the
     * end of each download, and a fetch after that time, removes what is too much. All processes
     * that share the directory should set the same.
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
     * Sets for how long a file is safe from being removed after it was last fetched; one minute
     * unless set. Whoever has fetched a path opens it within this time. What was fetched so lately
     * is kept even if the directory holds more than it may.
     *
     * @param grace how long
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public Builder keepFor(Duration grace) {
      Objects.requireNonNull(grace, "grace");
      if (grace.isNegative()) {
        throw new IllegalArgumentException("Cannot keep a fetched file for " + grace);
      }
      this.grace = grace;
      return this;
    }

    /**
     * Sets how long a fetch waits while another thread or process downloads the same bytes, or
     * others that share their lock; 30 minutes unless set. Then it fails with {@link
     * BackendException}.
     *
     * @param longest how long
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public Builder waitAtMost(Duration longest) {
      Objects.requireNonNull(longest, "longest");
      if (longest.isNegative()) {
        throw new IllegalArgumentException("Cannot wait for " + longest);
      }
      this.longestWait = longest;
      return this;
    }

    /**
     * Trusts the members of one group: they may write to the directory and share it. Else a
     * directory that others than its owner may write to is refused. What is made in it is given to
     * that group, which this user must be a member of.
     *
     * @param group the group's name
     * @return this builder
     */
    public Builder trustGroup(String group) {
      this.group = Objects.requireNonNull(group, "group");
      return this;
    }

    /**
     * Sets when files are verified that are on the disk already; {@link Verification#FIRST_FETCH}
     * unless set. What is downloaded is always verified.
     *
     * @param verification when
     * @return this builder
     */
    public Builder verify(Verification verification) {
      Objects.requireNonNull(verification, "verification");
      this.verification = verification;
      return this;
    }

    /**
     * Makes the cache, over what the directory holds already.
     *
     * @return the cache
     * @throws UncheckedIOException if the directory cannot be made, or others may write to it
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
   * Returns the file that holds a version's bytes; downloads them if they are not here. A file that
   * is here and is not what it should be is downloaded again, and replaced. A file that is here is
   * returned without writing to the directory, so that a user who may only read it can use it.
   *
   * @param version any version, of any artifact of the repository
   * @return a file named by its digest, which nobody may change or remove; open it within the time
   *     of {@link Builder#keepFor}
   * @throws ContentTooLargeException if it is not here, and is larger than the whole cache may be
   * @throws NotFoundException if it is not here, and its bytes are gone from the store
   * @throws CorruptContentException if it is not here, and the store does not give its bytes; or
   *     its bytes are of another number than recorded
   * @throws BackendException if it is not here, and the store refuses or fails, the thread is
   *     interrupted, or another has it locked for too long
   * @throws UncheckedIOException if the disk fails, or is full although everything was removed that
   *     may be; where that would not be enough, nothing is removed
   */
  public Path fetch(Version version) {
    return fetch(version, options -> {});
  }

  /**
   * Returns the file that holds a version's bytes, as {@link #fetch(Version)} does, and tells a
   * listener of the download: {@code cache.fetch(version, d -> d.onProgress(bar))}. It is told
   * nothing if the file is here, or somebody else downloads it; and from the beginning again if the
   * download is tried once more, for which a full disk was cleared.
   *
   * @param version any version, of any artifact of the repository
   * @param options says who is told how far the download is
   * @return a file, as {@link #fetch(Version)} gives it
   * @throws ContentTooLargeException if it is not here, and is larger than the whole cache may be
   * @throws NotFoundException if it is not here, and its bytes are gone from the store
   * @throws CorruptContentException if it is not here, and the store does not give its bytes; or
   *     its bytes are of another number than recorded
   * @throws BackendException if it is not here, and the store refuses or fails, the thread is
   *     interrupted, or another has it locked for too long
   * @throws UncheckedIOException if the disk fails, or cannot hold it
   */
  public Path fetch(Version version, Consumer<DownloadOptions> options) {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(options, "options");
    try {
      Optional<Path> here = find(version);
      if (here.isEmpty()) {
        return download(version, options);
      }
      trimIfDue(version);
      return here.get();
    } catch (ClosedByInterruptException | InterruptedException e) {
      Thread.currentThread().interrupt();
      throw BackendException.transientFailure(
          "Cannot fetch " + version + ": the thread was interrupted", e);
    } catch (TimeoutException e) {
      throw BackendException.transientFailure(
          "Cannot fetch " + version + ": " + e.getMessage() + "; make the same call again", e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot fetch " + version + ": " + e, e);
    }
  }

  /**
   * Fetches all versions that an alias points to, so that none of its requests has to wait.
   *
   * @param alias the alias, as it was read
   * @throws RuntimeException as {@link #fetch} does, for the first version that fails
   */
  public void prefetch(Alias alias) {
    Objects.requireNonNull(alias, "alias");
    alias.versions().values().forEach(this::fetch);
    if (alias.versions().isEmpty()) {
      // $LATEST: which version that is the alias does not say.
      fetch(repository.artifact(alias.artifact()).resolve(dev.versioned.model.Latest.LATEST));
    }
  }

  /** Finds a file that is here and is what it should be. */
  private Optional<Path> find(Version version) throws IOException {
    Digest digest = version.digest();
    Optional<Long> sizeBytes = directory.touch(digest);
    if (sizeBytes.isEmpty()) {
      return Optional.empty();
    }
    Path path = directory.path(digest);
    boolean trusted =
        verification == Verification.SIZE
            || (verification == Verification.FIRST_FETCH && verified.contains(digest));
    boolean whole = sizeBytes.get() == version.sizeBytes();
    if ((whole && trusted) || hasDigest(path, digest)) {
      verified.add(digest);
      // rule: right-file-of-a-wrong-record-stays
      if (!whole) {
        // It may be another version's, which is right: it stays.
        throw new CorruptContentException(
            "Cannot fetch "
                + version
                + ": its bytes are "
                + sizeBytes.get()
                + ", not "
                + version.sizeBytes()
                + " as recorded; run fsck",
            digest,
            digest,
            null);
      }
      return Optional.of(path);
    }
    verified.remove(digest);
    return Optional.empty();
  }

  private static boolean hasDigest(Path path, Digest digest) throws IOException {
    try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
      return Digest.of(in).equals(digest);
    }
  }

  private Path download(Version version, Consumer<DownloadOptions> options)
      throws IOException, InterruptedException, TimeoutException {
    if (version.sizeBytes() > maxBytes) {
      throw new ContentTooLargeException(
          "Cannot fetch "
              + version
              + ": its record says "
              + version.sizeBytes()
              + " bytes, and the cache may hold "
              + maxBytes
              + "; make the cache larger, or run fsck if the record is wrong",
          version.sizeBytes(),
          maxBytes);
    }
    try (HostLock lock = directory.lockDownload(version.digest())) {
      LOG.trace("{} is fetched under {}", version, lock);
      Optional<Path> here = find(version);
      if (here.isPresent()) {
        return here.get(); // somebody else downloaded it while this thread waited
      }
      Path path = directory.path(version.digest());
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        LOG.warn("{} in the cache is not what was downloaded; it is downloaded again", path);
      }
      // The size is only recorded: what is there is removed when the bytes are known to be right.
      try {
        // rule: recorded-size-removes-nothing
        repository.artifact(version.artifact()).download(version, path, options);
      } catch (UncheckedIOException e) {
        LOG.warn("{} cannot be written; everything unused is removed to try again", path, e);
        directory.prepare();
        // rule: room-is-made-when-the-disk-is-full
        directory.makeAllRoom(version.digest(), version.sizeBytes());
        repository.artifact(version.artifact()).download(version, path, options);
      }
      FolderTrust.protect(path);
      verified.add(version.digest());
      // rule: cache-is-trimmed-after-each-download
      trim(version);
      return path;
    }
  }

  private void trimIfDue(Version version) {
    if (tooMuch && System.nanoTime() - trimAtNanos >= 0) {
      trim(version);
    }
  }

  /**
   * Removes what is too much; what may not go yet, later. What was fetched is good all the same.
   */
  private void trim(Version fetched) {
    boolean within = false;
    try {
      within = directory.trim(fetched.digest());
    } catch (IOException | TimeoutException e) {
      LOG.warn("the cache may hold more than it should", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    trimAtNanos = System.nanoTime() + trimPause.toNanos();
    tooMuch = !within;
  }
}
