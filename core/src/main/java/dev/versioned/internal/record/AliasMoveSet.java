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
 * Moves of several aliases, of one or more artifacts, in one transaction.
 *
 * @param moves the moves, each of another alias
 */
public record AliasMoveSet(List<AliasMove> moves) {
  /** The number of {@link #items} that every store must allow in a set; it may allow more. */
  public static final int ITEMS = 100;

  /**
   * Makes a set of moves.
   *
   * @param moves the moves, each of another alias
   * @throws IllegalArgumentException if the list is empty, or two moves are of the same alias
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
   * A version that gains or loses references in a set.
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
   * The change of the references to a version.
   *
   * @param change the number of references added, negative if references are removed; 0 if both are
   *     equal
   * @param gained whether an alias starts to point to the version, which must then be ACTIVE
   */
  public record Change(long change, boolean gained) {
    private Change and(Change other) {
      return new Change(change + other.change, gained || other.gained);
    }
  }

  /**
   * Returns the change of the references to each version, over all moves. A version is one item of
   * the transaction, however many aliases start or stop pointing to it.
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
   * Returns the number of items that the transaction writes: two for each alias (the alias and its
   * ledger row), one for each idempotency key, one for overrides, and one for each version that
   * gains or loses references.
   *
   * @return the number of items
   */
  public int items() {
    long records = moves.stream().filter(move -> move.record() != null).count();
    long overrides = moves.stream().filter(move -> move.overrides() != null).count();
    return 2 * moves.size() + (int) (records + overrides) + references().size();
  }

  /** The result of the moves. */
  public sealed interface Result {}

  /** This call moved all aliases. */
  public record Moved() implements Result {}

  /**
   * Nothing changed, because one of the moves could not be made.
   *
   * @param move a move that could not be made; if an alias had another revision, the move of such
   *     an alias
   * @param why {@link AliasMove.KeyTaken}, {@link AliasMove.RevisionDiffers} or {@link
   *     AliasMove.NotActive}
   */
  public record Refused(AliasMove move, AliasMove.Result why) implements Result {

    /** Returns the revision that the alias of the move has, 0 if there is none. */
    public long actualRevision() {
      return why instanceof AliasMove.RevisionDiffers differs
          ? differs.current().map(AliasEntry::revision).orElse(0L)
          : move.expectedRevision();
    }
  }

  /**
   * Another transaction was writing the same items. Nothing changed; the same moves may be retried.
   */
  public record Contended() implements Result {}
}
