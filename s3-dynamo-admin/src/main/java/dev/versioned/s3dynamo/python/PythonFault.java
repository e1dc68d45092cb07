package dev.versioned.s3dynamo.python;

import java.util.Objects;

/**
 * Something in a repository of Python's {@code versioned} that is broken, or that has no place in a
 * repository of this library. It is left out of the import.
 *
 * @param kind the kind
 * @param subject the artifact, the version as {@code app:7}, the alias as {@code app:LIVE}, or the
 *     object or item
 * @param detail what is wrong, and what it means for the import
 */
public record PythonFault(Kind kind, String subject, String detail) {
  /**
   * Makes the value.
   *
   * @param kind the kind
   * @param subject what it is about
   * @param detail what is wrong
   */
  public PythonFault {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(detail, "detail");
  }

  /** A kind of fault. */
  public enum Kind {
    /** A version's record has no object: its bytes are lost. */
    OBJECT_MISSING,
    /** An object has no record: a publish was interrupted, or its record was removed. */
    RECORD_MISSING,
    /** The bytes are not those that were recorded: two publishers raced, or one was interrupted. */
    DIGEST_DIFFERS,
    /** A record, or the file of an alias, cannot be read. */
    RECORD_UNREADABLE,
    /** An alias points to a version that is missing, deleted or left out. */
    ALIAS_DANGLING,
    /** An alias has weights that route nowhere, or are out of range. */
    ALIAS_INVALID,
    /** The name of an artifact or an alias is not valid here. */
    NAME_INVALID,
    /** Metadata or a tag is not valid here; its version is imported without it. */
    METADATA_INVALID,
    /** An object or an item that Python's {@code versioned} does not write. */
    UNKNOWN
  }

  /** Returns the fault as a single line. */
  @Override
  public String toString() {
    return kind + " " + subject + ": " + detail;
  }
}
