package dev.versioned.ticker;

/** A part of a task failed, or a check found violations: the invocation counts as an error. */
public final class TaskFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TaskFailedException(String message) {
    super(message);
  }
}
