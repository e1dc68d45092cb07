package dev.versioned.maintenance;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which versions of an artifact to keep: those that any of its rules keeps, as in {@code
 * Retention.newest(10).or(Retention.labelled("release"))}.
 *
 * <p>Whatever the rules, a version that an alias points to is kept, and so is the newest version,
 * which {@code $LATEST} may stand for. A retention with a rule also keeps what the next rollback of
 * an alias brings back. So no retention can empty an artifact; {@link
 * dev.versioned.Artifact#deleteAll()} does that. One without any rule of its own can only be had by
 * name, {@link #inUseOnly()}.
 *
 * <p>Immutable.
 */
public final class Retention {
  private final List<Rule> rules;

  private Retention(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** A rule that keeps versions; its {@code toString} says which. */
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
   * Keeps versions published less than this ago.
   *
   * @param age how long
   */
  public record NewerThan(Duration age) implements Rule {
    /**
     * Makes the rule.
     *
     * @param age how long, more than zero
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
   * @param rows how many rows
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
   * @param value its value, or nothing for any
   */
  public record Labelled(String name, Optional<String> value) implements Rule {
    /**
     * Makes the rule.
     *
     * @param name the name of the entry
     * @param value its value, or nothing for any
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
   * Keeps the newest versions, of those that are not deleted.
   *
   * @param count how many, 1 or more
   * @return the retention
   * @throws IllegalArgumentException if it is less than 1
   */
  public static Retention newest(int count) {
    return new Retention(List.of(new Newest(count)));
  }

  /**
   * Keeps versions published less than this ago. The time of publishing is by the publisher's
   * clock, the present time by the blob store's.
   *
   * @param age how long, more than zero
   * @return the retention
   * @throws IllegalArgumentException if it is zero or negative
   */
  public static Retention newerThan(Duration age) {
    return new Retention(List.of(new NewerThan(age)));
  }

  /**
   * Keeps versions that any alias pointed to before or after one of its last moves, so that these
   * can be rolled back.
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
   * Keeps versions that have a metadata entry of a value.
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
   * Keeps only what every retention keeps: versions that an alias points to, and the newest. The
   * plan says of a version that the next rollback of an alias needs it, and it is deleted.
   *
   * @return the retention without rules of its own
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
   * Keeps what this retention or another one keeps.
   *
   * @param other the other one
   * @return both together
   */
  public Retention or(Retention other) {
    Objects.requireNonNull(other, "other");
    return new Retention(Stream.concat(rules.stream(), other.rules.stream()).toList());
  }

  /**
   * Returns the rules, of which one suffices to keep a version.
   *
   * @return the rules; none keeps only what is in use
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
