package dev.versioned;

import dev.versioned.event.EventListener;
import dev.versioned.fleet.Fleet;
import dev.versioned.fleet.FleetGate;
import dev.versioned.internal.alias.AliasMover;
import dev.versioned.internal.alias.ChangeRequest;
import dev.versioned.internal.alias.Freezes;
import dev.versioned.internal.alias.Goal;
import dev.versioned.internal.alias.MoveKey;
import dev.versioned.internal.alias.OverrideTexts;
import dev.versioned.internal.alias.Verbs;
import dev.versioned.internal.engine.Engine;
import dev.versioned.internal.read.PassedVersions;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.AlreadyExistsException;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.EarlierRouting;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Overrides;
import dev.versioned.model.Routing;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionRef;
import dev.versioned.model.Weight;
import dev.versioned.spi.Consistency;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

// Over 300 lines: a line or two of code per operation, the rest is Javadoc.
/**
 * Changes, reads and follows one alias of an artifact. The alias need not exist yet.
 *
 * <p>Every change is one transaction: the routing, the ledger row and the protection of the
 * versions in the routing change together or not at all. Without an expected revision a change is
 * applied to the current state, and retried if another change wins, for {@link
 * RepositorySettings#contentionTimeout}; with one ({@link AliasUpdate#expectRevision}) it is
 * refused if anything has changed since. As in Lambda, a change to the same state also makes a new
 * revision.
 *
 * <p>Every change throws {@link dev.versioned.model.RevisionConflictException} if the alias does
 * not have the expected revision, or if other changes kept winning; {@link NotFoundException} if a
 * version to route to does not exist or is deleted; {@link
 * dev.versioned.model.UnknownOutcomeException} if no reply came to the deciding write; {@link
 * dev.versioned.model.MoveRefusedException} if the alias is {@linkplain #freeze frozen}; and {@link
 * dev.versioned.model.BackendException} if the store refuses or fails; nothing is changed then. A
 * move that would add or remove more than 97 versions at once throws an {@link
 * IllegalArgumentException}, because a DynamoDB transaction has 100 items (96 if it sets
 * overrides). So does a move after which the alias would have more than 4 KB without the records of
 * its versions, because followers read it again and again; that takes some 60 versions whose
 * traffic has moved back and forth.
 *
 * <p>Thread-safe and stateless.
 */
public final class AliasHandle {
  private final ArtifactName artifact;
  private final AliasName name;
  private final Engine engine;

  AliasHandle(ArtifactName artifact, AliasName name, Engine engine) {
    this.artifact = artifact;
    this.name = name;
    this.engine = engine;
  }

  /**
   * Returns the alias's name.
   *
   * @return the name
   */
  public AliasName name() {
    return name;
  }

  /**
   * Creates the alias, as Lambda's CreateAlias does. A deleted alias continues its revisions and
   * its ledger.
   *
   * @param routing the new routing
   * @param update optional settings of the change
   * @return the alias
   * @throws AlreadyExistsException if the alias already exists
   */
  public Alias create(Routing routing, Consumer<AliasUpdate> update) {
    Objects.requireNonNull(routing, "routing");
    return changed(
        LedgerEntry.Action.CREATE,
        routing.toString(),
        update,
        List.of(),
        present -> {
          if (present.isPresent()) {
            throw new AlreadyExistsException(
                "Cannot create alias "
                    + this
                    + ": it already exists, at revision "
                    + present.get().revision(),
                name.value());
          }
          return new Goal.Serve(routing);
        });
  }

  /**
   * Creates the alias; see {@link #create(Routing, Consumer)}.
   *
   * @param routing the new routing
   * @return the alias
   * @throws AlreadyExistsException if the alias already exists
   */
  public Alias create(Routing routing) {
    return create(routing, update -> {});
  }

  /**
   * Points the alias to a routing, whatever it pointed to before; creates it if it does not exist.
   *
   * @param routing the new routing
   * @param update optional settings of the change
   * @return the alias
   */
  public Alias moveTo(Routing routing, Consumer<AliasUpdate> update) {
    return moveTo(routing, update, List.of());
  }

