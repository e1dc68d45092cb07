package dev.versioned.internal.directory;

import dev.versioned.model.DirectoryLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The entries of a directory, as they were when it was listed, in the order of the archive. */
public final class Tree {
  /** By code points, whatever the order of the file system. */
  static final Comparator<String> ORDER =
      (one, two) ->
          Arrays.compareUnsigned(
              one.getBytes(StandardCharsets.UTF_8), two.getBytes(StandardCharsets.UTF_8));

  private final Path root;
  private final List<Node> nodes;

  private Tree(Path root, List<Node> nodes) {
    this.root = root;
    this.nodes = nodes;
  }

  /** An entry, and when it was changed last. */
  private record Node(Entry entry, FileTime modified) {}

  /**
   * Lists a directory.
   *
   * @throws IOException if it cannot be read, or contains what an archive may not
   */
  public static Tree of(Path directory) throws IOException {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    Path root = directory.toRealPath();
    List<Node> nodes = new ArrayList<>();
    list(root, "", nodes);
    // rule: archive-has-one-order
    nodes.sort(Comparator.comparing(node -> node.entry().name(), ORDER));
    return new Tree(root, nodes);
  }

  private static void list(Path folder, String prefix, List<Node> nodes) throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        String name = prefix + child.getFileName();
        check(name, EntryName.fault(name, false, DirectoryLimits.defaults()));
        BasicFileAttributes is = attributes(child);
        nodes.add(new Node(entry(child, name, is), is.lastModifiedTime()));
        if (is.isDirectory()) {
          list(child, name + "/", nodes);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static Entry entry(Path path, String name, BasicFileAttributes is) throws IOException {
    if (is.isSymbolicLink()) {
      Path to = Files.readSymbolicLink(path);
      String target = to.toString().replace(to.getFileSystem().getSeparator(), "/");
      // rule: packed-link-stays-inside
      check(name, EntryName.linkFault(name, target));
      return Entry.link(name, target);
    } else if (is.isDirectory()) {
      return Entry.directory(name);
    } else if (is.isRegularFile()) {
      return Entry.file(name, is.size(), isExecutable(is));
    }
    throw new IOException(name + " is a device, a pipe or a socket; remove it");
  }

  private static void check(String name, Optional<String> fault) throws IOException {
    if (fault.isPresent()) {
      throw new IOException("the name of " + name + " " + fault.get() + "; change it");
    }
  }

  /** Reads all attributes at once, with the permissions if the file system has them. */
  private static BasicFileAttributes attributes(Path path) throws IOException {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        : Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isExecutable(BasicFileAttributes is) {
    return is instanceof PosixFileAttributes posix
        && posix.permissions().contains(PosixFilePermission.OWNER_EXECUTE);
  }

  /** Returns the number of bytes of the archive. */
  public long sizeBytes() {
    return segments().mapToLong(TarStream.Segment::sizeBytes).sum();
  }

  /** Opens the archive from its start, in little memory. */
  public InputStream open() {
    return new TarStream(segments().iterator());
  }

  private Stream<TarStream.Segment> segments() {
    return Stream.concat(
        nodes.stream().flatMap(node -> TarStream.segments(root, node.entry())),
        Stream.of(TarStream.Segment.zeros(TarHeader.END)));
  }

  /**
   * Compares the directory with what it was.
   *
   * @throws IOException if anything in it has changed
   */
  public void requireUnchanged() throws IOException {
    List<Node> now = of(root).nodes;
    // rule: changed-directory-is-refused
    if (!now.equals(nodes)) {
      Set<Node> other = new LinkedHashSet<>(now);
      nodes.forEach(node -> other.remove(node));
      String changed =
          other.isEmpty() ? "an entry is gone" : other.iterator().next().entry().name();
      throw new IOException("it changed while it was read: " + changed);
    }
  }
}
