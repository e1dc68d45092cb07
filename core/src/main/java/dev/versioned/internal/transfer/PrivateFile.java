package dev.versioned.internal.transfer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Creates files that only their owner may read and write, recognizes them later, and opens them to
 * others. Links are never followed. Without POSIX permissions only the owner is compared.
 */
final class PrivateFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private PrivateFile() {}

  /** Creates a new file, open to read and write. */
  static FileChannel create(Path path) throws IOException {
    Set<OpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return hasView(path, "posix")
        ? FileChannel.open(path, options, PosixFilePermissions.asFileAttribute(OWNER_ONLY))
        : FileChannel.open(path, options, new FileAttribute<?>[0]);
  }

  /** Opens a file that exists to read and write, unless it is a link. */
  static FileChannel open(Path path) throws IOException {
    return FileChannel.open(
        path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  }

  static UserPrincipal owner(Path path) throws IOException {
    return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns whether it is a regular file of this owner without a second name. */
  static boolean isOf(UserPrincipal owner, Path path) throws IOException {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        // rule: part-is-of-the-same-user
        && owner(path).equals(owner)
        // rule: part-has-no-second-name
        && (!hasView(path, "unix")
            || Integer.valueOf(1)
                .equals(Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS)));
  }

  /** Returns a key that no other file of the disk has, if the system knows one. */
  static @Nullable Object key(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  /** Returns whether users other than the owner may have written to it. */
  static boolean othersMayWrite(Path path) throws IOException {
    PosixFileAttributeView view = posix(path);
    if (view == null) {
      return false;
    }
    Set<PosixFilePermission> mode = view.readAttributes().permissions();
    return mode.contains(PosixFilePermission.GROUP_WRITE)
        || mode.contains(PosixFilePermission.OTHERS_WRITE);
  }

  /** Lets only the owner read and write it. */
  static void restrict(Path path) throws IOException {
    setMode(path, OWNER_ONLY);
  }

  /**
   * Gives a file the permissions that a new file gets where it is: those of the umask.
   *
   * @param other a name in the same folder for a temporary file, since Java cannot read the umask
   */
  static void giveUsualMode(Path path, Path other) throws IOException {
    if (posix(path) == null) {
      return;
    }
    Files.createFile(other);
    try {
      PosixFileAttributeView view = posix(other);
      if (view != null) {
        setMode(path, view.readAttributes().permissions());
      }
    } finally {
      Files.deleteIfExists(other);
    }
  }

  private static void setMode(Path path, Set<PosixFilePermission> mode) throws IOException {
    PosixFileAttributeView view = posix(path);
    // Some disks have one mode for all files, and refuse to change it.
    if (view != null && !view.readAttributes().permissions().equals(mode)) {
      view.setPermissions(mode);
    }
  }

  private static @Nullable PosixFileAttributeView posix(Path path) {
    return Files.getFileAttributeView(
        path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean hasView(Path path, String view) {
    return path.getFileSystem().supportedFileAttributeViews().contains(view);
  }
}
