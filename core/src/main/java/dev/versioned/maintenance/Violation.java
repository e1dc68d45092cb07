package dev.versioned.maintenance;

import dev.versioned.model.ArtifactName;
import java.util.Objects;

/**
 * Something that is not as the library promises, found by {@link dev.versioned.Fsck} and looked at
 * twice.
 *
 * @param kind what kind of thing is wrong
 * @param artifact the artifact
 * @param subject what is wrong: a version, an alias, a ledger row, a key
 * @param expected what should be
 * @param actual what is
 */
public record Violation(
    Kind kind, ArtifactName artifact, String subject, String expected, String actual) {
  /**
   * Makes the value.
   *
   * @param kind what kind of thing is wrong
   * @param artifact the artifact
   * @param subject what is wrong: a version, an alias, a ledger row, a key
   * @param expected what should be
   * @param actual what is
   */
  public Violation {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(artifact, "artifact");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(expected, "expected");
    Objects.requireNonNull(actual, "actual");
  }

  /** What can be wrong, and what to do then. */
  public enum Kind {
    /** The bytes belong to another table than this one, or the table to another place of bytes. */
    PLACE_OF_OTHERS(
        "use the bucket, prefix and table that belong together; if the table was restored, take the"
            + " place over"),
    /** A version that can be read or restored, or the working copy, has no bytes. */
    BYTES_MISSING("bring the object back from the bucket's own versions or from a copy"),
    /** Bytes are more or fewer than recorded. */
    SIZE_DIFFERS("bring the object back from the bucket's own versions or from a copy"),
    /** Bytes do not have the digest recorded. Found only if digests are verified. */
    DIGEST_DIFFERS("bring the object back from the bucket's own versions or from a copy"),
    /** A version has a number that was not given yet: its number will be given once more. */
    NUMBER_NOT_RESERVED("set the artifact's last number to at least this one"),
    /** Bytes lie under a number that was not given yet: publishing gives this number up. */
    BLOB_NOT_RESERVED(
        "give each table a prefix of its own; if the table was restored to an earlier time, set the"
            + " artifact's last number to at least this one, before anything is published"),
    /** A number was given up, since its key held an object of another writer, which is kept. */
    NUMBER_GIVEN_UP(
        "read \"Numbers that were given up\" in docs/operations.md: copy what you need of the object,"
            + " then remove it with 'versioned gc --given-up'"),
    /** A version's reference count is not the number of aliases that point to it. */
    REFERENCES_DIFFER("set the count to the number expected; until then do not delete the version"),
    /**
     * A state is stored of a number that holds no version: one committed there would begin with it.
     */
    STATE_WITHOUT_VERSION(
        "the table was edited: bring the version's record back from a backup of the table, or remove"
            + " the item of the state"),
    /** An alias points to a version that is not there, or deleted. */
    TARGET_NOT_ACTIVE("restore the version, or point the alias to another one"),
    /** An alias carries another record of a version than the version's own. */
    TARGET_DIFFERS("point the alias to another version, and back: that reads the record again"),
    /** Rows of a ledger are missing, or there are rows of revisions to come. */
    LEDGER_GAP("the ledger was edited: bring the rows back from a backup of the table"),
    /** A ledger row does not begin where the row before it ended. */
    LEDGER_BROKEN("the ledger was edited: compare the rows with a backup of the table"),
    /** An alias is not what the last row of its ledger says. */
    LEDGER_END_DIFFERS("the alias was edited: move it through the library"),
    /** What an alias would roll back to is not what its ledger says. */
    ROLLBACK_DIFFERS("do not roll back: point the alias to the routing that is wanted"),
    /** A rollout is under way, and its alias does not route as the rollout's step says. */
    ROLLOUT_DIFFERS("the alias was edited: abort the rollout, or move the alias, to end it"),
    /** An idempotency key stands for a version that was never committed. */
    KEY_WITHOUT_VERSION("remove the key's record: publishing with this key fails until it expires"),
    /** An idempotency key was recorded for other content than its version has. */
    KEY_DIFFERS(
        "compare both records with a backup of the table; or remove the key's record: publishing"
            + " with this key fails until it expires"),
    /** A record cannot be read; everything else was checked. */
    RECORD_UNREADABLE(
        "bring the item back from a backup of the table, or set it aside; if a newer version of the"
            + " library wrote it, use that one"),
    /** Could not be told, since it was changed again and again while it was looked at. */
    UNSETTLED("check again, when there are fewer changes");

    private final String remedy;

    Kind(String remedy) {
      this.remedy = remedy;
    }

    /**
     * Returns what to do.
     *
     * @return an advice to the operator
     */
    public String remedy() {
      return remedy;
    }
  }

  /** Returns everything on one line, with what to do. */
  @Override
  public String toString() {
    return kind
        + " "
        + subject
        + ": expected "
        + expected
        + ", found "
        + actual
        + "; "
        + kind.remedy();
  }
}
