package dev.versioned.cli.release;

import dev.versioned.cli.document.DocumentException;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Latest;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a release file wants of one alias.
 *
 * @param at where the file says so
 * @param artifact the artifact
 * @param alias the alias
 * @param primary the version that takes what the weights leave
 * @param additional the share of each additional version
 * @param newest the share of the version that is the newest when the plan is made, as an additional
 *     one; none of its own if it is the primary already
 */
public record Desired(
    String at,
    ArtifactName artifact,
    AliasName alias,
    Choice primary,
    SortedMap<VersionNumber, Weight> additional,
    Optional<Weight> newest) {

  /**
   * Validates what is wanted; the map is copied.
   *
   * @param at where the file says so
   * @param artifact the artifact
   * @param alias the alias
   * @param primary the version that takes what the weights leave
   * @param additional the share of each additional version
   * @param newest the share of the newest version, as an additional one
   * @throws DocumentException if traffic is to be split with {@code $LATEST}, or the newest version
   *     is wanted as primary and as additional
   */
  public Desired {
    additional = Collections.unmodifiableSortedMap(new TreeMap<>(additional));
    if (newest.isPresent() && primary instanceof Choice.Newest) {
      throw new DocumentException(
          at, "the newest version is wanted twice for " + artifact + ":" + alias + "; keep one");
    }
    boolean split = !additional.isEmpty() || newest.isPresent();
    if (primary.equals(new Choice.Exactly(Latest.LATEST)) && split) {
      throw new DocumentException(
          at,
          "the traffic of "
              + artifact
              + ":"
              + alias
              + " cannot be split between $LATEST and "
              + (newest.isPresent() ? "the newest version" : additional.keySet())
              + ": $LATEST can only be routed to alone, publish it first");
    }
  }
}
