package dev.versioned.s3dynamo.admin;

import java.util.List;

/**
 * What {@link S3DynamoDoctor} found.
 *
 * @param checks one for each thing tried, in the order of the work
 */
public record DoctorReport(List<Check> checks) {

  /**
   * Makes a report; the checks are copied.
   *
   * @param checks one for each thing tried, in the order of the work
   */
  public DoctorReport {
    checks = List.copyOf(checks);
  }

  /** What a check came to. */
  public enum Verdict {
    /** As the library needs it. */
    PASS,
    /** Not as AWS does it; the library guards against it, or it is good practice only. */
    WARN,
    /** A promise of the library cannot be kept. */
    FAIL,
    /** Could not be tried here. */
    SKIP
  }

  /**
   * One thing that was tried.
   *
   * @param name what was tried
   * @param verdict the result
   * @param found what is wrong, or worth knowing; may be empty
   * @param remedy what to do; empty if nothing need be done
   */
  public record Check(String name, Verdict verdict, String found, String remedy) {

    /** Returns the check as one line. */
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
   * Returns whether the library keeps its promises here.
   *
   * @return true if no check failed
   */
  public boolean isHealthy() {
    return checks.stream().noneMatch(check -> check.verdict() == Verdict.FAIL);
  }
}
