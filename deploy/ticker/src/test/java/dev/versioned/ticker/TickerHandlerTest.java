package dev.versioned.ticker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.LiveAlias;
import dev.versioned.model.BackendException;
import dev.versioned.model.Routing;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Health;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.HealthGates;
import dev.versioned.rollout.NotEnoughDataPolicy;
import dev.versioned.rollout.RolloutPlan;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The function, over S3 and DynamoDB, with a server of EventBridge's protocol. */
@Tag("full")
class TickerHandlerTest {
  private static final RolloutStrategy CANARY =
      RolloutStrategy.parse("Canary10Percent5MinutesBake2Minutes");
  private static final VersionNumber V1 = VersionNumber.of(1);
  private static final VersionNumber V2 = VersionNumber.of(2);
  private static final RolloutPlan UNGATED = RolloutPlan.of(V2, CANARY).withoutGate();

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.now().plus(Duration.ofHours(1)));
  private final EventBus bus = new EventBus();
  private final Map<String, String> variables = new HashMap<>();
  private LocalRepository local;
  private ArtifactRepository repository;
  private Artifact checkout;

  @BeforeEach
  void twoVersions() {
    local = LocalRepository.create(SharedLocalAws.of(LocalAwsKind.EMBEDDED));
    repository = local.open(settings -> settings.withClock(new TestClock()));
    checkout = repository.artifact("checkout");
    checkout.publish(Content.of("one"));
    checkout.publish(Content.of("two"));
    variables.put("VERSIONED_BUCKET", local.bucket());
    variables.put("VERSIONED_TABLE", local.table());
    variables.put("VERSIONED_EVENT_BUS", EventBus.NAME);
  }

  @AfterEach
  void close() {
    repository.close();
    local.close();
    bus.close();
  }

  private final class TestClock extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now.get();
    }
  }

  private void minutes(long minutes) {
    now.updateAndGet(time -> time.plus(Duration.ofMinutes(minutes)));
  }

  private TickerHandler handler(HealthGates gates) {
    return new TickerHandler(
        new Tasks(repository, TickerSettings.of(variables), gates, bus.events(), new TestClock()));
  }

  private TickerHandler handler() {
    return handler(TickerHandler.installed());
  }

  private Map<String, Object> run(String task) {
    return run(handler(), task);
  }

  private static Map<String, Object> run(TickerHandler handler, String task) {
    return handler.handleRequest(Map.of("task", task), new TestContext(60_000));
  }

  private AliasHandle start(String alias, RolloutPlan plan) {
    AliasHandle handle = checkout.alias(alias);
    handle.pointTo(V1);
    handle.rollout().start(plan);
    return handle;
  }

  @Test
  void handlerDrivesARolloutToItsEnd() {
    AliasHandle live = start("LIVE", UNGATED);
    Map<String, Object> first = run("tick");
    assertThat(first)
        .containsEntry("task", "tick")
        .containsEntry("rollouts", 1)
        .containsEntry("STEPPED", 1L)
        .containsEntry("complete", true)
        .containsEntry("eventsLost", 0);
    EventBus.Received step = bus.received().get(0);
    assertThat(step.type()).isEqualTo("Rollout Step");
    assertThat(step.text("bucket")).isEqualTo(local.bucket());
    assertThat(step.text("table")).isEqualTo(local.table());
    assertThat(step.text("artifact") + ":" + step.text("alias")).isEqualTo("checkout:LIVE");
    assertThat(step.text("routing")).isEqualTo("1=90% 2=10%");
    assertThat(step.text("percent")).isEqualTo("10.00");
    assertThat(step.text("detail")).contains("step 1 of 2, version 2 at 10 %".replace(" %", "%"));
    assertThat(run("tick")).containsEntry("WAITED", 1L);
    assertThat(bus.types()).isEmpty();
    minutes(5);
    run("tick");
    minutes(2);
    run("tick");
    assertThat(bus.types()).containsExactly("Rollout Step", "Rollout Promotion");
    assertThat(live.read().routing()).isEqualTo(Routing.to(V2));
    assertThat(live.ledger().findFirst().orElseThrow().by()).isNotEmpty();
    assertThat(run("tick")).containsEntry("rollouts", 0);
    assertThat(run("fsck")).containsEntry("violated", 0L);
  }

  @Test
  void rolloutIsJudgedByItsGateOrLeft() {
    AliasHandle good = start("GOOD", RolloutPlan.of(V2, CANARY).withGate("test/healthy"));
    AliasHandle bad = start("BAD", RolloutPlan.of(V2, CANARY).withGate("test/unhealthy"));
    AliasHandle unnamed =
        start(
            "UNNAMED", RolloutPlan.of(V2, CANARY).withNotEnoughData(NotEnoughDataPolicy.proceed()));
    Map<String, Object> answer = run("tick");
    assertThat(answer)
        .containsEntry("rollouts", 3)
        .containsEntry("STEPPED", 1L)
        .containsEntry("ROLLED_BACK", 1L);
    assertThat((List<?>) answer.get("withoutGate")).hasSize(1);
    List<EventBus.Received> events = bus.received();
    assertThat(events.stream().map(EventBus.Received::type))
        .containsExactlyInAnyOrder("Rollout Step", "Rollout Rollback");
    assertThat(
            events.stream()
                .filter(event -> event.type().equals("Rollout Rollback"))
                .map(event -> event.text("reason")))
        .containsExactly("unhealthy: 5xx at 3.1 %");
    assertThat(good.read().routing().weightOf(V2)).isEqualTo(Weight.percent(10));
    assertThat(bad.read().routing()).isEqualTo(Routing.to(V1));
    minutes(60 * 24);
    good.rollout().pause();
    run("tick");
    EventBus.Received left = bus.received().get(0);
    assertThat(left.type()).isEqualTo("Rollout Without Gate");
    assertThat(left.text("alias")).isEqualTo("UNNAMED");
    assertThat(left.text("detail")).isEqualTo("its plan names no gate");
    assertThat(unnamed.read().routing().weightOf(V2)).isEqualTo(Weight.percent(0));
    unnamed.rollout().pause();
    run("tick");
    assertThat(bus.types()).isEmpty();
  }

  @Test
  void gateWithoutDataIsReportedAndAsked() {
    start("LIVE", RolloutPlan.of(V2, CANARY).withGate("test/unknown"));
    run("tick");
    minutes(5);
    assertThat(run("tick")).containsEntry("WAITED", 1L);
    assertThat(bus.types()).containsExactly("Rollout Step", "Rollout Waiting For Data");
    minutes(61);
    assertThat(run("tick")).containsEntry("ROLLED_BACK", 1L);
    assertThat(bus.types()).containsExactly("Rollout Rollback");
  }

  @Test
  void outcomesOfTheFleetAreComparedByName() {
    AliasHandle live = start("LIVE", RolloutPlan.of(V2, CANARY).withGate("outcomes:least=20"));
    run("tick");
    minutes(5);
    assertThat(run("tick")).containsEntry("WAITED", 1L);
    try (LiveAlias process = live.watch(w -> w.report().countOutcomes())) {
      for (Version version : process.alias().versions().values()) {
        for (int i = 0; i < 50; i++) {
          if (version.number().equals(V2)) {
            process.outcomes().failed(version);
          } else {
            process.outcomes().succeeded(version);
          }
        }
      }
      process.report();
    }
    assertThat(run("tick")).containsEntry("ROLLED_BACK", 1L);
    assertThat(live.rollout().status().rollout().reason())
        .contains("version 2 fails more than 1: failures 100 % (50 of 50)");
  }

  @Test
  void handlersAtTheSameTimeMakeEachStepOnce() throws Exception {
    List<AliasHandle> aliases = new ArrayList<>();
    for (String name : List.of("A", "B", "C", "D")) {
      aliases.add(start(name, UNGATED));
    }
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      for (int minutes : new int[] {0, 5, 2}) {
        minutes(minutes);
        List<Callable<Map<String, Object>>> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          calls.add(() -> run("tick"));
        }
        for (Future<Map<String, Object>> answer : threads.invokeAll(calls)) {
          assertThat(answer.get()).containsEntry("task", "tick");
        }
        assertThat(bus.received()).hasSize(aliases.size());
      }
    } finally {
      threads.shutdownNow();
    }
    for (AliasHandle alias : aliases) {
      assertThat(alias.read().routing()).isEqualTo(Routing.to(V2));
      assertThat(alias.ledger()).hasSize(5);
    }
    assertThat(run("fsck")).containsEntry("violated", 0L);
  }

  @Test
  void failedTickIsAnErrorAfterTheOthersWereMade() {
    AliasHandle live = start("LIVE", UNGATED);
    start("BROKEN", UNGATED);
    edit("ALIASES#checkout", "BROKEN", "slots", "none");
    assertThatThrownBy(() -> run("tick"))
        .isInstanceOf(TaskFailedException.class)
        .hasMessageContaining("Cannot tick 1 of 2 rollouts")
        .hasMessageContaining("checkout:BROKEN");
    assertThat(live.read().routing().weightOf(V2)).isEqualTo(Weight.percent(10));
    List<EventBus.Received> events = bus.received();
    assertThat(events.stream().map(EventBus.Received::type))
        .containsExactlyInAnyOrder("Rollout Step", "Rollout Tick Failure");
    assertThat(
            events.stream()
                .filter(event -> event.detail().containsKey("error"))
                .map(event -> event.text("alias") + " " + event.text("error")))
        .containsExactly("BROKEN UnreadableRecordException");
  }

  private void edit(String pk, String sk, String attribute, String value) {
    local
        .aws()
        .dynamoDb()
        .updateItem(
            r ->
                r.tableName(local.table())
                    .key(Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS(sk)))
                    .updateExpression("SET #a = :v")
                    .expressionAttributeNames(Map.of("#a", attribute))
                    .expressionAttributeValues(Map.of(":v", AttributeValue.fromS(value))));
  }

  @Test
  void aliasDeletedInBetweenIsNoError() {
    AliasHandle gone = start("GONE", RolloutPlan.of(V2, CANARY).withGate("deletes"));
    HealthGate deletes =
        status -> {
          gone.delete();
          return Health.healthy();
        };
    HealthGates gates = name -> Optional.of(deletes);
    Map<String, Object> answer = run(handler(gates), "tick");
    assertThat(answer).containsEntry("rollouts", 0);
    assertThat(bus.types()).isEmpty();
    assertThat(run("fsck")).containsEntry("violated", 0L);
  }

  @Test
  void lostEventsStopNoRollout() {
    AliasHandle live = start("LIVE", UNGATED);
    bus.answer(EventBus.Answer.REFUSED);
    assertThat(run("tick")).containsEntry("STEPPED", 1L).containsEntry("eventsLost", 1);
    minutes(5);
    bus.answer(EventBus.Answer.FAILED);
    assertThat(run("tick")).containsEntry("STEPPED", 1L).containsEntry("eventsLost", 1);
    assertThat(live.read().routing().weightOf(V2)).isEqualTo(Weight.percent(100));
    variables.remove("VERSIONED_EVENT_BUS");
    assertThat(TickerSettings.of(variables).eventBus()).isEmpty();
  }

  @Test
  void outOfTimeRunBeginsNoTick() {
    AliasHandle live = start("LIVE", UNGATED);
    Map<String, Object> answer =
        handler().handleRequest(Map.of("task", "tick"), new TestContext(19_000));
    assertThat(answer).containsEntry("complete", false).containsEntry("rollouts", 0);
    assertThat(live.read().routing().weightOf(V2)).isEqualTo(Weight.percent(0));
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void interruptedTaskIsReported() {
    assertThatThrownBy(() -> handler().handleRequest(Map.of("task", "gc"), new TestContext(1)))
        .isInstanceOf(BackendException.class);
    assertThat(Thread.interrupted()).isFalse();
    EventBus.Received event = bus.received().get(0);
    assertThat(event.type()).isEqualTo("Task Failure");
    assertThat(event.text("task")).isEqualTo("gc");
  }

  @Test
  void pruneKeepsAllUntilARetentionIsSet() {
    checkout.publish(Content.of("three"));
    checkout.alias("LIVE").pointTo(V1);
    assertThat(run("prune")).containsEntry("pruned", false);
    assertThat(checkout.versions()).hasSize(3);
    assertThat(bus.types()).isEmpty();
    variables.put("VERSIONED_PRUNE_KEEP_LAST", "1");
    assertThat(run("prune"))
        .containsEntry("pruned", true)
        .containsEntry("deleted", 1)
        .containsEntry("versions", List.of("checkout:2"));
    EventBus.Received event = bus.received().get(0);
    assertThat(event.type()).isEqualTo("Prune Report");
    assertThat(event.text("deleted")).isEqualTo("1");
    assertThat(checkout.versions().map(version -> version.number().value()))
        .containsExactly(3L, 1L);
  }

  @Test
  void gcFreesWhatIsPastItsTimes() {
    checkout.delete(V1);
    variables.put("VERSIONED_GC_GRACE_PERIOD", "0s");
    assertThat(run("gc")).containsEntry("removed", 0L);
    variables.put("VERSIONED_GC_UNDELETE_WINDOW", "PT0S");
    now.set(Instant.EPOCH);
    checkout.restore(V1);
    checkout.delete(V1);
    assertThat(run("gc")).containsEntry("removed", 1L).containsEntry("removedBytes", 3L);
    List<EventBus.Received> events = bus.received();
    assertThat(events.stream().map(EventBus.Received::type))
        .containsExactly("Gc Report", "Gc Report");
    assertThat(events.get(1).detail().get("reasons").asObject()).containsKey("DELETED");
  }

  @Test
  void violationsAreAnErrorAfterTheirEvent() {
    checkout.alias("LIVE").pointTo(V1);
    edit("ALIASES#checkout", "LIVE", "listed", "rolling-out");
    assertThatThrownBy(() -> run("fsck"))
        .isInstanceOf(TaskFailedException.class)
        .hasMessageContaining("1 violations")
        .hasMessageContaining("ROLLOUT_LISTING_DIFFERS");
    EventBus.Received event = bus.received().get(0);
    assertThat(event.type()).isEqualTo("Fsck Report");
    assertThat(event.text("violated")).isEqualTo("1");
    assertThat(event.detail().get("violations").asArray().get(0).asObject().get("subject").text())
        .isEqualTo("checkout:LIVE");
    variables.put("VERSIONED_FSCK_DIGESTS", "true");
    assertThat(catchThrowable(() -> run("fsck"))).isInstanceOf(TaskFailedException.class);
  }

  @Test
  void inputWithoutATaskIsRefused() {
    for (Map<String, Object> input :
        List.of(Map.<String, Object>of(), Map.<String, Object>of("task", "tock"))) {
      assertThatThrownBy(() -> handler().handleRequest(input, new TestContext(60_000)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("\"tick\"");
    }
    assertThatThrownBy(() -> handler().handleRequest(null, new TestContext(60_000)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
