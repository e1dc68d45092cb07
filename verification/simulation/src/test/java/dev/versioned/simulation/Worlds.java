package dev.versioned.simulation;

import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Latest;
import dev.versioned.model.Qualifier;
import dev.versioned.model.Routing;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Health;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.NotEnoughDataPolicy;
import dev.versioned.rollout.RolloutPlan;
import dev.versioned.rollout.RolloutStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Draws the actors and their operations. */
final class Worlds {
  static final ArtifactName ARTIFACT = ArtifactName.parse("checkout");

  /** Another artifact, which has two versions and is touched only by release sets. */
  static final ArtifactName PRICES = ArtifactName.parse("prices");

  static final AliasName LIVE = AliasName.parse("LIVE");
  static final AliasName TEST = AliasName.parse("TEST");

  private static final List<RolloutStrategy> STRATEGIES =
      List.of(
          RolloutStrategy.allAtOnce(),
          RolloutStrategy.linear(Weight.percent(40), Duration.ofSeconds(1)),
          RolloutStrategy.canary(Weight.percent(10), Duration.ofSeconds(2))
              .withBakeTime(Duration.ofSeconds(1)));

  /** Used instead for every other version. */
  private static final List<RolloutStrategy> OTHER_STRATEGIES =
      List.of(
          RolloutStrategy.allAtOnce().withBakeTime(Duration.ofSeconds(2)),
          RolloutStrategy.exponential(Weight.percent(30), Duration.ofSeconds(1)),
          RolloutStrategy.linear(Weight.percent(10), Duration.ofSeconds(1)));

  private static final List<NotEnoughDataPolicy> POLICIES =
      List.of(
          NotEnoughDataPolicy.proceed(),
          NotEnoughDataPolicy.rollBack(),
          NotEnoughDataPolicy.waitAtMost(Duration.ofSeconds(2)));

  /** Healthy or unknown, at every step or at every second one. */
  private static final List<HealthGate> GATES =
      List.of(
          HealthGate.open(),
          seen -> Health.notEnoughData("nobody came"),
          seen ->
              seen.rollout().step() % 2 == 0
                  ? Health.healthy()
                  : Health.notEnoughData("nobody came"));

  private final SplittableRandom random;
  private final int versions;
  private final Duration window;
  private final boolean prices;
  private final boolean keyed;

  /**
   * Creates a generator.
   *
   * @param versions the number of versions
   * @param window how long collectors keep deleted versions
   * @param prices whether the other artifact exists
   * @param keyed whether keys are overridden; then no alias goes to $LATEST, which has no overrides
   */
  Worlds(SplittableRandom random, int versions, Duration window, boolean prices, boolean keyed) {
    this.random = random;
    this.versions = versions;
    this.window = window;
    this.prices = prices;
    this.keyed = keyed;
  }

  /** The roles of actors, and their relative frequency. */
  private enum Role {
    PUBLISHER,
    WORKER,
    DEPLOYER,
    ROLLER_BACK,
    RELEASER,
    DELETER,
    PRUNER,
    COLLECTOR,
    CHECKER,
    TICKER,
    READER
  }

  private <T> T one(List<T> choice) {
    return choice.get(random.nextInt(choice.size()));
  }

  private VersionNumber number() {
    return VersionNumber.of(1 + random.nextInt(versions + 2));
  }

  private VersionNumber existing() {
    return VersionNumber.of(1 + random.nextInt(Math.max(1, versions)));
  }

  private AliasName alias() {
    return random.nextInt(4) == 0 ? TEST : LIVE;
  }

  private Material material() {
    return one(Material.ALL);
  }

  private String key() {
    int drawn = random.nextInt(6);
    return drawn < 2 ? "key-" + drawn : "";
  }

  private int tries() {
    return 1 + random.nextInt(2);
  }

  private Routing routing() {
    VersionNumber primary = random.nextBoolean() ? existing() : number();
    if (!keyed && random.nextInt(16) == 0) {
      return Routing.to(Latest.LATEST);
    }
    VersionNumber canary = number();
    return random.nextInt(3) == 0 && !canary.equals(primary)
        ? Routing.split(primary, canary, Weight.percent(10))
        : Routing.to(primary);
  }

