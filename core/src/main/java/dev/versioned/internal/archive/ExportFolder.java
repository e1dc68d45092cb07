package dev.versioned.internal.archive;

import dev.versioned.internal.Sha256;
import dev.versioned.internal.catalog.ArchiveReader;
import dev.versioned.internal.catalog.ArtifactDump;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Digest;
import dev.versioned.model.UnreadableContentException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Item;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.Locale;
import java.util.UUID;

/**
 * A folder that holds an export. Every file gets its name only when it is complete:
 *
 * <pre>
 * _manifest                                  which artifacts, with the digests of their items
 * checkout/items-{sha256}                    the items of an artifact, one a line
 * checkout/bytes/000000000/000000000007      the bytes of version 7; a thousand to a folder
 * checkout/latest/{sha256}                   the bytes of the working copy
 * </pre>
 *
 * <p>When it is read, it may come from anywhere: links are not followed, and every name is made
 * from a validated value.
 */
final class ExportFolder {
  /** A folder of an artifact never has it: names of artifacts begin with a letter or digit. */
  static final String TEMPORARY = ".tmp-";

  /** An item has at most 400 KB, which encoding may make three times as long. */
  private static final int MOST_LINE_BYTES = 2 << 20;

  private static final int NAMES_PER_FOLDER_DIGITS = 3;

  private final Path root;

  ExportFolder(Path root) {
    this.root = root.toAbsolutePath();
  }

  Path root() {
    return root;
  }

  /**
   * Returns the folder of an artifact: its name. Some disks do not distinguish capitals, so a name
   * that has some is written without, and with a part of its digest.
   */
  Path folder(ArtifactName artifact) {
    String name = artifact.value();
    String lower = name.toLowerCase(Locale.ROOT);
    return root.resolve(
        name.equals(lower)
            ? name
            : lower
                + "~"
                + Digest.of(name.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16));
  }

  /** Returns the file of the bytes of a version, or of a working copy. */
  Path bytes(Version version) {
    Path folder = folder(version.artifact());
    if (!(version.id() instanceof VersionNumber number)) {
      return folder.resolve("latest").resolve(version.digest().hex());
    }
    String name = number.padded();
    return folder
        .resolve("bytes")
        .resolve(name.substring(0, name.length() - NAMES_PER_FOLDER_DIGITS))
        .resolve(name);
  }

  /** Creates a folder in this one, and those above it; none may be a link. */
  void create(Path folder) throws IOException {
    if (!folder.equals(root)) {
      Path parent = folder.getParent();
      if (parent != null) {
        create(parent);
      }
      if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(folder);
      }
      checkFolder(folder);
    } else {
      Files.createDirectories(root);
    }
  }

  private void checkFolder(Path folder) {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw refused(folder, "is not a folder");
    }
  }

  /** Checks that a file is a regular one in this folder, not through a link. */
  Path checked(Path file) {
    // rule: archive-is-read-through-no-link
    for (Path folder = file.getParent();
        folder != null && !folder.equals(root);
        folder = folder.getParent()) {
      checkFolder(folder);
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw refused(
          file, Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? "is not a file" : "is missing");
    }
    return file;
  }

  UnreadableContentException refused(Path file, String why) {
    return new UnreadableContentException(
        "Cannot use " + root + " as an export: " + root.relativize(file) + " " + why, null);
  }

  Lines open(Path file, int mostBytes) throws IOException {
    return new Lines(
        new BufferedInputStream(
            Channels.newInputStream(
                FileChannel.open(
                    checked(file), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))),
        file.toString(),
        mostBytes);
  }

  /** A file that is written under another name, and renamed when it is complete. */
  static final class Draft implements Closeable {
    private final Path path;
    private final FileChannel channel;
    private final MessageDigest sha256 = Sha256.newDigest();
    private final OutputStream out;

    Draft(Path folder) throws IOException {
      this.path = folder.resolve(TEMPORARY + UUID.randomUUID());
      this.channel =
          FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      this.out =
          new BufferedOutputStream(
              new DigestOutputStream(Channels.newOutputStream(channel), sha256), 1 << 16);
    }

    void write(String line) {
      try {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot write " + path + ": " + e, e);
      }
    }

    Digest end() throws IOException {
      out.flush();
      channel.force(true);
      return Digest.ofSha256(sha256.digest());
    }

    void rename(Path name) throws IOException {
      channel.close();
      Files.move(path, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
      channel.close();
      Files.deleteIfExists(path);
    }
  }

  Path items(ArtifactName artifact, Digest digest) {
    return folder(artifact).resolve("items-" + digest.hex());
  }

  static String line(Item item) {
    return ArtifactDump.lineOf(item);
  }

  /** Removes what earlier exports of an artifact left, except one file of items. */
  void tidy(ArtifactName artifact, Digest kept) throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder(artifact), "{items-,.tmp-}*")) {
      for (Path file : files) {
        if (!file.equals(items(artifact, kept))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** The items of an artifact in this folder. */
  final class Items implements Closeable {
    private final Lines lines;
    private final MessageDigest sha256 = Sha256.newDigest();
    private final ArtifactName artifact;
    private final Digest digest;

    Items(ArtifactName artifact, Digest digest) throws IOException {
      this.artifact = artifact;
      this.digest = digest;
      Path file = checked(items(artifact, digest));
      InputStream in =
          Channels.newInputStream(
              FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
      this.lines =
          new Lines(
              new BufferedInputStream(new DigestInputStream(in, sha256), 1 << 16),
              file.toString(),
              MOST_LINE_BYTES);
    }

    Iterator<Item> iterator() {
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return lines.hasNext();
        }

        @Override
        public Item next() {
          return ArchiveReader.itemOf(lines.next());
        }
      };
    }

    /** Compares the digest, once all was read. */
    void verify() {
      // rule: archived-items-have-their-digest
      if (!Digest.ofSha256(sha256.digest()).equals(digest)) {
        throw refused(items(artifact, digest), "has changed since it was exported");
      }
    }

    long line() {
      return lines.number();
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
