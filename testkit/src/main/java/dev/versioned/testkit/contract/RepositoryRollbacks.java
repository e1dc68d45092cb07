package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.RepositoryFixture.SETTINGS;
import static dev.versioned.testkit.contract.RepositoryFixture.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.AliasHandle;
import dev.versioned.model.Alias;
import dev.versioned.model.EarlierRouting;
import dev.versioned.model.Latest;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.LedgerEntry.Action;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.NotFoundException.Subject;
import dev.versioned.model.Routing;
import dev.versioned.model.Weight;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rolling back to an earlier routing, and the ledger entries of it. */
abstract class RepositoryRollbacks {
  abstract RepositoryFixture fixture();

  private AliasHandle live() {
    return fixture().live();
  }

  @BeforeEach
  void fourVersions() {
    fixture().publishMany(4);
  }

  private void assertServes(Alias alias, long version) {
    assertThat(alias.routing()).isEqualTo(Routing.to(number(version)));
    assertThat(live().read()).isEqualTo(alias);
  }

  private void assertNothingServedBefore() {
    Alias before = live().read();
    assertThatThrownBy(() -> live().rollback())
        .isInstanceOfSatisfying(
            NotFoundException.class, e -> assertThat(e.subject()).isEqualTo(Subject.ROUTING));
    assertThat(live().read()).isEqualTo(before);
  }

  @Test
  void rollbackGoesBackToWhatServedBeforeNotToTheNumberBefore() {
    live().pointTo(number(3));
    live().pointTo(number(1));
    live().pointTo(number(4));
    assertServes(live().rollback(), 1);
  }

  @Test
  void rollbackBringsTheWeightsBack() {
    Routing split = Routing.split(number(1), number(2), Weight.percent(2.5));
    live().moveTo(split);
    live().promote();
    Alias back = live().rollback(u -> u.reason("errors").by("pager"));
    assertThat(back.routing()).isEqualTo(split);
    assertThat(back.versions()).containsOnlyKeys(number(1), number(2));
    assertThat(fixture().references(number(1))).isEqualTo(1);
    assertThat(fixture().references(number(2))).isEqualTo(1);
    LedgerEntry row = live().ledger().findFirst().orElseThrow();
    assertThat(row.action()).isEqualTo(Action.ROLLBACK);
    assertThat(row.reason()).isEqualTo("errors");
    assertThat(row.by()).isEqualTo("pager");
  }

  @Test
  void rollbacksWalkBackStepByStep() {
    for (int i = 1; i <= 4; i++) {
      live().pointTo(number(i));
    }
    assertServes(live().rollback(), 3);
    assertServes(live().rollback(), 2);
    assertServes(live().rollback(), 1);
    assertNothingServedBefore();
    assertThat(live().read().revision()).isEqualTo(7);
  }

  @Test
  void moveAfterARollbackRollsBackToWhatTheRollbackBrought() {
    live().pointTo(number(1));
    live().pointTo(number(2));
    assertServes(live().rollback(), 1);
    live().pointTo(number(3));
    assertServes(live().rollback(), 1);
    assertNothingServedBefore();
  }

  @Test
  void rollbackStepsOverRevisionsThatServedTheSame() {
    live().pointTo(number(1));
    live().describe("one");
    live().pointTo(number(2));
    live().pointTo(number(2));
    live().describe("two");
    assertServes(live().rollback(), 1);
    live().describe("back");
    live().pointTo(number(1));
    assertNothingServedBefore();
  }

  @Test
  void changeOfWeightsIsAChangeOfRouting() {
    live().pointTo(number(1));
    live().weigh(number(2), Weight.percent(10));
    live().weigh(number(2), Weight.percent(50));
    assertThat(live().rollback().routing())
        .isEqualTo(Routing.split(number(1), number(2), Weight.percent(10)));
    assertServes(live().rollback(), 1);
    assertNothingServedBefore();
  }

  @Test
  void rollbackBringsLatestBack() {
    live().pointTo(Latest.LATEST);
    live().pointTo(number(2));
    assertThat(live().rollback().routing()).isEqualTo(Routing.to(Latest.LATEST));
    assertThat(fixture().references(number(2))).isZero();
  }

  @Test
  void newAliasHasNothingToGoBackTo() {
    live().pointTo(number(1));
    assertNothingServedBefore();
  }

  @Test
  void rollbackToADeletedVersionIsRefused() {
    live().pointTo(number(1));
    live().pointTo(number(2));
    fixture().artifact().delete(number(1));
    Alias before = live().read();
    assertThatThrownBy(() -> live().rollback())
        .isInstanceOfSatisfying(
            NotFoundException.class,
            e -> {
              assertThat(e.subject()).isEqualTo(Subject.VERSION);
              assertThat(e).hasMessageContaining(fixture().name() + ":1");
            });
    assertThat(live().read()).isEqualTo(before);
    fixture().artifact().restore(number(1));
    assertServes(live().rollback(), 1);
  }

