package dev.versioned.internal.directory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** The files and folders of a zip archive; Java reads neither its links nor its permissions. */
final class ZipEntries implements Entries {
  private final ZipFile zip;
  private final Enumeration<? extends ZipEntry> entries;
  private @Nullable ZipEntry current;
  private @Nullable InputStream open;

  ZipEntries(Path archive) throws IOException {
    this.zip = new ZipFile(archive.toFile());
    this.entries = zip.entries();
  }

  @Override
  public @Nullable Entry next() throws IOException {
    closeOpen();
    if (!entries.hasMoreElements()) {
      return null;
    }
    ZipEntry next = entries.nextElement();
    current = next;
    String name = next.getName();
    // What the archive says of sizes may be wrong: the bytes are counted.
    return next.isDirectory()
        ? Entry.directory(name.substring(0, name.length() - 1))
        : Entry.file(name, -1, false);
  }

  @Override
  public InputStream content() throws IOException {
    ZipEntry entry = current;
    InputStream in = entry == null ? null : zip.getInputStream(entry);
    if (in == null) {
      throw new MalformedArchiveException("an entry has no bytes");
    }
    open = in;
    return in;
  }

  private void closeOpen() throws IOException {
    InputStream in = open;
    open = null;
    if (in != null) {
      in.close();
    }
  }

  @Override
  public void close() throws IOException {
    closeOpen();
    zip.close();
  }
}
