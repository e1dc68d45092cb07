package dev.versioned.s3dynamo.admin;

import java.util.List;
import java.util.Objects;

/**
 * The results of {@link S3DynamoDoctor}.
 *
 * @param checks one for each check, in the order in which they ran
 */
public record DoctorReport(List<Check> checks) {

  /**
   * Creates a report; the checks are copied.
   *
   * @param checks one for each check, in the order in which they ran
   */
  public DoctorReport {
    checks = List.copyOf(Objects.requireNonNull(checks, "checks"));
  }

  /** The result of a check. */
  public enum Verdict {
    /** Works as the library needs it. */
    PASS,
    /** Differs from AWS, but the library guards against it; or only good practice is missing. */
    WARN,
    /** The library cannot keep one of its guarantees. */
    FAIL,
    /** Could not be checked here. */
    SKIP
  }

  /**
   * One check.
   *
   * @param name what was checked
   * @param verdict the result
   * @param found what is wrong or worth knowing; may be empty
   * @param remedy what to do; empty if no action is needed
   */
  public record Check(String name, Verdict verdict, String found, String remedy) {
    /**
     * Creates a check.
     *
     * @param name what was checked
     * @param verdict the result
     * @param found what was found; empty if there is nothing to say
     * @param remedy what to do; empty if nothing
     */
    public Check {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(verdict, "verdict");
      Objects.requireNonNull(found, "found");
      Objects.requireNonNull(remedy, "remedy");
    }

    /** Returns the check as a single line. */
    @Override
    public String toString() {
      return verdict
          + " "
          + name
          + (found.isEmpty() ? "" : ": " + found)
          + (remedy.isEmpty() ? "" : "; " + remedy);
    }
  }

  /**
   * Returns whether the library can keep its guarantees here.
   *
   * @return true if no check failed
   */
  public boolean isHealthy() {
    return checks.stream().noneMatch(check -> check.verdict() == Verdict.FAIL);
  }
}
