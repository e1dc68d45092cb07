package dev.versioned.cli;

/** The exit codes of the process. Stable: pipelines depend on them. */
enum ExitCode {
  /** Done. */
  DONE(0),
  /** Failed. */
  FAILED(1),
  /** The command line, a file that it names or an argument is invalid. */
  USAGE(2),
  /** What was requested does not exist. */
  NOT_FOUND(3),
  /** Another writer was faster, or the object to create exists, or the one to remove is in use. */
  CONFLICT(4),
  /** Bytes differ from the recorded ones, or a promise of the library is broken. */
  INTEGRITY(5),
  /** No reply arrived: the call may have been applied. */
  UNKNOWN(6);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
