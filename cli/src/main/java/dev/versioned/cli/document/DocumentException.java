package dev.versioned.cli.document;

import java.util.List;
import java.util.stream.Collectors;

/** A file has a mistake. The message begins with file and line. */
public final class DocumentException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param at where in the file
   * @param reason what is wrong, and what to write instead
   */
  public DocumentException(String at, String reason) {
    super("Cannot read " + at + ": " + reason);
  }

  private DocumentException(String message) {
    super(message);
  }

  /**
   * Joins all that is wrong with one file.
   *
   * @param all one exception or more, in the order of the file
   * @return an exception that says all of it, each reason once
   */
  public static DocumentException of(List<DocumentException> all) {
    return new DocumentException(
        all.stream().map(Throwable::getMessage).distinct().collect(Collectors.joining("\n")));
  }
}