  private Alias moveTo(Routing routing, Consumer<AliasUpdate> update, List<Version> meant) {
    Objects.requireNonNull(routing, "routing");
    return changed(
        LedgerEntry.Action.MOVE,
        routing.toString(),
        update,
        meant,
        present -> new Goal.Serve(routing));
  }

  /**
   * Points the alias to a routing; see {@link #moveTo(Routing, Consumer)}.
   *
   * @param routing the new routing
   * @return the alias
   */
  public Alias moveTo(Routing routing) {
    return moveTo(routing, update -> {});
  }

  /**
   * Gives all traffic to one version; see {@link #pointTo(VersionRef, Consumer)}.
   *
   * @param version the version, or {@code $LATEST}
   * @return the alias
   * @throws IllegalArgumentException if it is a version of another artifact or repository
   */
  public Alias pointTo(VersionRef version) {
    return pointTo(version, update -> {});
  }

  /**
   * Gives all traffic to one version; creates the alias if it does not exist.
   *
   * @param version the version, or {@code $LATEST}
   * @param update optional settings of the change
   * @return the alias
   * @throws IllegalArgumentException if it is a version of another artifact or repository
   */
  public Alias pointTo(VersionRef version, Consumer<AliasUpdate> update) {
    List<Version> passed = passed(version);
    return moveTo(Routing.to(version), update, passed);
  }

  /**
   * Splits the traffic between two versions; see {@link #split(VersionRef, VersionRef, Weight,
   * Consumer)}.
   *
   * @param primary the version that gets the rest
   * @param canary the additional version
   * @param weight the additional version's share
   * @return the alias
   * @throws IllegalArgumentException if a version is of another artifact or repository, or {@code
   *     $LATEST}, or both are the same
   */
  public Alias split(VersionRef primary, VersionRef canary, Weight weight) {
    return split(primary, canary, weight, update -> {});
  }

  /**
   * Splits the traffic between two versions; creates the alias if it does not exist.
   *
   * @param primary the version that gets the rest
   * @param canary the additional version
   * @param weight the additional version's share
   * @param update optional settings of the change
   * @return the alias
   * @throws IllegalArgumentException if a version is of another artifact or repository, or {@code
   *     $LATEST}, or both are the same
   */
  public Alias split(
      VersionRef primary, VersionRef canary, Weight weight, Consumer<AliasUpdate> update) {
    Objects.requireNonNull(update, "update");
    List<Version> passed = passed(primary, canary);
    return moveTo(Routing.split(primary, canary, weight), update, passed);
  }

  /**
   * Makes another version the primary and keeps the weights of the additional versions, as Lambda's
   * UpdateAlias does when only FunctionVersion is given.
   *
   * @param primary the new primary
   * @param update optional settings of the change
   * @return the alias
   * @throws IllegalArgumentException if it is among the additional versions: promote it instead; or
   *     it is {@code $LATEST} and there are additional versions, or a version of another artifact
   *     or repository
   */
  public Alias movePrimary(VersionRef primary, Consumer<AliasUpdate> update) {
    Objects.requireNonNull(primary, "primary");
    return changedRouting(
        LedgerEntry.Action.MOVE,
        "primary " + primary.id(),
        update,
        passed(primary),
        routing -> new Routing(primary.id(), routing.additional()));
  }

  /**
   * Changes the weight of one additional version; see {@link #weigh(VersionRef, Weight, Consumer)}.
   *
   * @param version the additional version
   * @param weight its share
   * @return the alias
   */
  public Alias weigh(VersionRef version, Weight weight) {
    return weigh(version, weight, update -> {});
  }

