package dev.versioned.internal.directory;

import dev.versioned.internal.Text;
import dev.versioned.model.Digest;
import dev.versioned.model.DirectoryLimits;
import dev.versioned.model.FileChange;
import dev.versioned.model.UnsafeArchiveException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionComparison.Change;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** The files in content, by digests: of an archive its entries; nothing is unpacked. */
public final class FileListing {
  private final SortedMap<String, Content> entries = new TreeMap<>();
  private final String what;
  private final DirectoryLimits limits;
  private long bytes;

  private FileListing(String what, DirectoryLimits limits) {
    this.what = what;
    this.limits = limits;
  }

  /** An entry without its name: equal if unpacking makes the same. */
  private record Content(
      Entry.Kind kind, long sizeBytes, String digest, boolean executable, String link) {
    static Content file(long sizeBytes, Digest digest, boolean executable) {
      return new Content(Entry.Kind.FILE, sizeBytes, digest.hex(), executable, "");
    }
  }

  /**
   * Reads the content of a version: the entries of an archive, else one file.
   *
   * @param content its bytes
   * @param name the file's name, if it is no archive
   * @throws UnsafeArchiveException if it is an archive that is damaged, was not made by {@link
   *     Tree}, or exceeds the limits
   */
  public static FileListing of(Version version, Path content, String name, DirectoryLimits limits)
      throws IOException {
    String what = version.toString();
    FileListing listing = new FileListing(what, limits);
    if (!Unpacker.isArchive(content)) {
      listing.entries.put(name, Content.file(version.sizeBytes(), version.digest(), false));
      return listing;
    }
    try (Entries all = Unpacker.entries(content)) {
      listing.read(all);
      return listing;
    } catch (MalformedArchiveException | EOFException e) {
      throw new UnsafeArchiveException(
          what, "it is neither an archive of a directory nor a zip archive: " + e.getMessage(), e);
    } catch (ZipException e) {
      throw new UnsafeArchiveException(what, "it is a damaged zip archive", e);
    }
  }

  private void read(Entries all) throws IOException {
    for (Entry entry = all.next(); entry != null; entry = all.next()) {
      // rule: listed-entries-are-bounded
      if (entries.size() >= limits.entries()) {
        throw UnsafeArchiveException.beyondLimits(
            what, "it has more than " + limits.entries() + " entries");
      }
      Content content =
          entry.kind() == Entry.Kind.FILE
              ? file(entry, all.content())
              : new Content(entry.kind(), 0, "", false, entry.link());
      if (entries.put(entry.name(), content) != null) {
        throw refused("two entries have the name " + Text.quote(entry.name()));
      }
    }
  }

  private Content file(Entry entry, InputStream in) throws IOException {
    long before = bytes;
    Digest digest = Digest.of(new Counted(in));
    return Content.file(bytes - before, digest, entry.executable());
  }

  private UnsafeArchiveException refused(String reason) {
    return new UnsafeArchiveException(what, reason, null);
  }

  /** Counts what is read: the archive's own numbers may be wrong. */
  private final class Counted extends FilterInputStream {
    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = in.read(buffer, offset, length);
      bytes += Math.max(read, 0);
      // rule: listed-bytes-are-bounded
      if (bytes > limits.bytes()) {
        throw UnsafeArchiveException.beyondLimits(
            what, "it has more than " + limits.bytes() + " bytes, unpacked");
      }
      return read;
    }

    @Override
    public long skip(long count) {
      throw new UnsupportedOperationException();
    }
  }

  /** Returns the number of entries. */
  public int size() {
    return entries.size();
  }

  /** Returns what differs in another archive, in the order of the paths. */
  public List<FileChange> changesTo(FileListing other) {
    TreeSet<String> names = new TreeSet<>(entries.keySet());
    names.addAll(other.entries.keySet());
    List<FileChange> changes = new ArrayList<>();
    for (String name : names) {
      Content before = entries.get(name);
      Content after = other.entries.get(name);
      if (before == null || !before.equals(after)) {
        changes.add(new FileChange(name, change(before, after), size(before), size(after)));
      }
    }
    return changes;
  }

  private static Change change(@Nullable Content before, @Nullable Content after) {
    if (before == null) {
      return Change.ADDED;
    }
    return after == null ? Change.REMOVED : Change.CHANGED;
  }

  private static long size(@Nullable Content content) {
    return content == null ? 0 : content.sizeBytes();
  }
}
