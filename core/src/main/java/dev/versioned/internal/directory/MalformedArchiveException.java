package dev.versioned.internal.directory;

import java.io.IOException;

/** An archive is damaged, or of another format. */
final class MalformedArchiveException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedArchiveException(String reason) {
    super(reason);
  }
}
