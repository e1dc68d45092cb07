package dev.versioned.internal.live;

import dev.versioned.internal.Log;
import dev.versioned.internal.host.FolderTrust;
import dev.versioned.internal.host.HostLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The turns of the processes of one host at reading one alias. When the next one is due is the
 * modification time of the lock file. The lock is held to take a turn, and to write what was read,
 * never while a store is asked; the operating system releases it when its process dies.
 *
 * <p>Used by one thread at a time, and closed by any.
 */
final class HostTurns implements AutoCloseable {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
  private static final FolderTrust TRUST = new FolderTrust(Optional.empty());

  private final Path file;
  private final HostPace pace;

  /** Not a monitor: a virtual thread may write the state to its file while it holds this. */
  private final Lock using = new ReentrantLock();

  private boolean closed;
  private boolean failed;
  private Optional<Instant> heldSince = Optional.empty();

  /**
   * Makes the turns.
   *
   * @param file the lock file
   * @param pace when this process looks and reads
   */
  HostTurns(Path file, HostPace pace) {
    this.file = file;
    this.pace = pace;
  }

  /** Creates the folder if it does not exist, and refuses it if other users may write to it. */
  static void prepare(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      Path parent = folder.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
    }
    // rule: folder-of-others-is-not-shared
    TRUST.prepare(folder);
  }

  /**
   * Takes the turn if it is due, or sets when the first one is.
   *
   * @return whether this process is to read now
   * @throws IOException if the file cannot be used, or another process does not release its lock
   */
  boolean take() throws IOException {
    Optional<Instant> known = due();
    if (pace.at(Instant.now(), known, failed).due().isEmpty()) {
      heldSince = Optional.empty();
      return false;
    }
    using.lock();
    try {
      return !closed && take(known);
    } finally {
      using.unlock();
    }
  }

  private boolean take(Optional<Instant> known) throws IOException {
    prepare(folder());
    try (HostLock lock = lock(file, Duration.ZERO)) {
      Log.LIVE.trace("looking for a turn under {}", lock);
      Instant now = Instant.now();
      // A file that did not exist has the time of its creation.
      HostPace.Turn turn = pace.at(now, known.isEmpty() ? known : due(), failed);
      if (turn.due().isPresent()) {
        times(file).setTimes(FileTime.from(turn.due().get()), null, null);
      }
      heldSince = Optional.empty();
      return turn.reads();
    } catch (TimeoutException e) {
      checkHeld(e);
      return false;
    }
  }

  /** Other processes hold the lock for moments only. */
  private void checkHeld(TimeoutException e) throws IOException {
    Instant now = Instant.now();
    Instant since = heldSince.orElse(now);
    heldSince = Optional.of(since);
    if (Duration.between(since, now).compareTo(pace.patience()) > 0) {
      throw new IOException("another process has held " + file + " since " + since, e);
    }
  }

  /** Records whether the read of this process's last turn failed. */
  void ended(boolean asFailed) {
    failed = asFailed;
  }

  /** An action on files. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  /** Runs an action while no other process of the host does; does nothing after {@link #close}. */
  void alone(Action action) throws IOException {
    using.lock();
    try {
      if (!closed) {
        locked(action);
      }
    } finally {
      using.unlock();
    }
  }

  private void locked(Action action) throws IOException {
    prepare(folder());
    try (HostLock lock = lock(file, LONGEST_WAIT)) {
      Log.LIVE.trace("writing under {}", lock);
      action.run();
    } catch (TimeoutException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * Ends the turns of this process, and waits for what it writes: it changes no file after this.
   */
  @Override
  public void close() {
    using.lock();
    try {
      closed = true;
    } finally {
      using.unlock();
    }
  }

  /** Waits for a lock that only the users trusted with the folder can take. */
  static HostLock lock(Path file, Duration longest) throws IOException, TimeoutException {
    try {
      return HostLock.acquire(file, TRUST.prepareLock(file), longest);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the thread was interrupted", e);
    }
  }

  private Optional<Instant> due() throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return Optional.of(attributes.lastModifiedTime().toInstant());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private Path folder() {
    return Objects.requireNonNull(file.getParent());
  }

  private static BasicFileAttributeView times(Path file) {
    return Files.getFileAttributeView(
        file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }
}
