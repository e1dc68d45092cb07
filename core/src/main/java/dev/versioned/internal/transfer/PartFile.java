package dev.versioned.internal.transfer;

import dev.versioned.internal.Log;
import dev.versioned.model.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file that is filled block by block, in the directory of the file that it becomes. After the
 * content it has one byte for each block, 1 if the block was written, so that a later download can
 * continue it; they are cut off in the end. So it has its full size from the beginning, but takes
 * room on the disk only as it is written.
 *
 * <p>Its owner holds a lock on it. A download that finds one without a lock takes it by renaming
 * it: names are never used twice, so that only one download can.
 */
final class PartFile implements Closeable {
  /** The files of this process: opening and closing one would release its lock. */
  private static final Set<String> OWN = ConcurrentHashMap.newKeySet();

  /** A dot, half of the digest, a dash. */
  private static final int PREFIX_LENGTH = 34;

  private final Path path;
  private final FileChannel channel;
  private final long sizeBytes;
  private final byte[] done;
  private final boolean resumed;

  private PartFile(Path path, FileChannel channel, long sizeBytes, byte[] done, boolean resumed) {
    this.path = path;
    this.channel = channel;
    this.sizeBytes = sizeBytes;
    this.done = done;
    this.resumed = resumed;
  }

  /**
   * Takes over the part file that a download of the same bytes left in a directory, or creates a
   * new one. Of several it takes the one with the most bytes, and removes the others. It never
   * takes a file that another user could have created or changed: that stays as it is.
   */
  static PartFile claim(Path directory, Digest digest, long sizeBytes) throws IOException {
    String prefix = "." + digest.hex().substring(0, PREFIX_LENGTH - 2) + "-";
    int blocks = new Ranges(sizeBytes).blocks();
    PartFile most = create(directory, prefix, sizeBytes, blocks);
    try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, prefix + "*.part")) {
      UserPrincipal self = PrivateFile.owner(most.path);
      for (Path file : left) {
        Optional<PartFile> taken = take(file, prefix, sizeBytes, blocks, self);
        if (taken.isPresent()) {
          boolean more = !most.resumed || taken.get().blocksDone() > most.blocksDone();
          (more ? most : taken.get()).delete();
          most = more ? taken.get() : most;
        }
      }
      return most;
    } catch (IOException | RuntimeException e) {
      if (most.resumed) {
        most.close();
      } else {
        most.delete();
      }
      throw e;
    }
  }

  private static PartFile create(Path directory, String prefix, long sizeBytes, int blocks)
      throws IOException {
    while (true) {
      Path path = directory.resolve(newName(prefix));
      try {
        FileChannel channel = PrivateFile.create(path);
        PartFile file = new PartFile(path, channel, sizeBytes, new byte[blocks], false);
        try {
          if (file.lock()) {
            channel.write(ByteBuffer.wrap(file.done), sizeBytes);
            return file;
          }
        } catch (IOException | RuntimeException e) {
          file.delete();
          throw e;
        }
        file.close();
      } catch (IOException | RuntimeException e) {
        OWN.remove(path.getFileName().toString());
        throw e;
      }
    }
  }

  private static String newName(String prefix) {
    String name = prefix + UUID.randomUUID() + ".part";
    OWN.add(name);
    return name;
  }

  private static Optional<PartFile> take(
      Path file, String prefix, long sizeBytes, int blocks, UserPrincipal self) {
    if (OWN.contains(file.getFileName().toString())) {
      return Optional.empty();
    }
    String name = newName(prefix);
    try {
      if (!PrivateFile.isOf(self, file)) {
        Log.TRANSFER.debug("{} is another user's, a link, or has a second name", file);
        OWN.remove(name);
        return Optional.empty();
      }
      Object key = PrivateFile.key(file);
      FileChannel channel = PrivateFile.open(file);
      Path path = file.resolveSibling(name);
      byte[] done = new byte[blocks];
      PartFile taken = new PartFile(path, channel, sizeBytes, done, true);
      try {
        if (channel.tryLock() != null) {
          Files.move(file, path, StandardCopyOption.ATOMIC_MOVE);
          if (!PrivateFile.isOf(self, path) || !Objects.equals(PrivateFile.key(path), key)) {
            throw new IOException("it was replaced meanwhile");
          }
          // rule: others-may-not-write-the-part
          if (!PrivateFile.othersMayWrite(path)
              && channel.size() == sizeBytes + blocks
              && channel.read(ByteBuffer.wrap(done), sizeBytes) == blocks) {
            PrivateFile.restrict(path);
            return Optional.of(taken);
          }
          taken.delete(); // not trusted, or written by a version with other blocks
        }
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
      taken.close();
    } catch (IOException | RuntimeException e) {
      Log.TRANSFER.debug("cannot continue {}", file, e);
      OWN.remove(name);
    }
    return Optional.empty();
  }

  /**
   * Locks a new file; false if another process found it before, and takes it over. Where files
   * cannot be locked, others may write to this one: the digest would be wrong then.
   */
  private boolean lock() {
    try {
      return channel.tryLock() != null && Files.exists(path);
    } catch (IOException e) {
      Log.TRANSFER.debug("cannot lock {}", path, e);
      return true;
    }
  }

  /** Returns whether it holds bytes of an earlier download. */
  boolean isResumed() {
    return resumed;
  }

  private int blocksDone() {
    int count = 0;
    for (byte block : done) {
      count += block;
    }
    return count;
  }

  synchronized boolean isDone(int block) {
    return done[block] == 1;
  }

  /** Records that a block was written. */
  synchronized void markDone(int block) throws IOException {
    done[block] = 1;
    channel.write(ByteBuffer.wrap(done, block, 1), sizeBytes + block);
  }

  void write(ByteBuffer bytes, long offset) throws IOException {
    long at = offset;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  int read(ByteBuffer buffer, long offset) throws IOException {
    return channel.read(buffer, offset);
  }

  /** Cuts the marks off, and returns the digest of the content. */
  Digest digest() throws IOException {
    channel.truncate(sizeBytes);
    return Digest.of(Channels.newInputStream(channel.position(0)));
  }

  /**
   * Gives the file its final name atomically, once its bytes are on the disk, and the permissions
   * of any new file.
   *
   * @param onlyIfAbsent whether to fail if another file has the name
   */
  void becomes(Path target, boolean onlyIfAbsent) throws IOException {
    channel.truncate(sizeBytes);
    channel.force(true); // else a power failure could leave the name without the bytes
    String prefix = path.getFileName().toString().substring(0, PREFIX_LENGTH);
    // rule: finished-file-has-its-usual-mode
    PrivateFile.giveUsualMode(path, path.resolveSibling(prefix + UUID.randomUUID() + ".part"));
    if (!onlyIfAbsent) {
      Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return;
    }
    try {
      Files.createLink(target, path); // a move would replace a file that was just created
      Files.delete(path);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      Log.TRANSFER.debug("links are not supported here", e);
      Files.move(path, target);
    }
  }

  /** Removes the file. */
  void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      Log.CLEANUP.warn("could not remove {}", path, e);
    }
    close();
  }

  /** Leaves the file for a later download, unless it has got its final name. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (NoSuchFileException e) {
      Log.CLEANUP.debug("{} is gone", path, e);
    } catch (IOException e) {
      Log.CLEANUP.warn("could not close {}", path, e);
    }
    OWN.remove(path.getFileName().toString());
  }
}