  /** Draws the operations of one actor. */
  List<Operation> operations() {
    Role role = one(List.of(Role.values()));
    int count = role == Role.COLLECTOR || role == Role.CHECKER ? 1 : 1 + random.nextInt(3);
    List<Operation> operations = new ArrayList<>();
    if (role == Role.TICKER) {
      operations.add(RollingOut.start(LIVE, plan(existing())));
      operations.add(RollingOut.tick(LIVE, HealthGate.open(), 2 + random.nextInt(5)));
    }
    for (int i = 0; i < count; i++) {
      operations.add(operation(role));
    }
    return operations;
  }

  /** Draws the operations of a collector without grace periods. */
  List<Operation> chasing() {
    List<Operation> operations = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      operations.add(
          random.nextBoolean()
              ? Collecting.collectAfterAWindow(Duration.ZERO, window)
              : Collecting.collect(Duration.ZERO, window));
    }
    return operations;
  }

  /**
   * Draws the operations of an actor whose bytes a collector may be about to remove: it has not
   * committed them yet, or it restores a version when its window ends, and deletes it again.
   */
  List<Operation> chased() {
    List<Operation> operations = new ArrayList<>();
    if (random.nextBoolean()) {
      int count = 1 + random.nextInt(3);
      for (int i = 0; i < count; i++) {
        operations.add(publishing());
      }
    } else {
      VersionNumber number = existing();
      operations.add(Tending.delete(number, window.plusMillis(random.nextInt(40))));
      operations.add(Tending.restore(number));
      operations.add(Tending.delete(number, 1));
      operations.add(Tending.restore(number));
    }
    return operations;
  }

  private Operation operation(Role role) {
    return switch (role) {
      case PUBLISHER -> publishing();
      case WORKER -> putting();
      case DEPLOYER -> deploying();
      case ROLLER_BACK ->
          random.nextInt(4) == 0
              ? Deploying.moveTo(alias(), routing(), tries())
              : Deploying.rollback(LIVE, 1 + random.nextInt(3), keying());
      case RELEASER -> releasing();
      case DELETER -> deleting();
      case PRUNER -> pruning();
      case COLLECTOR -> Collecting.collect(Duration.ofMillis(random.nextInt(3) * 20L), window);
      case CHECKER -> Collecting.fsck();
      case TICKER -> rollingOut();
      case READER -> random.nextInt(3) == 0 ? Reading.list() : Reading.read(qualifier());
    };
  }

  private Operation publishing() {
    return switch (random.nextInt(22)) {
      case 0 -> Sending.publishUnstable(random.nextBoolean() ? 1 : 2 * Material.PART_BYTES);
      case 1 -> Publishing.intrude();
      case 2, 3 -> Publishing.publishLatest(key(), tries());
      case 4 -> Publishing.publish(material(), "", true, tries());
      case 5, 6, 7 -> Sending.publishLarge(one(Material.LARGE), key(), tries());
      case 8, 9, 10 -> Sending.publishStream(one(Material.LARGE), key(), tries());
      default -> Publishing.publish(material(), key(), false, tries());
    };
  }

  private Operation putting() {
    return switch (random.nextInt(6)) {
      case 0, 1 -> Publishing.publishLatest(key(), tries());
      case 2 -> Sending.putLarge(one(Material.LARGE), tries());
      case 3 -> Sending.putStream(one(Material.LARGE), tries());
      default -> Publishing.put(material(), tries());
    };
  }

  private Operation deploying() {
    if (keyed && random.nextBoolean()) {
      return overriding();
    }
    return switch (random.nextInt(20)) {
      case 17, 18, 19 -> labelling();
      case 14 -> Freezing.freeze(LIVE, Duration.ofMillis(100 + random.nextInt(3_000)));
      case 15 -> Freezing.unfreeze(LIVE);
      case 16 -> Freezing.breakThrough(LIVE, routing());
      case 0, 12 -> Deploying.promote(alias(), keying());
      case 1 -> Deploying.delete(alias(), keying());
      case 2, 3 -> Deploying.fenced(alias(), routing());
      case 4 -> Deploying.create(alias(), routing(), keying());
      case 5, 13 -> Deploying.pointTo(alias(), number(), keying());
      case 6 -> splitting();
      case 7 -> Deploying.weigh(alias(), number(), keying());
      default -> Deploying.moveTo(alias(), routing(), tries(), keying());
    };
  }

  private Operation overriding() {
    return switch (random.nextInt(8)) {
      case 0 -> Overriding.clear(alias());
      case 1 -> Overriding.read(alias());
      case 2 -> Deploying.rollback(alias(), 1 + random.nextInt(2), keying());
      default ->
          Overriding.set(
              alias(), "user-" + random.nextInt(3), random.nextInt(4) == 0 ? number() : existing());
    };
  }

  private Operation labelling() {
    VersionNumber number = random.nextInt(4) == 0 ? number() : existing();
    return switch (random.nextInt(3)) {
      case 0 -> Labelling.set(number, Labelling.SET);
      case 1 -> Labelling.set(number, Labelling.REPLACED);
      default -> Labelling.replace(number);
    };
  }

  private Operation splitting() {
    VersionNumber primary = existing();
    VersionNumber canary = number();
    return canary.equals(primary)
        ? Deploying.pointTo(alias(), primary, keying())
        : Deploying.split(alias(), primary, canary, keying());
  }

  private Change.Keying keying() {
    return random.nextInt(3) == 0 ? Change.Keying.OF_THE_JOB : Change.Keying.OF_THE_CALL;
  }

  private Operation releasing() {
    Map<Place, Routing> set = new LinkedHashMap<>();
    set.put(new Place(ARTIFACT, LIVE), routing());
    if (!prices || random.nextBoolean()) {
      set.put(new Place(ARTIFACT, TEST), routing());
    }
    if (prices) {
      set.put(new Place(PRICES, LIVE), Routing.to(VersionNumber.of(1 + random.nextInt(2))));
    }
    return switch (random.nextInt(6)) {
      case 0 -> Releasing.fenced(set);
      case 1 -> Releasing.rollback(set.keySet(), 1 + random.nextInt(3));
      case 2, 3 -> Releasing.takenBack(set);
      default -> Releasing.release(set, tries());
    };
  }

  private Operation pruning() {
    return switch (random.nextInt(5)) {
      case 0 -> Pruning.toTheNewest(1 + random.nextInt(2));
      case 1 -> Pruning.toWhatIsNoted("2");
      case 2 -> Pruning.toTheLedger(1 + random.nextInt(2));
      default -> Pruning.toWhatIsInUse();
    };
  }

  private static Operation ticking(int times) {
    if (times == 5) {
      return RollingOut.tickAll(GATES.get(0));
    }
    return RollingOut.tick(LIVE, GATES.get(times % GATES.size()), times);
  }

  private RolloutPlan plan(VersionNumber version) {
    int number = (int) version.value();
    RolloutStrategy strategy = one(number % 2 == 0 ? OTHER_STRATEGIES : STRATEGIES);
    boolean waits = random.nextInt(3) == 0;
    Weight wait = strategy.weight(1 + random.nextInt(strategy.steps()));
    RolloutPlan unattended = RolloutPlan.of(version, waits ? strategy.waitAt(wait) : strategy);
    RolloutPlan plan =
        (waits && random.nextBoolean() ? unattended.withApprovalByAnother() : unattended)
            .withNotEnoughData(POLICIES.get(number % POLICIES.size()));
    return switch (number % 4) {
      case 0 -> plan;
      case 1 -> plan.withGate(RollingOut.GATE);
      default -> plan.withoutGate();
    };
  }

  /** Mostly ticks: another actor may have started a rollout. */
  private Operation rollingOut() {
    return switch (random.nextInt(16)) {
      case 12 -> RollingOut.advance(LIVE, false);
      case 13 -> RollingOut.advance(LIVE, true);
      case 14, 15 -> RollingOut.approve(LIVE, random.nextInt(4) > 0);
      case 0, 1 -> Deploying.shift(LIVE, number());
      case 2 -> RollingOut.pause(LIVE);
      case 3 -> RollingOut.resume(LIVE);
      case 4, 10, 11 -> RollingOut.abort(LIVE);
      case 5 -> RollingOut.tick(LIVE, seen -> Health.unhealthy("a drill"), 2);
      case 6, 7 -> RollingOut.start(LIVE, plan(number()));
      default -> ticking(1 + random.nextInt(5));
    };
  }

  private Operation deleting() {
    return switch (random.nextInt(8)) {
      case 0 -> Tending.deleteArtifact();
      case 1, 2 -> Tending.restore(number());
      case 3 -> Deploying.delete(alias());
      default -> Tending.delete(number(), tries());
    };
  }

  private Qualifier qualifier() {
    return switch (random.nextInt(4)) {
      case 0 -> Latest.LATEST;
      case 1 -> LIVE;
      default -> number();
    };
  }
}
