package dev.versioned;

import dev.versioned.internal.alias.AliasMover;
import dev.versioned.internal.alias.ChangeRequest;
import dev.versioned.internal.alias.Goal;
import dev.versioned.internal.alias.Verbs;
import dev.versioned.internal.engine.Engine;
import dev.versioned.internal.read.PassedVersions;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.AliasMove;
import dev.versioned.model.Alias;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Routing;
import dev.versioned.model.Version;
import dev.versioned.model.VersionRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Moves several aliases, of one or several artifacts, in one transaction: all of them move, with
 * their ledger rows, or none does, and no reader sees only some of them moved.
 *
 * <pre>{@code
 * List<Alias> released =
 *     repo.releaseSet()
 *         .move(checkout.alias("LIVE"), v8)
 *         .move(prices.alias("LIVE"), Routing.to(v3.number()), 12)
 *         .apply(update -> update.reason("spring sale"));
 * repo.releaseSet().rollback(released).apply();
 * }</pre>
 *
 * <p>One set is one DynamoDB transaction, of 100 items at most: two for each alias, and one for
 * each version that an alias of the set starts or stops pointing to, counted once however many
 * aliases do. So a set can move 50 aliases if only weights change, and 25 if each alias moves from
 * its own version to another one; 49 aliases of one artifact can all move from the same version to
 * the same other one. A larger set is refused before anything is written.
 *
 * <p>The aliases must belong to the repository that made the set; others throw {@link
 * IllegalArgumentException}. For use by one thread. A set may be applied more than once; each time
 * is a new move.
 */
public final class ReleaseSet {
  private final Engine engine;
  private final List<AliasMover.Wish> wishes = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  ReleaseSet(Engine engine) {
    this.engine = engine;
  }

  /**
   * Adds a move of an alias, whatever its revision; creates the alias if it does not exist.
   *
   * @param alias the alias
   * @param routing the new routing
   * @return this set
   * @throws IllegalArgumentException if the alias is already in the set
   */
  public ReleaseSet move(AliasHandle alias, Routing routing) {
    Objects.requireNonNull(routing, "routing");
    Objects.requireNonNull(alias, "alias");
    return add(alias, LedgerEntry.Action.MOVE, OptionalLong.empty(), List.of(), to(routing));
  }

  /**
   * Adds a move of an alias to one version, whatever its revision; creates the alias if it does not
   * exist.
   *
   * @param alias the alias
   * @param version the version that gets all of its traffic
   * @return this set
   * @throws IllegalArgumentException if the alias is already in the set, or the version is of
   *     another artifact; {@link #apply()} refuses one of another repository
   */
  public ReleaseSet move(AliasHandle alias, VersionRef version) {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(alias, "alias");
    return add(
        alias,
        LedgerEntry.Action.MOVE,
        OptionalLong.empty(),
        PassedVersions.of("route alias " + alias + " to", alias.artifact(), version),
        to(Routing.to(version)));
  }

  /**
   * Adds a move of an alias that must have an expected revision; otherwise the set is refused.
   *
   * @param alias the alias
   * @param routing the new routing
   * @param expectedRevision the expected revision; 0 if the alias must not exist
   * @return this set
   * @throws IllegalArgumentException if the alias is already in the set, or the revision is
   *     negative
   */
  public ReleaseSet move(AliasHandle alias, Routing routing, long expectedRevision) {
    Objects.requireNonNull(routing, "routing");
    Objects.requireNonNull(alias, "alias");
    return add(alias, LedgerEntry.Action.MOVE, expected(expectedRevision), List.of(), to(routing));
  }

  /**
   * Adds the rollback of an alias, whatever its revision, as by {@link AliasHandle#rollback()}.
   *
   * @param alias the alias
   * @return this set
   * @throws IllegalArgumentException if the alias is already in the set
   */
  public ReleaseSet rollback(AliasHandle alias) {
    Objects.requireNonNull(alias, "alias");
    return add(
        alias,
        LedgerEntry.Action.ROLLBACK,
        OptionalLong.empty(),
        List.of(),
        present -> engine.open().rollbacks().earlier(orNotFound(alias, present)));
  }

  /**
   * Adds the undoing of one revision of an alias: the previous routing serves again, and if this
   * revision created the alias, it is deleted, with a {@link LedgerEntry.Action#DELETE} in its
   * ledger. If the alias no longer has the revision, the set is refused.
   *
   * @param alias the alias
   * @param revision the revision to undo
   * @return this set
   * @throws IllegalArgumentException if the alias is already in the set, or the revision is
   *     negative
   */
  public ReleaseSet rollback(AliasHandle alias, long revision) {
    Objects.requireNonNull(alias, "alias");
    return add(
        alias,
        LedgerEntry.Action.ROLLBACK,
        expected(revision),
        List.of(),
        present -> engine.open().rollbacks().undone(orNotFound(alias, present)));
  }

