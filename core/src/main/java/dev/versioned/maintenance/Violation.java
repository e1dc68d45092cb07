package dev.versioned.maintenance;

import dev.versioned.model.ArtifactName;
import java.util.Objects;

/**
 * A broken promise of the library, found by {@link dev.versioned.Fsck} and confirmed by a second
 * read.
 *
 * @param kind the kind of violation
 * @param artifact the artifact
 * @param subject the thing that is wrong: a version, an alias, a ledger row, a key
 * @param expected the state that should be
 * @param actual the state that was found
 */
public record Violation(
    Kind kind, ArtifactName artifact, String subject, String expected, String actual) {
  /**
   * Makes the value.
   *
   * @param kind the kind of violation
   * @param artifact the artifact
   * @param subject the thing that is wrong: a version, an alias, a ledger row, a key
   * @param expected the state that should be
   * @param actual the state that was found
   */
  public Violation {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(artifact, "artifact");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(expected, "expected");
    Objects.requireNonNull(actual, "actual");
  }

  /** The kinds of violations, each with its remedy. */
  public enum Kind {
    /** The bytes belong to another table than this one, or the table to another place of bytes. */
    PLACE_OF_OTHERS(
        "use the bucket, prefix and table that belong together; if the table was restored, take the"
            + " place over"),
    /** A version that can be read or restored, or the working copy, has no bytes. */
    BYTES_MISSING("restore the object from the bucket's own versions or from a copy"),
    /** The number of bytes differs from the record. */
    SIZE_DIFFERS("restore the object from the bucket's own versions or from a copy"),
    /** The bytes do not have the recorded digest. Found only if digests are verified. */
    DIGEST_DIFFERS("restore the object from the bucket's own versions or from a copy"),
    /** A version has a number that was not reserved yet: the number will be given again. */
    NUMBER_NOT_RESERVED("set the artifact's last number to at least this one"),
    /**
     * There are bytes under a number that was not reserved yet: publishing will give up this
     * number.
     */
    BLOB_NOT_RESERVED(
        "give each table its own prefix; if the table was restored to an earlier time, set the"
            + " artifact's last number to at least this one, before anything is published"),
    /** A number was given up because its key had an object of another writer, which is kept. */
    NUMBER_GIVEN_UP(
        "read \"Numbers that were given up\" in docs/operations.md: copy what you need of the object,"
            + " then remove it with 'versioned gc --given-up'"),
    /** A version's reference count is not the number of aliases that point to it. */
    REFERENCES_DIFFER("set the count to the expected number; until then do not delete the version"),
    /**
     * A number that holds no version has a stored state; a version committed under it would start
     * with that state.
     */
    STATE_WITHOUT_VERSION(
        "the table was edited: restore the version's record from a backup of the table, or remove"
            + " the item of the state"),
    /** An alias points to a version that does not exist or is deleted. */
    TARGET_NOT_ACTIVE("restore the version, or point the alias to another one"),
    /** An alias contains a copy of a version's record that differs from the record. */
    TARGET_DIFFERS("point the alias to another version, and back: that copies the record again"),
    /** The overrides that an alias names are missing, or have other keys or versions. */
    OVERRIDES_DIFFER(
        "the table was edited: restore the item from a backup, or set all overrides of the alias"
            + " again, or clear them; until then processes route by the revision before"),
    /** Rows of a ledger are missing, or it has rows of future revisions. */
    LEDGER_GAP("the ledger was edited: restore the rows from a backup of the table"),
    /** A ledger row does not begin where the row before it ended. */
    LEDGER_BROKEN("the ledger was edited: compare the rows with a backup of the table"),
    /** A ledger row is not the one whose hash the next row, or the alias, has recorded. */
    LEDGER_CHANGED("the ledger was edited: compare the rows with a backup of the table"),
    /** An alias or a version that it points to is not signed as the trust policy demands. */
    UNTRUSTED("find out who wrote it; then move the alias with a trusted key, or sign the version"),
    /** An attestation is attached to a version, and not about its digest; no reader uses it. */
    ATTESTATION_DIFFERS("the table was edited: remove the item of the attestation"),
    /** An alias differs from the last row of its ledger. */
    LEDGER_END_DIFFERS("the alias was edited: move it through the library"),
    /** The revision that an alias would roll back to does not match its ledger. */
    ROLLBACK_DIFFERS("do not roll back: point the alias to the desired routing"),
    /** A rollout is under way, and its alias does not have the routing of the rollout's step. */
    ROLLOUT_DIFFERS("the alias was edited: abort the rollout, or move the alias, to end it"),
    /**
     * A rollout is under way, and the list of rollouts does not have it, so that no ticker finds
     * it; or the list has an alias without one.
     */
    ROLLOUT_LISTING_DIFFERS(
        "the table was edited, or an older library moved the alias: move it once more, for example"
            + " by a pause and a resume of its rollout; until then tick it by its name"),
    /** An idempotency key belongs to a version that was never committed. */
    KEY_WITHOUT_VERSION("remove the key's record: publishing with this key fails until it expires"),
    /** An idempotency key was recorded for other content than its version has. */
    KEY_DIFFERS(
        "compare both records with a backup of the table; or remove the key's record: publishing"
            + " with this key fails until it expires"),
    /** A record cannot be read; everything else was checked. */
    RECORD_UNREADABLE(
        "restore the item from a backup of the table, or set it aside; if a newer version of the"
            + " library wrote it, use that one"),
    /** Undecided, because the subject kept changing during the check. */
    UNSETTLED("check again when there are fewer changes");

    private final String remedy;

    Kind(String remedy) {
      this.remedy = remedy;
    }

    /**
     * Returns the remedy.
     *
     * @return advice for the operator
     */
    public String remedy() {
      return remedy;
    }
  }

  /** Returns everything on one line, including the remedy. */
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
