package dev.versioned.cli.document;

/** A file does not say what it must. The message begins with file and line. */
public final class DocumentException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param at where in the file
   * @param reason what is wrong there, and what to write instead
   */
  public DocumentException(String at, String reason) {
    super("Cannot read " + at + ": " + reason);
  }
}
