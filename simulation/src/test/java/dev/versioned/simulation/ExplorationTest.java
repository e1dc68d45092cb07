package dev.versioned.simulation;

import static dev.versioned.simulation.Worlds.LIVE;

import dev.versioned.Routing;
import dev.versioned.VersionNumber;
import dev.versioned.spi.VersionEntry;
import dev.versioned.testkit.fault.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Visits small worlds completely: two publishers, a deployer, a deleter and a collector, in every
 * order of their calls, and one accident at every call: a death, for ever or with a new beginning,
 * a lost request, a lost reply, a call made twice, a contended transaction.
 */
class ExplorationTest {
  private static final VersionNumber V1 = VersionNumber.of(1);
  private static final Material A = Material.ALL.get(0);
  private static final Material B = Material.ALL.get(1);

  /** In the long version everything that can happen to a call, else the worst of it. */
  private static final List<Fault> FAULTS =
      Long.getLong("simulation.runs", 0) >= 100_000
          ? List.of(Fault.LOSE_REPLY, Fault.LOSE_REQUEST, Fault.APPLY_TWICE, Fault.CONTEND)
          : List.of(Fault.LOSE_REPLY);

  private static void explore(String name, Operation one, Operation other, List<Operation> others) {
    List<Operation> before = List.of(Publishing.publish(B, "", false, 1));
    List<Operation> operations = new ArrayList<>(List.of(one, other));
    operations.addAll(others);
    Exploration.Seen seen =
        new Exploration(before, operations, FAULTS, ExplorationTest::checkEnd).explore(1);
    System.out.println(
        "Every order of calls, one death or of " + FAULTS + ", " + name + ": " + seen);
  }

  /** What was told to have succeeded is there once, what to have failed is not. */
  private static void checkEnd(Snapshot snapshot, List<Exploration.Told> told) {
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

  private static final List<Operation> OTHERS =
      List.of(
          Deploying.moveTo(LIVE, Routing.to(V1), 1),
          Tending.delete(V1, 1),
          Collecting.collect(Duration.ZERO, Duration.ZERO));

  private static final List<Operation> COLLECTOR =
      List.of(Collecting.collect(Duration.ZERO, Duration.ZERO));

  @Test
  void publishersOfDifferentContent() {
    explore(
        "different content",
        Publishing.publish(A, "", false, 1),
        Publishing.publish(Material.ALL.get(2), "", false, 1),
        OTHERS);
  }

  @Test
  void publishersOfTheSameContent() {
    explore(
        "the same content",
        Publishing.publish(A, "", false, 1),
        Publishing.publish(A, "", false, 1),
        COLLECTOR);
  }

  @Test
  void publishersWithTheSameKey() {
    explore(
        "the same key",
        Publishing.publish(A, "key", false, 1),
        Publishing.publish(A, "key", false, 1),
        COLLECTOR);
  }

  @Test
  void aPutAndAPublishOfLatest() {
    explore("$LATEST", Publishing.put(A, 1), Publishing.publishLatest("", 1), OTHERS);
  }
}
