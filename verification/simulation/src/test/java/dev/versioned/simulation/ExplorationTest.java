package dev.versioned.simulation;

import static dev.versioned.simulation.Worlds.LIVE;

import dev.versioned.internal.record.VersionEntry;
import dev.versioned.model.Routing;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.simulation.Change.Keying;
import dev.versioned.testkit.fault.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Visits small worlds completely: two publishers, a deployer, a deleter and a collector, in every
 * order of their calls, with one accident at every call: a death, with or without a restart, a lost
 * request, a lost reply, a call made twice, a contended transaction.
 */
@Tag("again")
class ExplorationTest {
  private static final VersionNumber V1 = VersionNumber.of(1);
  private static final VersionNumber V2 = VersionNumber.of(2);
  private static final Material A = Material.ALL.get(0);
  private static final Material B = Material.ALL.get(1);
  private static final Material C = Material.ALL.get(2);

  /** Takes almost an hour, and gigabytes for the visited states. */
  private static final boolean LONG = Boolean.getBoolean("simulation.explore.all");

  /** Used in every build: the worlds with the most states are smaller. */
  private static final boolean SHORT = !LONG && !Boolean.getBoolean("versioned.full");

  /** In the long version all faults of a call, otherwise the worst ones. */
  private static final List<Fault> FAULTS =
      LONG
          ? List.of(Fault.LOSE_REPLY, Fault.LOSE_REQUEST, Fault.APPLY_TWICE, Fault.CONTEND)
          : List.of(Fault.LOSE_REPLY);

  private static void explore(String name, Operation one, Operation other, List<Operation> others) {
    explore(name, List.of(Publishing.publish(B, "", false, 1)), one, other, others);
  }

  private static void explore(
      String name, List<Operation> before, Operation one, Operation other, List<Operation> others) {
    explore(name, before, one, other, others, ExplorationTest::checkEnd);
  }

  private static void explore(
      String name,
      List<Operation> before,
      Operation one,
      Operation other,
      List<Operation> others,
      Exploration.Ends ends) {
    List<Operation> operations = new ArrayList<>(List.of(one, other));
    operations.addAll(others);
    Exploration.Seen seen = new Exploration(before, operations, FAULTS, ends).explore(1);
    System.out.println(
        "Every order of calls, one death or of " + FAULTS + ", " + name + ": " + seen);
  }

  /** Checks that changes reported as successful happened once, and failed ones did not happen. */
  private static void checkEnd(Snapshot snapshot, List<Exploration.Told> told) {
    snapshot.checkListed();
    List<String> there = new ArrayList<>();
    snapshot.ledger().forEach(row -> there.add(row.entry().reason()));
    for (VersionEntry entry : snapshot.entries()) {
      if (entry instanceof VersionEntry.Committed committed) {
        there.add(committed.version().description());
      }
    }
    for (Exploration.Told one : told) {
      for (String answer : one.answers()) {
        String token = answer.substring(0, answer.indexOf(' '));
        long times = there.stream().filter(token::equals).count();
        Oracle.check(times <= 1, 7, () -> answer + " and was done " + times + " times");
        Oracle.check(
            times == 0 || !(answer.endsWith("failed") || answer.endsWith("refused")),
            7,
            () -> answer + ", and was done");
      }
    }
  }

  /** Checks that {@code $LATEST} is the first put's content, either itself or as a version. */
  private static void checkPut(Snapshot snapshot, List<Exploration.Told> told) {
    checkEnd(snapshot, told);
    boolean put =
        told.stream()
            .filter(one -> one.by().startsWith("a0."))
            .flatMap(one -> one.answers().stream())
            .anyMatch(answer -> answer.endsWith("succeeded"));
    Oracle.check(
        !put
            || snapshot.latest().filter(A::is).isPresent()
            || snapshot.entries().stream().anyMatch(ExplorationTest::isPublishedPut),
        1,
        () -> "what was put is hidden by " + snapshot.latest());
  }

  private static boolean isPublishedPut(VersionEntry entry) {
    return entry instanceof VersionEntry.Committed version && A.is(version.version());
  }

  private static final List<Operation> OTHERS =
      List.of(
          Deploying.moveTo(LIVE, Routing.to(V1), 1),
          Tending.delete(V1, 1),
          Collecting.collect(Duration.ZERO, Duration.ZERO));

