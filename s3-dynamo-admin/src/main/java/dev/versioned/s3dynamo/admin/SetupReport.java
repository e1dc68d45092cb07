package dev.versioned.s3dynamo.admin;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What {@link S3DynamoSetup} found and did.
 *
 * @param findings one for each thing looked at, in the order of the work
 */
public record SetupReport(List<Finding> findings) {
  private static final Set<Outcome> BAD = EnumSet.of(Outcome.WRONG, Outcome.REFUSED);

  /**
   * Makes a report; the findings are copied.
   *
   * @param findings one for each thing looked at, in the order of the work
   */
  public SetupReport {
    findings = List.copyOf(findings);
  }

  /** How a thing stands. */
  public enum Outcome {
    /** It was not there, and was created. */
    CREATED,
    /** It was there, and is right. */
    FOUND,
    /** It was there and not right, and was changed. */
    CHANGED,
    /** The server does not know such a thing; local ones do not. */
    UNSUPPORTED,
    /**
     * It is missing or not right, and could not be changed: the note says why. Everything else was
     * set up.
     */
    REFUSED,
    /** It is missing or not right, and was left as it is: the note says what to do. */
    WRONG
  }

  /**
   * How one thing stands.
   *
   * @param what the thing, such as {@code time to live of table acme}
   * @param outcome how it stands
   * @param note what to do if it is wrong, or what is worth knowing; may be empty
   */
  public record Finding(String what, Outcome outcome, String note) {

    /** Returns the finding as one line. */
    @Override
    public String toString() {
      return outcome + " " + what + (note.isEmpty() ? "" : ": " + note);
    }
  }

  /**
   * Returns whether all is as a repository wants it.
   *
   * @return true if nothing is wrong, and nothing was refused
   */
  public boolean isGood() {
    return findings.stream().map(Finding::outcome).noneMatch(BAD::contains);
  }

  /** Returns the findings, a line each. */
  @Override
  public String toString() {
    return findings.stream().map(Finding::toString).collect(Collectors.joining("\n"));
  }
}
