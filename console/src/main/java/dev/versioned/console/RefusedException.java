package dev.versioned.console;

/** A request that is refused before anything is read; its message is shown. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  RefusedException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** Returns the HTTP status of the answer. */
  int status() {
    return status;
  }
}
