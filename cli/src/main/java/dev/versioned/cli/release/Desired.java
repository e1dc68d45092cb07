package dev.versioned.cli.release;

import dev.versioned.cli.document.DocumentException;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Latest;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import java.util.Collections;
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
 */
public record Desired(
    String at,
    ArtifactName artifact,
    AliasName alias,
    Choice primary,
    SortedMap<VersionNumber, Weight> additional) {

  /**
   * Validates what is wanted; the map is copied.
   *
   * @param at where the file says so
   * @param artifact the artifact
   * @param alias the alias
   * @param primary the version that takes what the weights leave
   * @param additional the share of each additional version
   * @throws DocumentException if traffic is to be split with {@code $LATEST}
   */
  public Desired {
    additional = Collections.unmodifiableSortedMap(new TreeMap<>(additional));
    if (primary.equals(new Choice.Exactly(Latest.LATEST)) && !additional.isEmpty()) {
      throw new DocumentException(
          at,
          "the traffic of "
              + artifact
              + ":"
              + alias
              + " cannot be split between $LATEST and "
              + additional.keySet()
              + ": $LATEST can only be routed to alone, publish it first");
    }
  }
}
