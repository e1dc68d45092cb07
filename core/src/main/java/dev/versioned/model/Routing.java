package dev.versioned.model;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The versions that an alias points to: a primary version, and additional versions with weights;
 * the primary gets the rest.
 *
 * <p>Lambda allows one additional version; this library allows any number. As in Lambda, {@code
 * $LATEST} cannot be combined with others. A weight may be 0 %: the version is then part of the
 * routing and protected from deletion, but gets no traffic.
 *
 * @param primary the version that gets the rest of the traffic
 * @param additional the weight of each additional version, in ascending order of the versions
 */
public record Routing(Target primary, SortedMap<VersionNumber, Weight> additional) {

  /**
   * Validates the routing.
   *
   * @param primary the version that gets the rest of the traffic
   * @param additional the weight of each additional version, in ascending order of the versions
   * @throws IllegalArgumentException if the weights add up to over 100 %, the primary is among the
   *     additional versions, or {@code $LATEST} is not alone
   */
  public Routing {
    Objects.requireNonNull(primary, "primary");
    Objects.requireNonNull(additional, "additional");
    additional = Collections.unmodifiableSortedMap(new TreeMap<>(additional));
    if (primary == Latest.LATEST && !additional.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot split traffic between $LATEST and "
              + additional.keySet()
              + ": $LATEST can only be routed to alone, publish it first");
    }
    if (primary instanceof VersionNumber number && additional.containsKey(number)) {
      throw new IllegalArgumentException(
          "Cannot route to version " + primary + " both as primary and as additional version");
    }
    long sum = additional.values().stream().mapToLong(Weight::basisPoints).sum();
    if (sum > Weight.FULL) {
      throw new IllegalArgumentException(
          "Cannot route with weights " + additional + ": they add up to more than 100 %");
    }
  }

  /**
   * Routes everything to one version.
   *
   * @param version the version, or {@code $LATEST}
   * @return the routing
   */
  public static Routing to(VersionRef version) {
    Objects.requireNonNull(version, "version");
    return new Routing(version.id(), Collections.emptySortedMap());
  }

  /**
   * Splits the traffic between two versions.
   *
   * @param primary the version that gets the rest
   * @param canary the additional version
   * @param weight the additional version's share
   * @return the routing
   * @throws IllegalArgumentException if both are the same version, or one is {@code $LATEST}
   */
  public static Routing split(VersionRef primary, VersionRef canary, Weight weight) {
    Objects.requireNonNull(primary, "primary");
    Objects.requireNonNull(canary, "canary");
    Objects.requireNonNull(weight, "weight");
    return weighted(numbered(primary), Map.of(numbered(canary), weight));
  }

  private static VersionNumber numbered(VersionRef version) {
    if (version.id() instanceof VersionNumber number) {
      return number;
    }
    throw new IllegalArgumentException(
        "Cannot split traffic with "
            + version
            + ": $LATEST can only be routed to alone, publish it first");
  }

  /**
   * Splits the traffic between a primary and any number of additional versions.
   *
   * @param primary the version that gets the rest
   * @param additional the share of each additional version
   * @return the routing
   * @throws IllegalArgumentException if the weights add up to over 100 %, or the primary is among
   *     the additional versions
   */
  public static Routing weighted(VersionNumber primary, Map<VersionNumber, Weight> additional) {
    Objects.requireNonNull(primary, "primary");
    Objects.requireNonNull(additional, "additional");
    return new Routing(primary, new TreeMap<>(additional));
  }

  /**
   * Returns the share of the primary, which is the rest after all weights.
   *
   * @return the primary's weight
   */
  public Weight primaryWeight() {
    int taken = additional.values().stream().mapToInt(Weight::basisPoints).sum();
    return Weight.basisPoints(Weight.FULL - taken);
  }

  /**
   * Returns the share of a target, 0 % if it is not routed to.
   *
   * @param target any version, or {@code $LATEST}
   * @return its weight
   */
  public Weight weightOf(Target target) {
    Objects.requireNonNull(target, "target");
    if (target.equals(primary)) {
      return primaryWeight();
    }
    Weight weight = target instanceof VersionNumber number ? additional.get(number) : null;
    return weight == null ? Weight.basisPoints(0) : weight;
  }

  /**
   * Returns whether there is an additional version.
   *
   * @return true if the traffic is split
   */
  public boolean isSplit() {
    return !additional.isEmpty();
  }

  /**
   * Returns the numbered versions routed to, in ascending order; empty for {@code $LATEST}.
   *
   * @return primary and additional versions
   */
  public Set<VersionNumber> versions() {
    Set<VersionNumber> versions = new TreeSet<>(additional.keySet());
    if (primary instanceof VersionNumber number) {
      versions.add(number);
    }
    return versions;
  }

  /** Returns the routing as text, such as {@code 1=90% 2=10%}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(primary + "=" + primaryWeight());
    additional.forEach(
        (version, weight) -> text.append(' ').append(version).append('=').append(weight));
    return text.toString();
  }
}
