package dev.versioned.s3dynamo.python;

import dev.versioned.maintenance.ForeignAlias;
import dev.versioned.model.AliasName;
import dev.versioned.model.Routing;
import dev.versioned.model.Target;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.s3dynamo.python.Found.AliasItem;
import dev.versioned.s3dynamo.python.PythonFault.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes routings of aliases.
 *
 * @param artifact the name of the artifact
 * @param active what aliases may point to
 * @param faults receives what is wrong
 */
record AliasReader(String artifact, Set<Target> active, Consumer<PythonFault> faults) {
  private static final int PERCENT_BELOW = 100;

  Optional<ForeignAlias> read(AliasItem item) {
    AliasName name;
    try {
      name = AliasName.parse(item.name());
    } catch (IllegalArgumentException e) {
      return refuse(Kind.NAME_INVALID, item, String.valueOf(e.getMessage()));
    }
    Optional<Integer> weight = weight(item);
    if (weight.isEmpty()) {
      return refuse(
          Kind.ALIAS_INVALID,
          item,
          "the weight of its secondary version is "
              + item.weight()
              + ", which is no percentage from 0 to 99");
    }
    String secondary = item.secondary();
    if (secondary == null && weight.get() > 0) {
      return refuse(
          Kind.ALIAS_INVALID,
          item,
          "it routes " + weight.get() + " % to a secondary version, and has none");
    }
    Optional<Target> primary = active(item.version());
    if (primary.isEmpty()) {
      return dangling(item, item.version());
    } else if (secondary == null || weight.get() == 0) {
      return Optional.of(new ForeignAlias(name, Routing.to(primary.get()), item.updatedAt()));
    }
    Optional<Target> canary = active(secondary);
    if (canary.isEmpty()) {
      return dangling(item, secondary);
    }
    if (primary.get() instanceof VersionNumber one
        && canary.get() instanceof VersionNumber other
        && !one.equals(other)) {
      Routing routing = Routing.weighted(one, Map.of(other, Weight.percent(weight.get())));
      return Optional.of(new ForeignAlias(name, routing, item.updatedAt()));
    }
    return refuse(
        Kind.ALIAS_INVALID,
        item,
        "it splits traffic between "
            + item.version()
            + " and "
            + secondary
            + "; a split is of two different published versions");
  }

  private Optional<Target> active(String version) {
    // rule: python-alias-of-a-broken-version-is-left-out
    return BytesReader.target(version).filter(active::contains);
  }

  private Optional<ForeignAlias> dangling(AliasItem item, String version) {
    return refuse(
        Kind.ALIAS_DANGLING,
        item,
        "it points to version " + version + ", which is missing, deleted or left out");
  }

  private Optional<ForeignAlias> refuse(Kind kind, AliasItem item, String why) {
    faults.accept(
        new PythonFault(kind, artifact + ":" + item.name(), why + "; the alias is left out"));
    return Optional.empty();
  }

  /** Returns the percentage, 0 if there is none; empty if it is not one. */
  private static Optional<Integer> weight(AliasItem item) {
    String text = item.weight();
    if (text == null) {
      return item.secondary() == null ? Optional.of(0) : Optional.empty();
    }
    try {
      int percent = Integer.parseInt(text);
      return percent >= 0 && percent < PERCENT_BELOW ? Optional.of(percent) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