  /** In the short version no actor moves an alias concurrently: random worlds do. */
  private static final List<Operation> SOME_OTHERS = LONG ? OTHERS : OTHERS.subList(1, 3);

  /** Races for one version have many states, so the short version has fewer other actors. */
  private static final List<Operation> FEWER_OTHERS = LONG ? OTHERS : OTHERS.subList(2, 3);

  private static final List<Operation> FEWEST_OTHERS = SHORT ? List.of() : FEWER_OTHERS;

  @Test
  void publishersOfDifferentContent() {
    explore(
        "different content",
        Publishing.publish(A, "", false, 1),
        Publishing.publish(C, "", false, 1),
        SHORT ? FEWEST_OTHERS : SOME_OTHERS);
  }

  @Test
  void publishersOfTheSameContent() {
    explore(
        "the same content",
        Publishing.publish(A, "", false, 1),
        Publishing.publish(A, "", false, 1),
        FEWEST_OTHERS);
  }

  @Test
  void publishersWithTheSameKey() {
    explore(
        "the same key",
        Publishing.publish(A, "key", false, 1),
        Publishing.publish(A, "key", false, 1),
        FEWEST_OTHERS);
  }

  @Test
  void aPutAndAPublishOfLatest() {
    explore(
        "$LATEST",
        List.of(Publishing.publish(B, "", false, 1), Publishing.put(C, 1)),
        Publishing.put(A, 1),
        Publishing.publishLatest("", 1),
        SHORT ? FEWEST_OTHERS : SOME_OTHERS);
  }

  @Test
  @Tag("full")
  void deployersOfOneAlias() {
    explore(
        "one alias",
        List.of(
            Publishing.publish(A, "", false, 1),
            Publishing.publish(B, "", false, 1),
            Deploying.moveTo(LIVE, Routing.to(V1), 1),
            Deploying.moveTo(LIVE, Routing.to(V2), 1)),
        Deploying.rollback(LIVE, 1),
        Deploying.fenced(LIVE, Routing.split(V2, V1, Weight.percent(10))),
        List.of(
            Deploying.delete(LIVE),
            Tending.delete(V1, 1),
            Collecting.collect(Duration.ZERO, Duration.ZERO)));
  }

  @Test
  @Tag("full")
  void putStaysLatestDuringItsPublishes() {
    explore(
        "a put and two publishes of $LATEST",
        List.of(Publishing.publish(B, "", false, 1), Publishing.put(C, 1)),
        Publishing.put(A, 1),
        Publishing.publishLatest("", 1),
        List.of(Publishing.publishLatest("key", 1)),
        ExplorationTest::checkPut);
  }

  @Test
  void putsAndADeletionOfTheArtifact() {
    explore(
        "a put, a deletion of the artifact",
        List.of(Publishing.publish(B, "", false, 1), Publishing.put(C, 1)),
        Publishing.put(A, 1),
        Tending.deleteArtifact(),
        LONG ? List.of(Publishing.publishLatest("", 1)) : List.of());
  }

  @Test
  @Tag("full")
  void publishersAndADeletionOfTheArtifact() {
    explore(
        "a publish, a deletion of the artifact",
        Publishing.publish(A, "", false, 1),
        Tending.deleteArtifact(),
        LONG ? List.of(Publishing.put(C, 1)) : List.of());
  }

  @Test
  void aRestoreAndADeletionOfTheArtifact() {
    explore(
        "a restore, a deletion of the artifact",
        List.of(Publishing.publish(B, "", false, 1), Tending.delete(V1, 1)),
        Tending.restore(V1),
        Tending.deleteArtifact(),
        List.of());
  }

  @Test
  @Tag("full")
  void rollbacksThatAreMadeAgain() {
    explore(
        "rollbacks under keys",
        List.of(
            Publishing.publish(A, "", false, 1),
            Publishing.publish(B, "", false, 1),
            Deploying.moveTo(LIVE, Routing.to(V1), 1),
            Deploying.moveTo(LIVE, Routing.to(V2), 1),
            Deploying.moveTo(LIVE, Routing.to(V1), 1),
            Deploying.moveTo(LIVE, Routing.to(V2), 1)),
        Deploying.rollback(LIVE, 2, Keying.OF_THE_JOB),
        Deploying.rollback(LIVE, 2, Keying.OF_THE_JOB),
        List.of(Deploying.delete(LIVE, Keying.OF_THE_JOB)));
  }
}
