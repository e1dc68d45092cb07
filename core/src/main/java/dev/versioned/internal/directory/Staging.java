package dev.versioned.internal.directory;

import dev.versioned.internal.Log;
import dev.versioned.model.DirectoryLimits;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import java.util.concurrent.Executor;

/**
 * A hidden directory next to the one that it becomes a part of, which only this user can read. Its
 * process holds the lock of a file next to it, which exists before it and after it: so whatever a
 * dead process left is recognized, and removed by the next.
 */
public final class Staging implements Closeable {
  private static final String PREFIX = ".versioned-unpacking-";
  private static final String LOCK = ".lock";

  private final Path folder;
  private final Path file;
  private final FileChannel lock;

  /** Changes a directory before it appears. */
  @FunctionalInterface
  public interface Settling {
    void run(Path made) throws IOException;
  }

  private Staging(Path folder, Path file, FileChannel lock) {
    this.folder = folder;
    this.file = file;
    this.lock = lock;
  }

  /** Makes a directory in another one, and removes those of dead processes there. */
  public static Staging in(Path parent) throws IOException {
    removeDead(parent);
    while (true) {
      String name = PREFIX + UUID.randomUUID();
      Path file = parent.resolve(name + LOCK);
      FileChannel lock =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Staging made = new Staging(parent.resolve(name), file, lock);
      try {
        if (made.isLocked()) {
          Files.createDirectory(made.folder, ownerOnly(parent));
          return made;
        }
      } catch (IOException | RuntimeException | Error e) {
        made.close();
        throw e;
      }
      made.close();
    }
  }

  /** False if another process found the file before it was locked, and removes it. */
  private boolean isLocked() {
    try {
      return lock.tryLock() != null && Files.exists(file);
    } catch (IOException e) {
      Log.TRANSFER.debug("{} cannot be locked: no one else can lock it, either", file, e);
      return true;
    }
  }

  private static void removeDead(Path parent) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, PREFIX + "*" + LOCK)) {
      for (Path file : all) {
        try {
          removeIfDead(file);
        } catch (IOException | OverlappingFileLockException e) {
          Log.TRANSFER.debug("{} is another user's, or in use", file, e);
        }
      }
    }
  }

  private static void removeIfDead(Path file) throws IOException {
    String name = file.getFileName().toString();
    Path folder = file.resolveSibling(name.substring(0, name.length() - LOCK.length()));
    try (FileChannel lock =
        FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      // rule: only-a-dead-unpacking-is-removed
      if (lock.tryLock() != null) {
        Trees.remove(folder);
        Files.deleteIfExists(file);
      }
    }
  }

  /** Returns a path in the directory. */
  public Path resolve(String name) {
    return folder.resolve(name);
  }

  /**
   * Unpacks an archive, and gives the directory its final name once its bytes are on the disk.
   *
   * @param what the archive in messages
   * @param settle what is done to the directory before it appears
   * @param executor flushes the files
   * @throws java.nio.file.FileSystemException if the name is in use, but for an empty directory
   */
  public void unpack(
      String what,
      Path archive,
      Path target,
      DirectoryLimits limits,
      Settling settle,
      Executor executor)
      throws IOException {
    Path made = Files.createDirectory(resolve("tree"));
    Flushing.flush(Unpacker.unpack(what, archive, made, limits), executor);
    settle.run(made);
    try {
      Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Another process has made it meanwhile.
      if (Trees.isEmptyOrMissing(target)) {
        throw e;
      }
      throw new FileAlreadyExistsException(target.toString());
    }
  }

  /** Removes the directory. */
  @Override
  public void close() {
    // The lock is released last, and whatever happens.
    try (FileChannel held = lock) {
      Log.TRANSFER.trace("{} is removed under {}", folder, held);
      Trees.remove(folder);
      Files.deleteIfExists(file);
    } catch (IOException e) {
      Log.CLEANUP.warn("could not remove {}", folder, e);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path parent) {
    return parent.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }
}
