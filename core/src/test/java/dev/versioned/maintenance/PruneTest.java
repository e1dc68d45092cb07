package dev.versioned.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.Prune;
import dev.versioned.model.BackendException;
import dev.versioned.model.Latest;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.spi.ItemStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PruneTest {
  private final World world = new World();

  @AfterEach
  void nothingReferencedIsMissing() {
    assertThat(world.violations()).isEmpty();
  }

  private void publish(int count) {
    for (int i = 1; i <= count; i++) {
      world.publish("content " + i);
    }
  }

  private static VersionNumber v(long number) {
    return VersionNumber.of(number);
  }

  private static List<VersionNumber> numbers(long... numbers) {
    return LongStream.of(numbers).mapToObj(VersionNumber::of).toList();
  }

  private List<VersionNumber> left() {
    return world.checkout.versions().map(Version::number).toList();
  }

  private PruneReport prune(Retention retention) {
    return world.checkout.prune(retention).run();
  }

  @Test
  void allArtifactsArePrunedAtOnce() {
    ArtifactRepository repo = ArtifactRepository.inMemory();
    for (String name : new String[] {"a", "b"}) {
      for (String text : new String[] {"one", "two", "three"}) {
        repo.artifact(name).publish(Content.of(text));
      }
    }
    Prune prune = repo.prune(Retention.newest(2));
    assertThat(prune.plan()).hasSize(6);
    assertThat(prune.run().deleted().stream().map(Version::toString)).containsExactly("a:1", "b:1");
    assertThat(repo.artifact("b").versions()).hasSize(2);
  }

  @Test
  void newestVersionsAreKept() {
    publish(10);
    PruneReport report = prune(Retention.newest(3));
    assertThat(left()).isEqualTo(numbers(10, 9, 8));
    assertThat(report.kept()).isEqualTo(3);
    assertThat(report.deleted())
        .extracting(Version::number)
        .isEqualTo(numbers(7, 6, 5, 4, 3, 2, 1));
    assertThat(report.deletedBytes()).isEqualTo(7 * 9);
    assertThat(report.failures()).isEmpty();
    assertThat(world.checkout.restore(v(4)).number()).isEqualTo(v(4));
  }

  @Test
  void deletedVersionsDoNotCountAsNewest() {
    publish(5);
    world.checkout.delete(v(4));
    prune(Retention.newest(3));
    assertThat(left()).isEqualTo(numbers(5, 3, 2));
  }

  @Test
  void versionsNewerThanAnAgeAreKept() {
    publish(2);
    world.advance(Duration.ofDays(5));
    publish(1); // "content 1" anew
    world.advance(Duration.ofDays(5));
    publish(1);
    world.publish("newest");
    prune(Retention.newerThan(Duration.ofDays(5).plusMillis(1)));
    assertThat(left()).isEqualTo(numbers(4, 3));
  }

  @Test
  void versionsOfALabelAreKept() {
    labelled("a", "release", "yes");
    labelled("b", "release", "no");
    labelled("c", "other", "yes");
    publish(1);
    assertThat(deletedBy(Retention.labelled("release"))).isEqualTo(numbers(3));
    assertThat(deletedBy(Retention.labelled("release", "yes"))).isEqualTo(numbers(3, 2));
  }

  private void labelled(String content, String name, String value) {
    world.checkout.publish(Content.of(content), p -> p.metadata(name, value));
  }

  private List<VersionNumber> deletedBy(Retention retention) {
    return world
        .checkout
        .prune(retention)
        .plan()
        .filter(verdict -> verdict.fate() == Verdict.Fate.DELETE)
        .map(verdict -> verdict.version().number())
        .toList();
  }

  @Test
  void versionsInTheLastLedgerRowsAreKeptForARollback() {
    publish(6);
    for (long number = 1; number <= 4; number++) {
      world.checkout.alias("LIVE").pointTo(v(number));
    }
    world.checkout.alias("TEST").pointTo(v(5));
    world.checkout.alias("TEST").pointTo(v(4));
    // The last row of each alias: 3 to 4, and 5 to 4.
    assertThat(deletedBy(Retention.inLedger(1))).isEqualTo(numbers(2, 1));
    assertThat(deletedBy(Retention.inLedger(2))).isEqualTo(numbers(1));
    assertThat(deletedBy(Retention.inLedger(100))).isEmpty();
    prune(Retention.inLedger(1));
    world.checkout.alias("LIVE").rollback();
    assertThat(world.checkout.resolve("LIVE").number()).isEqualTo(v(3));
  }

  @Test
  void versionsInUseAndTheNewestAreAlwaysKept() {
    publish(6);
    world.checkout.alias("LIVE").pointTo(v(2));
    world.checkout.alias("LIVE").weigh(v(4), Weight.percent(0));
    world.checkout.alias("NEXT").pointTo(Latest.LATEST);
    Prune prune = world.checkout.prune(Retention.inUseOnly());
    assertThat(prune.plan())
        .extracting(Verdict::toString)
        .containsExactly(
            "KEEP checkout:6: the newest, as $LATEST may be",
            "DELETE checkout:5: no rule keeps it",
            "KEEP checkout:4: aliases [LIVE] point to it",
            "DELETE checkout:3: no rule keeps it",
            "KEEP checkout:2: aliases [LIVE] point to it",
            "DELETE checkout:1: no rule keeps it");
    assertThat(left()).as("a plan changes nothing").hasSize(6);
    prune.run();
    assertThat(left()).isEqualTo(numbers(6, 4, 2));
    assertThat(prune.run().deleted()).isEmpty();
  }

  @Test
  void versionIsKeptIfAnyRuleKeepsIt() {
    labelled("a", "release", "yes");
    publish(5);
    world.checkout.alias("LIVE").pointTo(v(3));
    Retention retention =
        Retention.newest(2).or(Retention.labelled("release")).or(Retention.inLedger(2));
    assertThat(retention)
        .hasToString(
            "in use, or one of the newest 2, or labelled release, or in the last 2 ledger rows");
    assertThat(world.checkout.prune(retention).plan())
        .extracting(Verdict::toString)
        .containsExactly(
            "KEEP checkout:6: the newest, as $LATEST may be",
            "KEEP checkout:5: one of the newest 2",
            "DELETE checkout:4: no rule keeps it",
            "KEEP checkout:3: aliases [LIVE] point to it",
            "DELETE checkout:2: no rule keeps it",
            "KEEP checkout:1: labelled release");
  }

  @Test
  void rulesThatWouldKeepNothingAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Retention.newest(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Retention.inLedger(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Retention.newerThan(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> Retention.newerThan(Duration.ofDays(-1)));
  }

  @Test
  void versionThatComesIntoUseDuringTheRunIsKept() {
    publish(3);
    Artifact busy = artifactBefore("make", () -> world.checkout.alias("LIVE").pointTo(v(2)));
    PruneReport report = busy.prune(Retention.newest(1)).run();
    assertThat(report.cameIntoUse()).extracting(Version::number).isEqualTo(numbers(2));
    assertThat(report.deleted()).extracting(Version::number).isEqualTo(numbers(1));
    assertThat(report.kept()).isEqualTo(2);
    assertThat(left()).isEqualTo(numbers(3, 2));
  }

  @Test
  void failuresAreReportedAndDoNotStopTheRest() {
    publish(3);
    Artifact failing =
        artifactBefore(
            "make",
            () -> {
              throw BackendException.permanentFailure("Cannot write: forbidden", null);
            });
    PruneReport report = failing.prune(Retention.newest(1)).run();
    assertThat(report.failures())
        .extracting(Failure::toString)
        .containsExactly("checkout:2: Cannot write: forbidden");
    assertThat(report.deleted()).extracting(Version::number).isEqualTo(numbers(1));
    assertThat(prune(Retention.newest(1)).deleted())
        .extracting(Version::number)
        .isEqualTo(numbers(2));
  }

  @Test
  void interruptStopsARun() {
    publish(3);
    Artifact interrupted = artifactBefore("make", () -> Thread.currentThread().interrupt());
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> interrupted.prune(Retention.newest(1)).run());
    assertThat(Thread.interrupted()).isTrue();
    assertThat(left()).isEqualTo(numbers(3, 1));
  }

  /** Returns the artifact with a hook that runs before the catalog's first call of a method. */
  private Artifact artifactBefore(String method, Runnable happening) {
    AtomicBoolean happened = new AtomicBoolean();
    ItemStore items =
        Interposed.before(
            world.items,
            method,
            () -> {
              if (happened.compareAndSet(false, true)) {
                happening.run();
              }
            });
    return world.over(world.blobs, items).artifact("checkout");
  }

  @Test
  void versionsThatARollbackNeedsAreKept() {
    publish(6);
    world.checkout.alias("LIVE").pointTo(v(2));
    world.checkout.alias("LIVE").pointTo(v(5));
    assertThat(world.checkout.prune(Retention.newest(1)).plan().map(Verdict::toString))
        .anyMatch(verdict -> verdict.contains("a rollback of alias LIVE needs it"));
    assertThat(world.checkout.prune(Retention.inUseOnly()).plan().map(Verdict::toString))
        .anyMatch(
            verdict ->
                verdict.endsWith("no rule keeps it, though a rollback of alias LIVE needs it"));
    prune(Retention.newest(1));
    assertThat(left()).isEqualTo(numbers(6, 5, 2));
    assertThat(world.checkout.alias("LIVE").rollback().routing().primary()).isEqualTo(v(2));
  }
}
