package dev.versioned.simulation;

import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An alias of one of the artifacts. The aliases of a release set are named in the reason of its
 * moves.
 */
record Place(ArtifactName artifact, AliasName alias) {
  private static final String OF = " of ";

  /** Returns the reason of the moves of a set. */
  static String reason(String token, Collection<Place> places) {
    return token + OF + places.stream().map(Place::toString).collect(Collectors.joining(" "));
  }

  /** Returns the token of a move, which all moves of a set share. */
  static String token(String reason) {
    return isOfSet(reason)
        ? reason.substring(0, reason.indexOf(OF))
        : Freezing.withoutSuffix(reason);
  }

  private static boolean isOfSet(String reason) {
    return reason.startsWith(Tokens.PREFIX) && reason.contains(OF);
  }

  /** Returns the other aliases that move with a move; empty if it belongs to no set. */
  static List<Place> namedBy(String reason) {
    return isOfSet(reason)
        ? Arrays.stream(reason.substring(reason.indexOf(OF) + OF.length()).split(" "))
            .map(Place::parse)
            .toList()
        : List.of();
  }

  private static Place parse(String text) {
    int colon = text.indexOf(':');
    return new Place(
        ArtifactName.parse(text.substring(0, colon)), AliasName.parse(text.substring(colon + 1)));
  }

  @Override
  public String toString() {
    return artifact + ":" + alias;
  }
}