  @Test
  void ledgerRecordsWhatWhoWhyAndWhen() {
    live().create(Routing.to(number(1)), u -> u.reason("start").by("ann"));
    live().moveTo(Routing.split(number(1), number(2), Weight.percent(10)));
    live().promote(u -> u.reason(Samples.UNICODE));
    live().rollback();
    live().describe("x");
    live().delete(u -> u.reason("end"));
    live().pointTo(number(3));
    List<LedgerEntry> ledger = live().ledger().toList();
    assertThat(ledger.stream().map(LedgerEntry::action))
        .containsExactly(
            Action.CREATE,
            Action.DELETE,
            Action.DESCRIBE,
            Action.ROLLBACK,
            Action.PROMOTE,
            Action.MOVE,
            Action.CREATE);
    assertThat(ledger.stream().map(LedgerEntry::reason))
        .containsExactly("", "end", "", "", Samples.UNICODE, "", "start");
    assertThat(ledger.stream().map(LedgerEntry::by).distinct()).containsExactly("contract", "ann");
    assertChain(ledger);
    assertThat(ledger.get(0).after()).contains(Routing.to(number(3)));
    assertThat(ledger.get(1).after()).isEmpty();
    for (int pageSize : new int[] {1, 3, 1000}) {
      assertThat(
              fixture()
                  .another(SETTINGS.withPageSize(pageSize))
                  .artifact(fixture().name())
                  .alias("LIVE")
                  .ledger())
          .containsExactlyElementsOf(ledger);
    }
  }

  /**
   * Checks that revisions have no gaps, each starts where the previous one ended, and times do not
   * decrease.
   */
  static void assertChain(List<LedgerEntry> newestFirst) {
    Optional<Routing> before = Optional.empty();
    Instant at = Instant.MIN;
    for (int i = newestFirst.size() - 1, revision = 1; i >= 0; i--, revision++) {
      LedgerEntry row = newestFirst.get(i);
      assertThat(row.revision()).isEqualTo(revision);
      assertThat(row.before()).as("before revision %s", revision).isEqualTo(before);
      assertThat(row.at()).isAfterOrEqualTo(at);
      before = row.after();
      at = row.at();
    }
  }

  private AliasHandle liveBy(AtomicReference<Instant> time) {
    return fixture()
        .another(SETTINGS.withClock(new SetClock(time)))
        .artifact(fixture().name())
        .alias("LIVE");
  }

  @Test
  void ledgerKnowsWhatServedAtATime() {
    AtomicReference<Instant> time = new AtomicReference<>(Samples.TIME);
    AliasHandle live = liveBy(time);
    live.pointTo(number(1));
    time.set(Samples.TIME.plusSeconds(10));
    live.pointTo(number(2));
    time.set(Samples.TIME.plusSeconds(20));
    live.delete();
    time.set(Samples.TIME.plusSeconds(30));
    live.pointTo(number(3));

    assertThat(live.routingAt(Samples.TIME.minusMillis(1))).isEmpty();
    assertThat(live.routingAt(Samples.TIME)).contains(Routing.to(number(1)));
    assertThat(live.routingAt(Samples.TIME.plusMillis(9_999))).contains(Routing.to(number(1)));
    assertThat(live.routingAt(Samples.TIME.plusSeconds(10))).contains(Routing.to(number(2)));
    assertThat(live.routingAt(Samples.TIME.plusSeconds(20))).isEmpty();
    assertThat(live.routingAt(Samples.TIME.plusSeconds(29))).isEmpty();
    assertThat(live.routingAt(Samples.TIME.plusSeconds(30))).contains(Routing.to(number(3)));
    assertThat(live().routingAt(Instant.now())).contains(Routing.to(number(3)));
  }

  @Test
  void timesOfTheLedgerNeverGoBack() {
    AtomicReference<Instant> time = new AtomicReference<>(Samples.TIME);
    AliasHandle live = liveBy(time);
    live.pointTo(number(1));
    time.set(Samples.TIME.minusSeconds(3600));
    live.pointTo(number(2));
    live.delete();
    live.pointTo(number(3));
    assertChain(live.ledger().toList());
    assertThat(live.ledger().map(LedgerEntry::at)).containsOnly(Samples.TIME);
  }

  @Test
  void rollbacksAreListedBeforeTheyAreMade() {
    assertThat(live().rollbacks()).isEmpty();
    live().pointTo(number(1));
    assertThat(live().rollbacks()).isEmpty();
    Routing canary = Routing.split(number(1), number(2), Weight.percent(10));
    live().moveTo(canary);
    live().promote();
    assertThat(live().rollbacks())
        .containsExactly(
            new EarlierRouting(2, canary), new EarlierRouting(1, Routing.to(number(1))));
    assertThat(live().read().revision()).isEqualTo(3);
    assertServes(live().rollbackTo(1, u -> u.reason("2 is bad")), 1);
    assertThat(live().ledger().findFirst().orElseThrow().action()).isEqualTo(Action.ROLLBACK);
    assertNothingServedBefore();
    assertThat(fixture().artifact().fsck().violations()).isEmpty();
  }

  @Test
  void rollbackToWhatNoRollbackBringsIsRefused() {
    live().pointTo(number(1));
    live().pointTo(number(2));
    live().rollback();
    live().pointTo(number(3));
    Alias before = live().read();
    for (long revision : new long[] {0, 2, 3, 4, 5, -1, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> live().rollbackTo(revision))
          .isInstanceOfSatisfying(
              NotFoundException.class, e -> assertThat(e.subject()).isEqualTo(Subject.ROUTING))
          .hasMessageContaining("revision " + revision);
    }
    assertThat(live().read()).isEqualTo(before);
    assertServes(live().rollbackTo(1), 1);
  }
}
