package dev.versioned.internal.directory;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The entries of an archive, in turn. */
interface Entries extends Closeable {
  /**
   * Returns the next entry, or null after the last.
   *
   * @throws MalformedArchiveException if the archive is damaged or of another format
   */
  @Nullable Entry next() throws IOException;

  /**
   * Returns the bytes of the entry that was returned last, a file; the caller need not close it.
   */
  InputStream content() throws IOException;
}
