package dev.versioned.maintenance;

import dev.versioned.Alias;
import dev.versioned.Artifact;
import dev.versioned.LedgerEntry;
import dev.versioned.Version;
import dev.versioned.VersionNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * an alias brings back. So no retention can empty an artifact; {@link Artifact#delete()} does that.
 * One without any rule of its own can only be had by name, {@link #inUseOnly()}.
 *
 * <p>Immutable.
 */
public final class Retention {
  private final List<Rule> rules;

  private Retention(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** What may keep a version; {@code toString} says which versions. */
  interface Rule {
    /** Gathers what the rule must know of an artifact; {@code now} is the blob store's time. */
    Judge of(Artifact artifact, Instant now);
  }

  /** A rule that knows all it must. */
  interface Judge {
    /** Says why a version is kept, if it is; {@code rank} is 0 for the newest version. */
    Optional<String> keeps(Version version, long rank);
  }

  private record Newest(int count) implements Rule {
    @Override
    public Judge of(Artifact artifact, Instant now) {
      return (version, rank) -> when(rank < count, toString());
    }

    @Override
    public String toString() {
      return "one of the newest " + count;
    }
  }

  private record NewerThan(Duration age) implements Rule {
    @Override
    public Judge of(Artifact artifact, Instant now) {
      return (version, rank) ->
          when(Duration.between(version.createdAt(), now).compareTo(age) < 0, toString());
    }

    @Override
    public String toString() {
      return "newer than " + age;
    }
  }

  private record InLedger(int rows) implements Rule {
    @Override
    public Judge of(Artifact artifact, Instant now) {
      Map<VersionNumber, String> named = new HashMap<>();
      for (Alias alias : (Iterable<Alias>) artifact.aliases()::iterator) {
        artifact
            .alias(alias.name())
            .ledger()
            .limit(rows)
            .flatMap(InLedger::versions)
            .forEach(number -> named.putIfAbsent(number, this + " of alias " + alias.name()));
      }
      return (version, rank) -> Optional.ofNullable(named.get(version.number()));
    }

    private static Stream<VersionNumber> versions(LedgerEntry row) {
      return Stream.of(row.before(), row.after())
          .flatMap(Optional::stream)
          .flatMap(routing -> routing.versions().stream());
    }

    @Override
    public String toString() {
      return "in the last " + rows + " ledger rows";
    }
  }

  private record Labelled(String name, Optional<String> value) implements Rule {
    @Override
    public Judge of(Artifact artifact, Instant now) {
      return (version, rank) -> {
        String actual = version.metadata().get(name);
        return when(actual != null && value.orElse(actual).equals(actual), toString());
      };
    }

    @Override
    public String toString() {
      return "labelled " + name + value.map(v -> "=" + v).orElse("");
    }
  }

  private static Optional<String> when(boolean keeps, String reason) {
    return keeps ? Optional.of(reason) : Optional.empty();
  }

  /**
   * Keeps the newest versions, of those that are not deleted.
   *
   * @param count how many, 1 or more
   * @return the retention
   * @throws IllegalArgumentException if it is less than 1
   */
  public static Retention newest(int count) {
    return new Retention(List.of(new Newest(atLeastOne(count, "versions"))));
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
    Objects.requireNonNull(age, "age");
    if (age.isNegative() || age.isZero()) {
      throw new IllegalArgumentException(
          "Cannot keep versions newer than " + age + ": the age must be more than zero");
    }
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
    return new Retention(List.of(new InLedger(atLeastOne(rows, "ledger rows"))));
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

  private static int atLeastOne(int count, String what) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "Cannot keep by "
              + count
              + " "
              + what
              + ": it must be 1 or more; inUseOnly() keeps nothing but what is in use");
    }
    return count;
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

  List<Rule> rules() {
    return rules;
  }

  /** Returns the rules in words. */
  @Override
  public String toString() {
    return Stream.concat(Stream.of("in use"), rules.stream().map(Rule::toString))
        .collect(Collectors.joining(", or "));
  }
}
