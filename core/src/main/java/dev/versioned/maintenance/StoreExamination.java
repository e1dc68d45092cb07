package dev.versioned.maintenance;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * How two stores behaved when they were examined: whether they keep the promises that a repository
 * is built on.
 *
 * @param findings one for each promise
 */
public record StoreExamination(List<Finding> findings) {

  /** What was found of a promise. */
  public enum Outcome {
    /** It was kept. */
    KEPT,
    /** It was broken, and the library guards against that. */
    GUARDED,
    /** It was broken: versions could be overwritten, or aliases moved in part. */
    BROKEN,
    /** It could not be examined, because access was denied or other writers kept interfering. */
    UNKNOWN
  }

  /**
   * The finding about one promise.
   *
   * @param promise the promise, such as {@code S3: PUT refuses to overwrite (If-None-Match)}
   * @param outcome what was found
   * @param found what the store did, or why it could not be examined; empty if it was kept
   * @param remedy what to do; empty if nothing is to be done
   */
  public record Finding(String promise, Outcome outcome, String found, String remedy) {
    /**
     * Makes a finding.
     *
     * @param promise the promise
     * @param outcome what was found
     * @param found what the store did; empty if it was kept
     * @param remedy what to do; empty if nothing is to be done
     */
    public Finding {
      Objects.requireNonNull(promise, "promise");
      Objects.requireNonNull(outcome, "outcome");
      Objects.requireNonNull(found, "found");
      Objects.requireNonNull(remedy, "remedy");
    }

    /** Returns promise and finding as one line. */
    @Override
    public String toString() {
      return outcome + " " + promise + (found.isEmpty() ? "" : ": " + found);
    }
  }

  /**
   * Makes a result.
   *
   * @param findings one for each promise
   */
  public StoreExamination {
    Objects.requireNonNull(findings, "findings");
    findings = List.copyOf(findings);
  }

  /**
   * Returns whether a repository may use the stores, as far as they could be examined.
   *
   * @return true if no promise was broken that the library needs
   */
  public boolean isUsable() {
    return of(Outcome.BROKEN).isEmpty();
  }

  /**
   * Returns whether the stores may be used, and every promise could be examined.
   *
   * @return true if nothing was broken that the library needs, and nothing is unknown
   */
  public boolean isSound() {
    return isUsable() && of(Outcome.UNKNOWN).isEmpty();
  }

  /**
   * Returns the findings with an outcome.
   *
   * @param outcome the outcome
   * @return the findings in their order
   */
  public List<Finding> of(Outcome outcome) {
    Objects.requireNonNull(outcome, "outcome");
    return findings.stream().filter(finding -> finding.outcome() == outcome).toList();
  }

  /**
   * Describes the findings with an outcome.
   *
   * @param outcome the outcome
   * @return their promises and what was found, in one line
   */
  public String describe(Outcome outcome) {
    return of(outcome).stream()
        .map(finding -> finding.promise() + ": " + finding.found())
        .collect(Collectors.joining("; "));
  }
}
