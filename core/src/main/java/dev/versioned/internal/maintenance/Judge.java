package dev.versioned.internal.maintenance;

import dev.versioned.internal.Kinds;
import dev.versioned.internal.read.Listing;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.maintenance.Retention;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A retention rule with all the data that it needs. */
@FunctionalInterface
public interface Judge {

  /**
   * Returns why a version is kept, or empty if it is not; {@code rank} is 0 for the newest version.
   */
  Optional<String> keeps(Version version, long rank);

  /**
   * Reads the data that a rule needs about an artifact; {@code now} is the blob store's time. Fails
   * if a part of the data cannot be read: without it a version that is needed may seem not to be.
   */
  static Judge of(Retention.Rule rule, ArtifactName artifact, Listing listing, Instant now) {
    String reason = rule.toString();
    if (rule instanceof Retention.Newest newest) {
      return (version, rank) -> when(rank < newest.count(), reason);
    } else if (rule instanceof Retention.NewerThan newer) {
      return (version, rank) ->
          when(Duration.between(version.createdAt(), now).compareTo(newer.age()) < 0, reason);
    } else if (rule instanceof Retention.InLedger ledger) {
      Map<VersionNumber, String> named = named(ledger, artifact, listing);
      return (version, rank) -> Optional.ofNullable(named.get(version.number()));
    } else if (rule instanceof Retention.Labelled labelled) {
      return (version, rank) -> {
        String actual = version.metadata().get(labelled.name());
        return when(actual != null && labelled.value().orElse(actual).equals(actual), reason);
      };
    }
    throw Kinds.unknown(rule);
  }

  private static Map<VersionNumber, String> named(
      Retention.InLedger rule, ArtifactName artifact, Listing listing) {
    Map<VersionNumber, String> named = new HashMap<>();
    listing
        .allAliases(artifact)
        .forEach(
            alias ->
                listing
                    .allRows(artifact, alias.name())
                    .limit(rule.rows())
                    .flatMap(Judge::versions)
                    .forEach(
                        number -> named.putIfAbsent(number, rule + " of alias " + alias.name())));
    return named;
  }

  private static Stream<VersionNumber> versions(LedgerRow row) {
    return Stream.concat(
        Stream.of(row.entry().before(), row.entry().after())
            .flatMap(Optional::stream)
            .flatMap(routing -> routing.versions().stream()),
        row.overrides().versions().stream());
  }

  private static Optional<String> when(boolean keeps, String reason) {
    return keeps ? Optional.of(reason) : Optional.empty();
  }
}