  /**
   * Changes the weight of one additional version, or adds it; the primary gets the rest. At 0 % the
   * version stays in the routing and protected, but gets no traffic; {@link #moveTo} removes it.
   *
   * @param version the additional version
   * @param weight its share
   * @param update optional settings of the change
   * @return the alias
   * @throws IllegalArgumentException if it is the primary, {@code $LATEST}, or a version of another
   *     artifact or repository, the primary is {@code $LATEST}, or the weights add up to over 100 %
   */
  public Alias weigh(VersionRef version, Weight weight, Consumer<AliasUpdate> update) {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(weight, "weight");
    if (!(version.id() instanceof VersionNumber number)) {
      throw new IllegalArgumentException(
          "Cannot weigh " + version + ": $LATEST can only be routed to alone, publish it first");
    }
    return weigh(Map.of(number, weight), update, passed(version));
  }

  /**
   * Changes the weights of additional versions, or adds them; the other weights stay.
   *
   * @param weights the share of each given additional version
   * @param update optional settings of the change
   * @return the alias
   * @throws IllegalArgumentException if the primary is among them, or is {@code $LATEST}, or the
   *     weights add up to over 100 %
   */
  public Alias weigh(Map<VersionNumber, Weight> weights, Consumer<AliasUpdate> update) {
    Objects.requireNonNull(weights, "weights");
    return weigh(Map.copyOf(weights), update, List.of());
  }

  private Alias weigh(
      Map<VersionNumber, Weight> weights, Consumer<AliasUpdate> update, List<Version> meant) {
    return changedRouting(
        LedgerEntry.Action.MOVE,
        "weights " + new TreeMap<>(weights),
        update,
        meant,
        routing -> {
          SortedMap<VersionNumber, Weight> additional = new TreeMap<>(routing.additional());
          additional.putAll(weights);
          return new Routing(routing.primary(), additional);
        });
  }

  /**
   * Gives all traffic to the canary, the one additional version.
   *
   * @return the alias
   * @throws NotFoundException if there is no additional version
   * @throws IllegalArgumentException if there are several: {@link #pointTo(VersionRef)} names one
   */
  public Alias promote() {
    return promote(update -> {});
  }

  /**
   * Gives all traffic to the canary, the one additional version.
   *
   * @param update optional settings of the change
   * @return the alias
   * @throws NotFoundException if there is no additional version
   * @throws IllegalArgumentException if there are several: {@link #pointTo(VersionRef)} names one
   */
  public Alias promote(Consumer<AliasUpdate> update) {
    return changedRouting(
        LedgerEntry.Action.PROMOTE,
        "",
        update,
        List.of(),
        routing -> {
          if (routing.additional().isEmpty()) {
            throw new NotFoundException(
                "Cannot promote alias "
                    + this
                    + ": it has no additional version, all traffic goes to "
                    + routing.primary(),
                NotFoundException.Subject.ROUTING);
          } else if (routing.additional().size() > 1) {
            throw new IllegalArgumentException(
                "Cannot promote alias "
                    + this
                    + ": it has several additional versions, "
                    + routing.additional().keySet()
                    + "; point it to one of them");
          }
          return Routing.to(routing.additional().firstKey());
        });
  }

  /**
   * Restores what served before the last change of routing or overrides; see {@link
   * #rollback(Consumer)}.
   *
   * @return the alias
   * @throws NotFoundException if no other routing served before, or a version of it was deleted
   *     since
   */
  public Alias rollback() {
    return rollback(update -> {});
  }

  /**
   * Restores what served before the last change: the routing, which may be a split, and the
   * overrides; {@link #rollbacks()} lists the routing beforehand. All steps of a rollout count as
   * one change, together with the move that ended it and the overrides that were set meanwhile.
   * While a rollout is under way, a rollback ends it, and keeps the overrides as they are. A
   * rollback after a rollback goes one change further back; it does not undo the first rollback.
   *
   * @param update optional settings of the change
   * @return the alias
   * @throws NotFoundException if no other routing served before, or a version of it was deleted
   *     since
   */
  public Alias rollback(Consumer<AliasUpdate> update) {
    return changed(
        LedgerEntry.Action.ROLLBACK,
        "",
        update,
        List.of(),
        present -> engine.open().rollbacks().earlier(orNotFound(present, "roll back")));
  }

