package dev.versioned.spi;

import java.util.List;
import java.util.Objects;

/**
 * Which store an {@link ItemStore} is, and what it says of itself.
 *
 * @param name the name: the same text in every process, and a different one for every other store,
 *     even for one that was restored from a backup of this one under the same name
 * @param region the Region in which this store is written; empty if it has none
 * @param otherRegions other Regions in which replicas of it can be written; none if it has none
 * @param faults what makes the store unfit, such as {@code it has no transactions}; none if nothing
 *     is known
 * @param conduct whether the store has to be examined
 */
public record StoreIdentity(
    String name, String region, List<String> otherRegions, List<String> faults, Conduct conduct) {

  /** Whether a store is known to keep the promises of its interface. */
  public enum Conduct {
    /**
     * Unknown, as of a server that speaks a protocol: a repository examines the store before its
     * first write, unless the store holds the result of an earlier examination.
     */
    UNKNOWN,
    /** It keeps them by its construction, and is not examined. */
    KNOWN
  }

  /**
   * Makes an identity.
   *
   * @param name the name
   * @param region the Region; empty if there is none
   * @param otherRegions the Regions of its replicas
   * @param faults what makes the store unfit
   * @param conduct whether the store has to be examined
   */
  public StoreIdentity {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(region, "region");
    otherRegions = List.copyOf(otherRegions);
    faults = List.copyOf(faults);
    Objects.requireNonNull(conduct, "conduct");
  }

  /**
   * Returns the identity of a store without Regions that has to be examined.
   *
   * @param name the name
   * @return the identity
   */
  public static StoreIdentity of(String name) {
    return new StoreIdentity(name, "", List.of(), List.of(), Conduct.UNKNOWN);
  }

  /**
   * Returns the identity of a store without Regions that keeps its promises by construction.
   *
   * @param name the name
   * @return the identity
   */
  public static StoreIdentity ofKnown(String name) {
    return new StoreIdentity(name, "", List.of(), List.of(), Conduct.KNOWN);
  }
}
