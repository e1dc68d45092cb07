package dev.versioned.internal.directory;

import dev.versioned.internal.Text;
import dev.versioned.model.DirectoryLimits;
import dev.versioned.model.UnsafeArchiveException;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks an archive into an empty directory that no one else writes to. Names are refused by their
 * text; nothing is ever replaced; links are made last, so that nothing is written through one.
 */
public final class Unpacker {
  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final String what;
  private final Path directory;
  private final DirectoryLimits limits;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);

  private final Set<String> names = new HashSet<>();
  private final Set<String> folders = new HashSet<>(Set.of(""));
  private final List<Path> files = new ArrayList<>();
  private final List<Entry> links = new ArrayList<>();
  private long bytes;

  private Unpacker(String what, Path directory, DirectoryLimits limits) {
    this.what = what;
    this.directory = directory;
    this.limits = limits;
  }

  /**
   * Unpacks an archive.
   *
   * @param what the archive in messages
   * @param directory an empty directory
   * @return the files that it made
   * @throws UnsafeArchiveException if it is refused; the directory may have some of its entries
   */
  public static List<Path> unpack(String what, Path archive, Path directory, DirectoryLimits limits)
      throws IOException {
    Unpacker unpacker = new Unpacker(what, directory, limits);
    try (Entries entries = entries(archive)) {
      unpacker.unpack(entries);
      return unpacker.files;
    } catch (MalformedArchiveException | EOFException e) {
      throw new UnsafeArchiveException(
          what, "it is neither an archive of a directory nor a zip archive: " + e.getMessage(), e);
    } catch (ZipException e) {
      throw new UnsafeArchiveException(what, "it is a damaged zip archive", e);
    }
  }

  static Entries entries(Path archive) throws IOException {
    return isZip(archive) ? new ZipEntries(archive) : new TarEntries(archive);
  }

  /** Returns whether content begins as an archive does; it may be damaged, or not of our form. */
  static boolean isArchive(Path content) throws IOException {
    return isZip(content) || TarHeader.isStart(start(content, TarHeader.BLOCK));
  }

  private static boolean isZip(Path archive) throws IOException {
    byte[] start = start(archive, 2);
    return start.length == 2 && start[0] == 'P' && start[1] == 'K';
  }

  private static byte[] start(Path content, int bytes) throws IOException {
    try (InputStream in = Files.newInputStream(content)) {
      return in.readNBytes(bytes);
    }
  }

  private void unpack(Entries entries) throws IOException {
    for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
      String name = entry.name();
      // rule: entry-stays-in-its-directory
      check(name, EntryName.fault(name, File.separatorChar == '\\', limits));
      makeParents(name);
      switch (entry.kind()) {
        case FILE -> {
          claim(name);
          write(entry, entries.content());
        }
        case DIRECTORY -> makeFolder(name);
        case LINK -> {
          // rule: unpacked-link-stays-inside
          check(name, EntryName.linkFault(name, entry.link()));
          claim(name);
          links.add(entry);
        }
      }
    }
    for (Entry link : links) {
      try {
        Files.createSymbolicLink(path(link.name()), directory.getFileSystem().getPath(link.link()));
      } catch (FileAlreadyExistsException e) {
        throw twice(link.name(), e);
      }
    }
  }

  private void check(String name, Optional<String> fault) {
    if (fault.isPresent()) {
      throw refused("the entry " + Text.quote(name) + " " + fault.get(), null);
    }
  }

  private void makeParents(String name) throws IOException {
    for (int end = name.indexOf('/'); end >= 0; end = name.indexOf('/', end + 1)) {
      makeFolder(name.substring(0, end));
    }
  }

  private void makeFolder(String name) throws IOException {
    if (folders.contains(name)) {
      return;
    }
    // A file or a link of this name is refused: nothing is below it.
    claim(name);
    folders.add(name);
    try {
      Files.createDirectory(path(name));
    } catch (FileAlreadyExistsException e) {
      throw twice(name, e);
    }
  }

  private void claim(String name) {
    if (!names.add(name)) {
      throw twice(name, null);
    }
    // rule: unpacked-entries-are-bounded
    if (names.size() > limits.entries()) {
      throw UnsafeArchiveException.beyondLimits(
          what, "it has more than " + limits.entries() + " entries");
    }
  }

  private void write(Entry entry, InputStream in) throws IOException {
    Path file = path(entry.name());
    files.add(file);
    FileAttribute<?>[] mode =
        entry.executable() && file.getFileSystem().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx"))
            }
            : new FileAttribute<?>[0];
    try (FileChannel out = FileChannel.open(file, NEW, mode)) {
      for (int read = in.read(buffer.array()); read >= 0; read = in.read(buffer.array())) {
        bytes += read;
        // What is written is counted: the archive's own numbers may be wrong.
        // rule: unpacked-bytes-are-bounded
        if (bytes > limits.bytes()) {
          throw UnsafeArchiveException.beyondLimits(
              what, "it has more than " + limits.bytes() + " bytes, unpacked");
        }
        buffer.position(0).limit(read);
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
      }
    } catch (FileAlreadyExistsException e) {
      throw twice(entry.name(), e);
    }
  }

  private Path path(String name) {
    try {
      return directory.resolve(name);
    } catch (InvalidPathException e) {
      throw refused("this machine has no file name " + Text.quote(name), e);
    }
  }

  private UnsafeArchiveException twice(String name, @Nullable Exception e) {
    return refused("two entries have the name " + Text.quote(name) + " on this disk", e);
  }

  private UnsafeArchiveException refused(String reason, @Nullable Exception e) {
    return new UnsafeArchiveException(what, reason, e);
  }
}
