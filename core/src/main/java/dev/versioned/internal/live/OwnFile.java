package dev.versioned.internal.live;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A small file that only this process's user writes. A file that another user may have written, or
 * can write, is not read; without POSIX permissions, that is left to the folder.
 *
 * @param path its path
 */
record OwnFile(Path path) {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  /** The owner of files that this process creates, by folder. */
  private static final Map<Path, UserPrincipal> SELF = new ConcurrentHashMap<>();

  /** The text, and when the file was last modified. */
  record Read(String text, Instant changedAt) {}

  /** Replaces the file as a whole, or creates it together with its folders; it survives a crash. */
  void replace(String text) throws IOException {
    replace(text, Instant.now(), true);
  }

  /**
   * Replaces the file, as {@link #replace(String)} does, without waiting for the disk: after a
   * crash of the host it may be incomplete.
   *
   * @param changedAt its modification time
   */
  void replaceSoon(String text, Instant changedAt) throws IOException {
    replace(text, changedAt, false);
  }

  private void replace(String text, Instant changedAt, boolean durable) throws IOException {
    Path part = path.resolveSibling("." + UUID.randomUUID() + ".part");
    Path folder = Objects.requireNonNull(part.toAbsolutePath().getParent());
    Files.createDirectories(folder);
    try {
      try (FileChannel out =
          FileChannel.open(
              part,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              ownerOnly(folder))) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        if (durable) {
          out.force(true);
        }
      }
      Files.setLastModifiedTime(part, FileTime.from(changedAt));
      Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("its folder cannot replace a file as a whole", e);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path folder) throws IOException {
    return isPosix(folder)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path folder) throws IOException {
    FileStore store = Files.getFileStore(folder);
    return store.supportsFileAttributeView(PosixFileAttributeView.class);
  }

  /**
   * Reads the file.
   *
   * @param most how many bytes it may have
   * @throws java.nio.file.NoSuchFileException if it does not exist
   * @throws IOException if it cannot be read, is no regular file, is too large, or is of another
   *     user or can be changed by one
   */
  Read read(int most) throws IOException {
    BasicFileAttributes before = attributes();
    if (!before.isRegularFile()) {
      throw new IOException("it is not a regular file");
    }
    Path folder = Objects.requireNonNull(path.toAbsolutePath().getParent());
    if (isPosix(folder)) {
      checkOwner(folder);
    }
    String text =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content(most))).toString();
    BasicFileAttributes after = attributes();
    if (!Objects.equals(before.fileKey(), after.fileKey()) || !after.isRegularFile()) {
      throw new IOException("it was replaced while it was read");
    }
    return new Read(text, before.lastModifiedTime().toInstant());
  }

  private BasicFileAttributes attributes() throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private void checkOwner(Path folder) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    UserPrincipal self = self(folder);
    if (!attributes.owner().equals(self)) {
      throw new IOException("it is owned by " + attributes.owner() + ", and not by " + self);
    }
    Set<PosixFilePermission> permissions = attributes.permissions();
    // rule: state-file-of-others-is-not-used
    if (permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException(
          "others may write it: it is " + PosixFilePermissions.toString(permissions));
    }
  }

  /**
   * Returns the owner of files that this process creates: in a container, the user's name may be
   * unknown.
   */
  private static UserPrincipal self(Path folder) throws IOException {
    UserPrincipal known = SELF.get(folder);
    if (known != null) {
      return known;
    }
    boolean writable = Files.isWritable(folder);
    Path probe =
        writable
            ? Files.createTempFile(folder, ".owner", null)
            : Files.createTempFile(".owner", null);
    try {
      UserPrincipal self = Files.getOwner(probe, LinkOption.NOFOLLOW_LINKS);
      SELF.put(folder, self);
      return self;
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  private byte[] content(int most) throws IOException {
    try (FileChannel channel =
            FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        InputStream in = Channels.newInputStream(channel)) {
      byte[] content = in.readNBytes(most);
      if (in.read() >= 0) {
        throw new IOException("it is larger than " + most + " bytes");
      }
      return content;
    }
  }
}