  /**
   * Lists the routings that rollbacks in a row would restore, the next one first, and changes
   * nothing. {@link #rollback()} restores the first; {@link #rollbackTo(long)} restores a later
   * one, such as one that gives a bad version no traffic. The stream reads the ledger lazily, one
   * row for each routing after the first.
   *
   * @return the earlier routings; none if nothing else served before, or the alias does not exist
   */
  public Stream<EarlierRouting> rollbacks() {
    Engine open = engine.open();
    return open.catalog().findAlias(artifact, name).flatMap(AliasEntry::present).stream()
        .flatMap(open.rollbacks()::routings);
  }

  /**
   * Restores an earlier routing in one move, as several rollbacks in a row would; see {@link
   * #rollbackTo(long, Consumer)}.
   *
   * @param revision one of {@link #rollbacks()}
   * @return the alias
   * @throws NotFoundException if no rollback restores this revision, or a version of it was deleted
   *     since
   */
  public Alias rollbackTo(long revision) {
    return rollbackTo(revision, update -> {});
  }

  /**
   * Restores an earlier routing in one move, as several rollbacks in a row would. The steps of a
   * rollout, and routings that were rolled back, cannot be restored in this way; use {@link
   * #moveTo} for these.
   *
   * @param revision one of {@link #rollbacks()}
   * @param update optional settings of the change
   * @return the alias
   * @throws NotFoundException if no rollback restores this revision, or a version of it was deleted
   *     since
   */
  public Alias rollbackTo(long revision, Consumer<AliasUpdate> update) {
    return changed(
        LedgerEntry.Action.ROLLBACK,
        "revision " + revision,
        update,
        List.of(),
        present -> engine.open().rollbacks().earlier(orNotFound(present, "roll back"), revision));
  }

  /**
   * Sends a key to a version; see {@link #override(Map, Consumer)}.
   *
   * @param key the routing key, such as a user's id; 1 to 256 characters
   * @param version the version
   * @return the alias
   * @throws IllegalArgumentException as {@link #override(Map, Consumer)}
   */
  public Alias override(String key, VersionRef version) {
    return override(key, version, update -> {});
  }

