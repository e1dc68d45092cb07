package dev.versioned.maintenance;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Selects the versions of an artifact to keep: those that any of its rules keeps, as in {@code
 * Retention.newest(10).or(Retention.labelled("release"))}.
 *
 * <p>Every retention keeps the versions that an alias points to, and the newest version, which
 * {@code $LATEST} may be. A retention with a rule also keeps the versions that the next rollback of
 * an alias restores. So no retention can empty an artifact; {@link
 * dev.versioned.Artifact#deleteAll()} does that. Only {@link #inUseOnly()} returns a retention
 * without rules.
 *
 * <p>Immutable.
 */
public final class Retention {
  private final List<Rule> rules;

  private Retention(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** A rule that keeps versions; its {@code toString} describes it. */
  public sealed interface Rule {}

  /**
   * Keeps the newest versions.
   *
   * @param count how many
   */
  public record Newest(int count) implements Rule {
    /**
     * Makes the rule.
     *
     * @param count how many, 1 or more
     * @throws IllegalArgumentException if it is less than 1
     */
    public Newest {
      atLeastOne(count, "versions");
    }

    /** Returns the rule in words. */
    @Override
    public String toString() {
      return "one of the newest " + count;
    }
  }

  /**
   * Keeps versions that were published recently.
   *
   * @param age how recently
   */
  public record NewerThan(Duration age) implements Rule {
    /**
     * Makes the rule.
     *
     * @param age how recently, more than zero
     * @throws IllegalArgumentException if it is zero or negative
     */
    public NewerThan {
      Objects.requireNonNull(age, "age");
      if (age.isNegative() || age.isZero()) {
        throw new IllegalArgumentException(
            "Cannot keep versions newer than " + age + ": the age must be more than zero");
      }
    }

    /** Returns the rule in words. */
    @Override
    public String toString() {
      return "newer than " + age;
    }
  }

  /**
   * Keeps versions that the last ledger rows of an alias name.
   *
   * @param rows the number of rows
   */
  public record InLedger(int rows) implements Rule {
    /**
     * Makes the rule.
     *
     * @param rows how many rows, 1 or more
     * @throws IllegalArgumentException if it is less than 1
     */
    public InLedger {
      atLeastOne(rows, "ledger rows");
    }

    /** Returns the rule in words. */
    @Override
    public String toString() {
      return "in the last " + rows + " ledger rows";
    }
  }

  /**
   * Keeps versions by their metadata.
   *
   * @param name the name of the entry
   * @param value its value, or empty for any value
   */
  public record Labelled(String name, Optional<String> value) implements Rule {
    /**
     * Makes the rule.
     *
     * @param name the name of the entry
     * @param value its value, or empty for any value
     */
    public Labelled {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(value, "value");
    }

    /** Returns the rule in words. */
    @Override
    public String toString() {
      return "labelled " + name + value.map(v -> "=" + v).orElse("");
    }
  }

  /**
   * Keeps the newest of the versions that are not deleted.
   *
   * @param count how many, 1 or more
   * @return the retention
   * @throws IllegalArgumentException if it is less than 1
   */
  public static Retention newest(int count) {
    return new Retention(List.of(new Newest(count)));
  }

  /**
   * Keeps versions that were published recently. The time of a publish comes from the publisher's
   * clock, the current time from the blob store's.
   *
   * @param age how recently, more than zero
   * @return the retention
   * @throws IllegalArgumentException if it is zero or negative
   */
  public static Retention newerThan(Duration age) {
    return new Retention(List.of(new NewerThan(age)));
  }

  /**
   * Keeps versions that any alias pointed to before or after one of its last moves, so that these
   * moves can be rolled back.
   *
   * @param rows how many ledger rows of each alias to look at, 1 or more
   * @return the retention
   * @throws IllegalArgumentException if it is less than 1
   */
  public static Retention inLedger(int rows) {
    return new Retention(List.of(new InLedger(rows)));
  }

  /**
   * Keeps versions that have a metadata entry, whatever its value.
   *
   * @param name the entry's name
   * @return the retention
   */
  public static Retention labelled(String name) {
    Objects.requireNonNull(name, "name");
    return new Retention(List.of(new Labelled(name, Optional.empty())));
  }

  /**
   * Keeps versions that have a metadata entry with a given value.
   *
   * @param name the entry's name
   * @param value the entry's value
   * @return the retention
   */
  public static Retention labelled(String name, String value) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    return new Retention(List.of(new Labelled(name, Optional.of(value))));
  }

  /**
   * Keeps only the versions that every retention keeps: those that an alias points to, and the
   * newest. A version that the next rollback of an alias needs is deleted; the plan says so.
   *
   * @return the retention without rules
   */
  public static Retention inUseOnly() {
    return new Retention(List.of());
  }

  private static void atLeastOne(int count, String what) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "Cannot keep by "
              + count
              + " "
              + what
              + ": it must be 1 or more; inUseOnly() keeps nothing but what is in use");
    }
  }

  /**
   * Keeps the versions that this retention or another one keeps.
   *
   * @param other the other one
   * @return the combined retention
   */
  public Retention or(Retention other) {
    Objects.requireNonNull(other, "other");
    return new Retention(Stream.concat(rules.stream(), other.rules.stream()).toList());
  }

  /**
   * Returns the rules; any one of them suffices to keep a version.
   *
   * @return the rules; empty for {@link #inUseOnly()}
   */
  public List<Rule> rules() {
    return rules;
  }

  /** Returns the rules in words. */
  @Override
  public String toString() {
    return Stream.concat(Stream.of("in use"), rules.stream().map(Rule::toString))
        .collect(Collectors.joining(", or "));
  }
}
