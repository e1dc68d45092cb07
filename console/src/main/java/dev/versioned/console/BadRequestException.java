package dev.versioned.console;

/** A request that the console cannot understand; its message is shown. */
final class BadRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadRequestException(String message) {
    super(message);
  }
}