  /**
   * Sends a key to a version; see {@link #override(Map, Consumer)}.
   *
   * @param key the routing key, such as a user's id; 1 to 256 characters
   * @param version the version
   * @param update optional settings of the change
   * @return the alias
   * @throws IllegalArgumentException as {@link #override(Map, Consumer)}
   */
  public Alias override(String key, VersionRef version, Consumer<AliasUpdate> update) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(version, "version");
    return override(Map.of(key, version), update);
  }

  /**
   * Sends keys to versions, whatever the weights are: {@link LiveAlias#route(CharSequence)} takes
   * the override of a key first. Other overrides stay. They are in force until they are cleared or
   * rolled back: other moves, and rollouts, which continue, keep them. The versions are protected
   * from deletion as those of the routing are, and each process prepares them.
   *
   * <p>The keys are stored in an item of their own, so that the alias stays as small to read as it
   * is. Each change stores all keys again, and what was stored before is kept with the ledger.
   *
   * @param overrides the version of each key
   * @param update optional settings of the change
   * @return the alias
   * @throws IllegalArgumentException if the alias would have more than {@link Overrides#MOST_KEYS}
   *     keys or more than {@link Overrides#MOST_BYTES} of them, or a key is not 1 to 256 characters
   *     of valid text; or a version is {@code $LATEST}, or of another artifact or repository; or
   *     the alias points to {@code $LATEST}
   */
  public Alias override(Map<String, ? extends VersionRef> overrides, Consumer<AliasUpdate> update) {
    SortedMap<String, VersionNumber> wanted = OverrideTexts.numbered(overrides);
    return changedOverrides(
        "set " + OverrideTexts.of(wanted),
        update,
        passed(overrides.values().toArray(VersionRef[]::new)),
        alias -> {
          SortedMap<String, VersionNumber> all = new TreeMap<>(stored(alias).versions());
          all.putAll(wanted);
          return Optional.of(all);
        });
  }

  /**
   * Sends these keys to versions, and no others, in one move; see {@link #override(Map, Consumer)}.
   *
   * @param overrides the version of each key; empty to clear all overrides
   * @param update optional settings of the change
   * @return the alias
   * @throws IllegalArgumentException as {@link #override(Map, Consumer)}
   */
  public Alias replaceOverrides(
      Map<String, ? extends VersionRef> overrides, Consumer<AliasUpdate> update) {
    SortedMap<String, VersionNumber> wanted = OverrideTexts.numbered(overrides);
    return changedOverrides(
        "replace " + OverrideTexts.of(wanted),
        update,
        passed(overrides.values().toArray(VersionRef[]::new)),
        alias -> Optional.of(wanted));
  }

  /**
   * Lets a key follow the weights again. If it is not overridden, this succeeds, and writes
   * nothing.
   *
   * @param key the key
   * @param update optional settings of the change
   * @return the alias
   * @throws NotFoundException if the alias does not exist
   */
  public Alias clearOverride(String key, Consumer<AliasUpdate> update) {
    Objects.requireNonNull(key, "key");
    return changedOverrides(
        "clear " + key,
        update,
        List.of(),
        alias -> {
          SortedMap<String, VersionNumber> all = new TreeMap<>(stored(alias).versions());
          return Optional.ofNullable(all.remove(key)).map(removed -> all);
        });
  }

  /**
   * Lets all keys follow the weights again; see {@link #clearOverrides(Consumer)}.
   *
   * @return the alias
   * @throws NotFoundException if the alias does not exist
   */
  public Alias clearOverrides() {
    return clearOverrides(update -> {});
  }

  /**
   * Lets all keys follow the weights again. If none is overridden, this succeeds, and writes
   * nothing. It does not read the stored keys, and so also ends overrides that are damaged.
   *
   * @param update optional settings of the change
   * @return the alias
   * @throws NotFoundException if the alias does not exist
   */
  public Alias clearOverrides(Consumer<AliasUpdate> update) {
    return changedOverrides(
        "clear all",
        update,
        List.of(),
        alias -> alias.overrides().isEmpty() ? Optional.empty() : Optional.of(new TreeMap<>()));
  }

  /**
   * Reads the overrides that are in force: one request for the alias, and one for the keys if there
   * are any.
   *
   * @return the keys and their versions
   * @throws NotFoundException if the alias does not exist
   * @throws dev.versioned.model.UnreadableRecordException if the stored keys are not those that the
   *     alias names
   */
  public Overrides overrides() {
    return stored(read());
  }

  /**
   * Reads the overrides that were in force when the alias was read, in one request if there are
   * any: they are stored permanently.
   *
   * @param alias this alias, as it was read
   * @return the keys and their versions
   * @throws IllegalArgumentException if it is another alias
   * @throws dev.versioned.model.UnreadableRecordException if the stored keys are not those that the
   *     alias names
   */
  public Overrides overrides(Alias alias) {
    Objects.requireNonNull(alias, "alias");
    if (!alias.artifact().equals(artifact) || !alias.name().equals(name)) {
      throw new IllegalArgumentException(
          "Cannot read the overrides of " + alias + " by " + this + ": it is another alias");
    }
    return stored(alias);
  }

  private Overrides stored(Alias alias) {
    return engine.open().resolver().overrides(alias, Consistency.STRONG);
  }

  private Alias changedOverrides(
      String request,
      Consumer<AliasUpdate> update,
      List<Version> meant,
      Function<Alias, Optional<SortedMap<String, VersionNumber>>> decide) {
    return changeIfNeeded(
        LedgerEntry.Action.OVERRIDE,
        request,
        update,
        meant,
        alias ->
            decide
                .apply(alias)
                .map(overrides -> new Goal.SetOverrides(alias.routing(), overrides)));
  }

  /** If nothing is to be written, the result is what was seen: a second read may find another. */
  private Alias changeIfNeeded(
      LedgerEntry.Action action,
      String request,
      Consumer<AliasUpdate> update,
      List<Version> meant,
      Function<Alias, Optional<? extends Goal>> decide) {
    AtomicReference<Optional<Alias>> seen = new AtomicReference<>(Optional.empty());
    return change(
            action,
            request,
            update,
            meant,
            found -> {
              Alias alias = orNotFound(found, Verbs.of(action)).alias();
              seen.set(Optional.of(alias));
              Optional<? extends Goal> wanted = decide.apply(alias);
              return wanted.isPresent() ? wanted.get() : new Goal.Nothing();
            })
        .map(AliasEntry.Present::alias)
        .or(seen::get)
        .orElseGet(this::read);
  }

  /**
   * Describes the alias; see {@link #describe(String, Consumer)}.
   *
   * @param description at most 256 characters
   * @return the alias
   */
  public Alias describe(String description) {
    return describe(description, update -> {});
  }

  /**
   * Describes the alias, as Lambda's UpdateAlias does when only Description is given. It is a new
   * revision of the alias; the routing and a rollout stay as they are.
   *
   * @param description at most 256 characters
   * @param update optional settings of the change
   * @return the alias
   * @throws IllegalArgumentException if it is longer
   */
  public Alias describe(String description, Consumer<AliasUpdate> update) {
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(update, "update");
    Consumer<AliasUpdate> given = update;
    return changedRouting(
        LedgerEntry.Action.DESCRIBE,
        description,
        given.andThen(gathered -> gathered.description(description)),
        List.of(),
        routing -> routing);
  }

  /**
   * Renews the alias; see {@link #renew(Consumer)}.
   *
   * @return the alias
   */
  public Alias renew() {
    return renew(update -> {});
  }

  /**
   * Writes the alias again as it is, at a new revision, signed with the repository's key: for
   * readers whose trust policy demands moves that are not older than some time ({@code
   * TrustPolicy.withSignedMoves}). A rollout goes on. Run it on a schedule, several times within
   * that time.
   *
   * @param update optional settings of the change
   * @return the alias
   * @throws NotFoundException if it does not exist
   * @throws dev.versioned.model.UntrustedVersionException if this repository has a key, and the
   *     alias was not last moved with it or with a key that the repository's trust policy trusts:
   *     the renewal would sign what someone else decided; or the policy refuses the alias
   */
  public Alias renew(Consumer<AliasUpdate> update) {
    Objects.requireNonNull(update, "update");
    return changed(
        LedgerEntry.Action.DESCRIBE,
        "renew",
        update,
        List.of(),
        found -> {
          AliasEntry.Present present = orNotFound(found, "renew");
          engine.open().resolver().aliasTrust().checkToRenew(present);
          return new Goal.Serve(present.alias().routing());
        });
  }

  /**
   * Freezes the alias until a time; see {@link #freeze(Instant, Consumer)}.
   *
   * @param until when the freeze ends
   * @return the alias
   */
  public Alias freeze(Instant until) {
    return freeze(until, update -> {});
  }

  /**
   * Freezes the alias until a time, or changes the end of its freeze. Until then it refuses every
   * move, with a {@link dev.versioned.model.MoveRefusedException}: point, split, weigh, promote,
   * roll back, release sets, deletion, and the start, advance and abort of a rollout. The ticks of
   * a rollout wait. A move that {@linkplain AliasUpdate#breakFreeze breaks the freeze} is made, and
   * so is the rollback of a rollout whose gate finds the new version unhealthy. What moves no
   * traffic is allowed: to describe, renew, freeze and unfreeze the alias, and to pause, resume and
   * approve its rollout. The clock of the moving process determines whether the time has passed.
   *
   * @param until when the freeze ends, at most 366 days from now
   * @param update optional settings of the change; its reason is kept with the freeze
   * @return the alias
   * @throws NotFoundException if it does not exist
   * @throws IllegalArgumentException if the time has passed, or is more than 366 days from now
   */
  public Alias freeze(Instant until, Consumer<AliasUpdate> update) {
    Objects.requireNonNull(until, "until");
    Objects.requireNonNull(update, "update");
    ChangeRequest given = AliasUpdate.gather(update);
    return changed(
        LedgerEntry.Action.FREEZE,
        "until " + until,
        update,
        List.of(),
        found -> {
          Alias alias = orNotFound(found, "freeze").alias();
          String by = given.actor().orElse(engine.settings().actor());
          return new Goal.Freeze(
              alias.routing(), Optional.of(Freezes.until(until, by, given.reason(), now())));
        });
  }

  /**
   * Lifts the freeze of the alias; see {@link #unfreeze(Consumer)}.
   *
   * @return the alias
   */
  public Alias unfreeze() {
    return unfreeze(update -> {});
  }

  /**
   * Lifts the freeze of the alias before its end. If the alias is not frozen, this succeeds, and
   * writes nothing.
   *
   * @param update optional settings of the change
   * @return the alias
   * @throws NotFoundException if it does not exist
   */
  public Alias unfreeze(Consumer<AliasUpdate> update) {
    return changeIfNeeded(
        LedgerEntry.Action.UNFREEZE,
        "",
        update,
        List.of(),
        alias ->
            alias
                .freeze()
                .filter(freeze -> freeze.isInForce(now()))
                .map(freeze -> new Goal.Freeze(alias.routing(), Optional.empty())));
  }

  private Instant now() {
    return engine.settings().environment().now();
  }

  /** Deletes the alias. Deleting an alias that does not exist succeeds, as in Lambda. */
  public void delete() {
    delete(update -> {});
  }

  /**
   * Deletes the alias, which then no longer protects its versions. Its ledger stays. Deleting an
   * alias that does not exist succeeds, as in Lambda, and writes nothing.
   *
   * @param update optional settings of the change
   */
  public void delete(Consumer<AliasUpdate> update) {
    change(
        LedgerEntry.Action.DELETE,
        "",
        update,
        List.of(),
        present -> present.isEmpty() ? new Goal.Nothing() : new Goal.Remove());
  }

  /**
   * Reads the alias.
   *
   * @return the alias as it is now
   * @throws NotFoundException if it does not exist
   */
  public Alias read() {
    return find().orElseThrow(() -> absent("read"));
  }

  /**
   * Reads the alias, if it exists.
   *
   * @return the alias as it is now, or empty
   */
  public Optional<Alias> find() {
    return engine.open().resolver().findAlias(artifact, name);
  }

  /**
   * Lists the alias's changes, newest first, including deletions. The stream fetches a page at a
   * time, as it is read.
   *
   * @return the rows of the ledger; none if the alias never existed
   */
  public Stream<LedgerEntry> ledger() {
    return engine.open().listing().ledger(artifact, name, Long.MAX_VALUE);
  }

  /**
   * Lists the alias's changes before a revision, as {@link #ledger()} does.
   *
   * @param revision the last revision of the previous page
   * @return the rows of lower revisions
   */
  public Stream<LedgerEntry> ledgerBefore(long revision) {
    return engine.open().listing().ledger(artifact, name, revision);
  }

  /**
   * Returns the routing at a time, according to the ledger. Reads the ledger back to that time.
   *
   * @param time the time
   * @return the routing at that time, or empty if the alias did not exist
   */
  public Optional<Routing> routingAt(Instant time) {
    Objects.requireNonNull(time, "time");
    return ledger()
        .filter(entry -> !entry.at().isAfter(time))
        .findFirst()
        .flatMap(LedgerEntry::after);
  }

  /**
   * Returns a handle to the rollouts of the alias: from one version to another in timed steps,
   * watched by a health gate. No request is made.
   *
   * @return the handle
   */
  public RolloutHandle rollout() {
    return new RolloutHandle(artifact, name, engine);
  }

  /**
   * Reads the reports of the processes that follow the alias with {@link WatchOptions#report()}:
   * one request for the alias, and 16 or more for the reports.
   *
   * @return the fleet; without processes if none reports
   * @throws NotFoundException if there is no such alias
   */
  public Fleet fleet() {
    return engine.open().fleets().read(read());
  }

  /**
   * Returns a health gate that asks the processes that follow the alias. No request is made.
   *
   * @return a gate with the default shares
   */
  public FleetGate fleetGate() {
    return FleetGate.of(this::fleet);
  }

  /**
   * Starts following the alias, reading it every 5 seconds.
   *
   * @return the alias, ready to route; the caller closes it
   * @throws NotFoundException if it does not exist
   * @throws dev.versioned.model.BackendException if it cannot be read
   */
  public LiveAlias watch() {
    return watch(options -> {});
  }

  /**
   * Starts following the alias.
   *
   * @param options how often to read it, and what to do while it cannot be read
   * @return the alias, ready to route; the caller closes it
   * @throws NotFoundException if it does not exist
   * @throws dev.versioned.model.BackendException if it cannot be read, and {@link
   *     WatchOptions#keepIn} has no state to start with
   * @throws RuntimeException if {@link WatchOptions#prepare} throws it for the first revision
   */
  public LiveAlias watch(Consumer<WatchOptions> options) {
    return new LiveAlias(engine.open().follow(artifact, name, WatchOptions.gather(options)));
  }

  /**
   * Returns the listener of the repository's settings, for code that reports events of this alias.
   * As for the library's own events, its exceptions are logged, and not thrown.
   *
   * @return the listener
   */
  public EventListener listener() {
    return engine.settings().events()::report;
  }

  ArtifactName artifact() {
    return artifact;
  }

  Engine engine() {
    return engine;
  }

  private List<Version> passed(VersionRef... versions) {
    return PassedVersions.of("route alias " + this + " to", artifact, versions);
  }

  private Alias changedRouting(
      LedgerEntry.Action action,
      String request,
      Consumer<AliasUpdate> update,
      List<Version> meant,
      Function<Routing, Routing> decide) {
    String verb = Verbs.of(action);
    return changed(
        action,
        request,
        update,
        meant,
        present -> new Goal.Serve(decide.apply(orNotFound(present, verb).alias().routing())));
  }

  private Alias changed(
      LedgerEntry.Action action,
      String request,
      Consumer<AliasUpdate> update,
      List<Version> meant,
      Function<Optional<AliasEntry.Present>, Goal> decide) {
    return change(action, request, update, meant, decide)
        .map(AliasEntry.Present::alias)
        .orElseThrow(() -> absent("change"));
  }

  private Optional<AliasEntry.Present> change(
      LedgerEntry.Action action,
      String request,
      Consumer<AliasUpdate> update,
      List<Version> meant,
      Function<Optional<AliasEntry.Present>, Goal> decide) {
    ChangeRequest gathered = AliasUpdate.gather(update);
    IdempotencyKey key =
        gathered
            .idempotencyKey()
            .orElseGet(() -> new IdempotencyKey(engine.settings().environment().ids().get()));
    return engine
        .open()
        .mover()
        .change(
            new AliasMover.Wish(artifact, name, action, gathered.expectedRevision(), meant, decide),
            gathered,
            Optional.of(MoveKey.of(key, action, request)));
  }

  private AliasEntry.Present orNotFound(Optional<AliasEntry.Present> present, String verb) {
    return present.orElseThrow(() -> absent(verb));
  }

  private NotFoundException absent(String verb) {
    return new NotFoundException(
        "Cannot " + verb + " alias " + this + ": there is no such alias",
        NotFoundException.Subject.ALIAS);
  }

  /** Returns artifact and alias as {@code checkout:LIVE}. */
  @Override
  public String toString() {
    return artifact + ":" + name;
  }
}
