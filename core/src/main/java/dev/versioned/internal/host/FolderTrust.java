package dev.versioned.internal.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may write to folders that processes share: their owner, and the members of one group if it is
 * trusted. Without POSIX permissions nothing is checked.
 *
 * @param group the name of the group
 */
public record FolderTrust(Optional<String> group) {
  private static final Logger LOG = LoggerFactory.getLogger("dev.versioned.cache");
  private static final FileAttribute<?>[] NONE = {};

  /** Creates a folder if it does not exist, and refuses it if others may write to it. */
  public void prepare(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      make(folder);
    }
    check(folder);
  }

  private void make(Path folder) throws IOException {
    try {
      Files.createDirectory(folder, mode(folder, "rwxr-xr-x"));
    } catch (FileAlreadyExistsException e) {
      return; // another process was first
    }
    share(folder, "rwxrwxr-x");
  }

  private void check(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw refused(folder, "it is a link or a file, and must be a folder");
    }
    PosixFileAttributeView view = posix(folder);
    if (view == null) {
      return;
    }
    PosixFileAttributes is = view.readAttributes();
    boolean othersMay = is.permissions().contains(PosixFilePermission.OTHERS_WRITE);
    boolean groupMay = is.permissions().contains(PosixFilePermission.GROUP_WRITE);
    boolean trusted = group.isPresent() && group.get().equals(is.group().getName());
    // rule: others-may-not-write-the-cache
    if (othersMay || (groupMay && !trusted)) {
      throw refused(
          folder,
          (othersMay ? "all users" : "the members of the group " + is.group().getName())
              + " may write to it ("
              + PosixFilePermissions.toString(is.permissions())
              + "); run chmod go-w, use another folder, or trust one group");
    }
  }

  private static FileSystemException refused(Path folder, String reason) {
    return new FileSystemException(folder.toString(), null, reason);
  }

  /**
   * Creates the file of a lock if it does not exist. Only users who may write to the folders can
   * open it: others could hold the lock permanently.
   *
   * @return the attributes to create it with, if it still does not exist
   */
  public FileAttribute<?>[] prepareLock(Path file) throws IOException {
    if (group.isPresent() && posix(file) != null && Files.notExists(file)) {
      Path made = file.resolveSibling(".new-" + UUID.randomUUID());
      Files.createFile(made, mode(made, "rw-------"));
      try {
        share(made, "rw-rw----");
        Files.createLink(file, made); // never visible without its mode
      } catch (FileAlreadyExistsException e) {
        return NONE; // another process was first
      } finally {
        Files.delete(made);
      }
    }
    return mode(file, "rw-------");
  }

  /**
   * Lets only the owner change a file, whatever the umask allowed; does nothing if the file was
   * removed meanwhile.
   */
  public static void protect(Path file) throws IOException {
    PosixFileAttributeView view = posix(file);
    try {
      if (view != null) {
        takeWriting(view);
      }
    } catch (NoSuchFileException e) {
      LOG.debug("{} was removed by another", file, e);
    }
  }

  /**
   * Lets only the owner change what is in a new folder, and the members of the trusted group remove
   * it.
   */
  public void settle(Path folder) throws IOException {
    if (posix(folder) == null) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          protect(path);
          share(path, "rwxrwxr-x");
        } else if (!Files.isSymbolicLink(path)) {
          protect(path);
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void takeWriting(PosixFileAttributeView view) throws IOException {
    Set<PosixFilePermission> is = view.readAttributes().permissions();
    Set<PosixFilePermission> less = new HashSet<>(is);
    less.remove(PosixFilePermission.GROUP_WRITE);
    less.remove(PosixFilePermission.OTHERS_WRITE);
    if (!less.equals(is)) {
      view.setPermissions(less);
    }
  }

  /** Lets the members of the trusted group write, whatever the umask is. */
  private void share(Path path, String mode) throws IOException {
    PosixFileAttributeView view = posix(path);
    if (group.isPresent() && view != null) {
      GroupPrincipal principal =
          path.getFileSystem()
              .getUserPrincipalLookupService()
              .lookupPrincipalByGroupName(group.get());
      view.setGroup(principal);
      view.setPermissions(PosixFilePermissions.fromString(mode));
    }
  }

  private static FileAttribute<?>[] mode(Path path, String mode) {
    return posix(path) == null
        ? NONE
        : new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        };
  }

  private static @Nullable PosixFileAttributeView posix(Path path) {
    return Files.getFileAttributeView(
        path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }
}
