package dev.versioned.cli;

/** What the process says in its end. Stable: pipelines decide by it. */
enum ExitCode {
  /** Done. */
  DONE(0),
  /** Failed. */
  FAILED(1),
  /** The command line, a file it names or an argument cannot be right. */
  USAGE(2),
  /** What was asked for is not there. */
  NOT_FOUND(3),
  /** Somebody else was faster, or what is to be made or removed is there or in use. */
  CONFLICT(4),
  /** Bytes are not those recorded, or a promise of the library is broken. */
  INTEGRITY(5),
  /** No reply came: it may have happened. */
  UNKNOWN(6);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