  /**
   * Adds the undoing of an applied set, alias by alias, as by {@link #rollback(AliasHandle, long)}:
   * moved aliases are moved back, created aliases are deleted. If one of the aliases has been moved
   * since, the set is refused.
   *
   * @param aliases the aliases that {@link #apply()} returned, each at the revision to undo
   * @return this set
   * @throws IllegalArgumentException if one of them is already in the set
   */
  public ReleaseSet rollback(List<Alias> aliases) {
    Objects.requireNonNull(aliases, "aliases");
    aliases.forEach(
        alias ->
            rollback(new AliasHandle(alias.artifact(), alias.name(), engine), alias.revision()));
    return this;
  }

  private static Function<Optional<AliasEntry.Present>, Goal> to(Routing routing) {
    Objects.requireNonNull(routing, "routing");
    return present -> new Goal.Serve(routing);
  }

  private static AliasEntry.Present orNotFound(
      AliasHandle alias, Optional<AliasEntry.Present> present) {
    return present.orElseThrow(
        () ->
            new NotFoundException(
                "Cannot roll back alias " + alias + ": there is no such alias",
                NotFoundException.Subject.ALIAS));
  }

  private static OptionalLong expected(long revision) {
    return AliasUpdate.gather(update -> update.expectRevision(revision)).expectedRevision();
  }

  private ReleaseSet add(
      AliasHandle alias,
      LedgerEntry.Action action,
      OptionalLong expectedRevision,
      List<Version> meant,
      Function<Optional<AliasEntry.Present>, Goal> decide) {
    if (!alias.engine().equals(engine)) {
      throw new IllegalArgumentException(
          "Cannot " + Verbs.of(action) + " alias " + alias + ": it is of another repository");
    }
    if (!names.add(alias.toString())) {
      throw new IllegalArgumentException(
          "Cannot "
              + Verbs.of(action)
              + " alias "
              + alias
              + ": it is in this release set already, and a set moves an alias once");
    }
    wishes.add(
        new AliasMover.Wish(
            alias.artifact(), alias.name(), action, expectedRevision, meant, decide));
    return this;
  }

  /**
   * Applies the set; see {@link #apply(Consumer)}.
   *
   * @return the aliases after the moves, in the order in which they were added, without those that
   *     the set deleted
   */
  public List<Alias> apply() {
    return apply(update -> {});
  }

  /**
   * Makes all the moves, in one transaction, or none. If another change of one of the aliases wins,
   * the whole set is read and planned again, for up to {@link
   * RepositorySettings#contentionTimeout}; if an alias no longer has its expected revision, the set
   * is refused.
   *
   * @param update optional settings for all aliases, such as the reason; expected revisions are set
   *     for each alias, not here
   * @return the aliases after the moves, in the order in which they were added, without those that
   *     the set deleted; none if the set is empty
   * @throws IllegalArgumentException if the set takes more than 100 items, or the update expects a
   *     revision or has an idempotency key
   * @throws dev.versioned.model.RevisionConflictException if an alias does not have its expected
   *     revision, or if other changes kept winning
   * @throws NotFoundException if a version to route to does not exist or is deleted, or an alias
   *     has no routing to roll back to
   * @throws dev.versioned.model.MoveRefusedException if an alias is {@linkplain AliasHandle#freeze
   *     frozen}
   * @throws dev.versioned.model.UnknownOutcomeException if no reply came to the deciding write
   * @throws dev.versioned.model.BackendException if the store refuses or fails; nothing is changed
   *     then
   */
  public List<Alias> apply(Consumer<AliasUpdate> update) {
    ChangeRequest gathered = AliasUpdate.gather(update);
    if (gathered.expectedRevision().isPresent()) {
      throw new IllegalArgumentException(
          "Cannot expect one revision of a release set: expect one of each alias");
    }
    if (gathered.idempotencyKey().isPresent()) {
      throw new IllegalArgumentException(
          "Cannot use an idempotency key for a release set: expect the revision of each alias, so"
              + " that a repeated set is refused");
    }
    List<AliasMove> moves =
        engine
            .open()
            .mover()
            .changeAll("apply a release set of " + wishes.size() + " aliases", wishes, gathered);
    return moves.stream()
        .flatMap(move -> move.after().present().stream())
        .map(AliasEntry.Present::alias)
        .toList();
  }
}
