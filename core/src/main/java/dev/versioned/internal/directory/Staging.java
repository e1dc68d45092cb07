package dev.versioned.internal.directory;

import dev.versioned.internal.Log;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

/**
 * A hidden directory next to the one that it becomes a part of, which only this user can read. Its
 * process holds a lock in it: those of processes that are dead are removed by the next.
 */
public final class Staging implements Closeable {
  private static final String PREFIX = ".versioned-unpacking-";

  /** A directory whose process died before it made the lock. */
  private static final Duration MOST_AGE_WITHOUT_LOCK = Duration.ofHours(1);

  private final Path folder;
  private final FileChannel lock;

  private Staging(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /** Makes a directory in another one, and removes those of dead processes there. */
  public static Staging in(Path parent) throws IOException {
    removeDead(parent);
    while (true) {
      Path folder = Files.createTempDirectory(parent, PREFIX);
      FileChannel lock =
          FileChannel.open(lockOf(folder), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Staging made = new Staging(folder, lock);
      if (made.isLocked()) {
        return made;
      }
      made.close();
    }
  }

  private static Path lockOf(Path folder) {
    return folder.resolve("lock");
  }

  /** False if another process found it before it was locked, and removes it. */
  private boolean isLocked() {
    try {
      return lock.tryLock() != null && Files.exists(lockOf(folder));
    } catch (IOException e) {
      Log.TRANSFER.debug("{} cannot be locked: no one else can lock it, either", folder, e);
      return true;
    }
  }

  private static void removeDead(Path parent) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path folder : all) {
        try {
          removeIfDead(folder);
        } catch (IOException | OverlappingFileLockException e) {
          Log.TRANSFER.debug("{} is another user's, or in use", folder, e);
        }
      }
    }
  }

  private static void removeIfDead(Path folder) throws IOException {
    if (!Files.exists(lockOf(folder), LinkOption.NOFOLLOW_LINKS)) {
      FileTime made = Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS);
      if (made.toInstant().isBefore(Instant.now().minus(MOST_AGE_WITHOUT_LOCK))) {
        Trees.remove(folder);
      }
      return;
    }
    try (FileChannel lock =
        FileChannel.open(lockOf(folder), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      // rule: only-a-dead-unpacking-is-removed
      if (lock.tryLock() != null) {
        Trees.remove(folder);
      }
    }
  }

  /** Returns a path in the directory. */
  public Path resolve(String name) {
    return folder.resolve(name);
  }

  /**
   * Gives a directory in this one its final name, atomically.
   *
   * @throws java.nio.file.FileSystemException if the name is in use, but for an empty directory
   */
  public void become(Path made, Path target) throws IOException {
    Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes the directory. */
  @Override
  public void close() {
    try {
      Trees.remove(folder);
    } catch (IOException e) {
      Log.CLEANUP.warn("could not remove {}", folder, e);
    }
    try {
      lock.close();
    } catch (IOException e) {
      Log.CLEANUP.warn("could not close the lock of {}", folder, e);
    }
  }
}
