package dev.versioned.s3dynamo.admin;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The findings of {@link S3DynamoSetup}, and its changes.
 *
 * @param findings one for each thing checked, in the order of the checks
 */
public record SetupReport(List<Finding> findings) {
  private static final Set<Outcome> BAD = EnumSet.of(Outcome.WRONG, Outcome.REFUSED);

  /**
   * Creates a report; the findings are copied.
   *
   * @param findings one for each thing checked, in the order of the checks
   */
  public SetupReport {
    findings = List.copyOf(Objects.requireNonNull(findings, "findings"));
  }

  /** The state of one thing. */
  public enum Outcome {
    /** It was missing, and was created. */
    CREATED,
    /** It exists, and is right. */
    FOUND,
    /** It existed but was wrong, and was changed. */
    CHANGED,
    /** The server does not support it; some local servers do not. */
    UNSUPPORTED,
    /** It is not set, and the setup was not asked to set it: the note says how to ask. */
    NOT_SET,
    /**
     * It is missing or wrong, and could not be changed: the note says why. Everything else was set
     * up.
     */
    REFUSED,
    /** It is missing or wrong, and was not changed: the note says what to do. */
    WRONG
  }

  /**
   * The state of one thing.
   *
   * @param what the thing, such as {@code time to live of table acme}
   * @param outcome its state
   * @param note what to do if it is wrong, or anything worth knowing; may be empty
   */
  public record Finding(String what, Outcome outcome, String note) {
    /**
     * Creates a finding.
     *
     * @param what the thing
     * @param outcome its state
     * @param note details; empty if there are none
     */
    public Finding {
      Objects.requireNonNull(what, "what");
      Objects.requireNonNull(outcome, "outcome");
      Objects.requireNonNull(note, "note");
    }

    /** Returns the finding as a single line. */
    @Override
    public String toString() {
      return outcome + " " + what + (note.isEmpty() ? "" : ": " + note);
    }
  }

  /**
   * Returns whether everything is as a repository needs it.
   *
   * @return true if nothing is wrong, and nothing was refused
   */
  public boolean isGood() {
    return findings.stream().map(Finding::outcome).noneMatch(BAD::contains);
  }

  /** Returns the findings, one per line. */
  @Override
  public String toString() {
    return findings.stream().map(Finding::toString).collect(Collectors.joining("\n"));
  }
}
