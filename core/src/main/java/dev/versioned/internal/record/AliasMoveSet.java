package dev.versioned.internal.record;

import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.VersionNumber;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Moves of several aliases, of one or several artifacts: one transaction that happens whole or not
 * at all.
 *
 * @param moves the moves, each of another alias
 */
public record AliasMoveSet(List<AliasMove> moves) {
  /** How many {@link #items} a set may have at least: what a store must allow. */
  public static final int ITEMS = 100;

  /**
   * Makes a set of moves.
   *
   * @param moves the moves, each of another alias
   * @throws IllegalArgumentException if there is none, or two are of the same alias
   */
  public AliasMoveSet {
    moves = List.copyOf(moves);
    if (moves.isEmpty()) {
      throw new IllegalArgumentException("Cannot move no alias");
    }
    Set<Place> places = new HashSet<>();
    for (AliasMove move : moves) {
      Place place = new Place(move.after().artifact(), move.after().name());
      if (!places.add(place)) {
        throw new IllegalArgumentException(
            "Cannot move " + place.artifact() + ":" + place.alias() + " twice in one transaction");
      }
    }
  }

  private record Place(ArtifactName artifact, AliasName alias) {}

  /**
   * A version that comes or goes in a set.
   *
   * @param artifact the artifact
   * @param number the version
   */
  public record Referred(ArtifactName artifact, VersionNumber number)
      implements Comparable<Referred> {
    private static final Comparator<Referred> ORDER =
        Comparator.comparing(Referred::artifact).thenComparing(Referred::number);

    @Override
    public int compareTo(Referred other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * What becomes of the references to a version.
   *
   * @param change how many references more, or, if negative, less; 0 if as many come as go
   * @param gained whether an alias newly points to it, so that it must be ACTIVE
   */
  public record Change(long change, boolean gained) {
    private Change and(Change other) {
      return new Change(change + other.change, gained || other.gained);
    }
  }

  /**
   * Tells what becomes of the references to each version that comes or goes, over all moves: a
   * version is one item of a transaction, however many aliases come to it or leave it.
   *
   * @return the change of each version, in a fixed order
   */
  public SortedMap<Referred, Change> references() {
    SortedMap<Referred, Change> references = new TreeMap<>();
    for (AliasMove move : moves) {
      ArtifactName artifact = move.after().artifact();
      move.gained()
          .forEach(
              number ->
                  references.merge(
                      new Referred(artifact, number), new Change(1, true), Change::and));
      move.released()
          .forEach(
              number ->
                  references.merge(
                      new Referred(artifact, number), new Change(-1, false), Change::and));
    }
    return references;
  }

  /**
   * Counts what the transaction writes: two items for each alias, itself and its ledger row, one
   * for each idempotency key, and one for each version that comes or goes.
   *
   * @return the number of items
   */
  public int items() {
    long records = moves.stream().filter(move -> move.record() != null).count();
    return 2 * moves.size() + (int) records + references().size();
  }

  /** What came of the moves. */
  public sealed interface Result {}

  /** The aliases were moved, all of them, by this call. */
  public record Moved() implements Result {}

  /**
   * Nothing changed, since one of the moves could not be made.
   *
   * @param move one that could not be made; if an alias was at another revision, such a one
   * @param why {@link AliasMove.KeyTaken}, {@link AliasMove.RevisionDiffers} or {@link
   *     AliasMove.NotActive}
   */
  public record Refused(AliasMove move, AliasMove.Result why) implements Result {}

  /**
   * Another transaction was at the same items. Nothing changed; the same moves may be tried again.
   */
  public record Contended() implements Result {}
}
