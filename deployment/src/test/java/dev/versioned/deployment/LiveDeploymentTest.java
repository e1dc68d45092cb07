package dev.versioned.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.cache.ArtifactCache;
import dev.versioned.fleet.FleetCounts;
import dev.versioned.fleet.OutcomeCounts;
import dev.versioned.model.Latest;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Routing;
import dev.versioned.model.Version;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutStrategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveDeploymentTest {
  /** What versions are loaded as: their text, and whether they were closed. */
  private static final class Service implements AutoCloseable {
    private final String text;
    private volatile boolean closed;

    Service(String text) {
      this.text = text;
    }

    String answer() {
      if (closed) {
        throw new IllegalStateException(text + " is closed");
      }
      return text;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @TempDir Path directory;

  private final ArtifactRepository repository = ArtifactRepository.inMemory();
  private final Artifact artifact = repository.artifact("checkout");
  private final AliasHandle live = artifact.alias("LIVE");
  private final Map<String, Service> services = new ConcurrentHashMap<>();
  private final AtomicInteger loads = new AtomicInteger();
  private ArtifactCache cache;
  private LiveDeployment<Service> deployment;

  private Version publish(String text) {
    return artifact.publish(Content.of(text)).version();
  }

  private Service load(Path file, Version version) throws IOException {
    loads.incrementAndGet();
    Service service = new Service(Files.readString(file));
    services.put(service.text, service);
    return service;
  }

  private LiveDeploymentBuilder<Service> builder() {
    cache = ArtifactCache.builder(repository, directory).build();
    return LiveDeployment.builder(live, cache, this::load)
        .watch(w -> w.every(Duration.ofMillis(10)));
  }

  private LiveDeployment<Service> start() {
    deployment = builder().build();
    return deployment;
  }

  @AfterEach
  void close() {
    if (deployment != null) {
      deployment.close();
    }
    repository.close();
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    Instant deadline = Instant.now().plusSeconds(20);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.sleep(2);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void useCountsItsOutcome() {
    Version one = publish("one");
    Version two = publish("two");
    live.split(one, two, Weight.percent(50));
    deployment =
        builder().watch(w -> w.every(Duration.ofHours(1)).report()).countOutcomes().build();
    for (int i = 0; i < 200; i++) {
      try {
        deployment.use("user-" + i, LiveDeploymentTest::failIfTwo);
      } catch (IllegalStateException e) {
        assertThat(e).hasMessage("two");
      }
    }
    deployment.liveAlias().report();
    FleetCounts counts = live.fleet().counts();
    OutcomeCounts ofOne = counts.total(one.number(), 0, 1);
    OutcomeCounts ofTwo = counts.total(two.number(), 0, 1);
    assertThat(ofOne.failures()).isZero();
    assertThat(ofTwo.successes()).isZero();
    assertThat(ofOne.successes()).isPositive();
    assertThat(ofTwo.failures()).isPositive();
    assertThat(ofOne.requests() + ofTwo.requests()).isEqualTo(200);
    assertThat(ofOne.latencies().requests() + ofTwo.latencies().requests()).isEqualTo(200);
  }

  private static String failIfTwo(Service service) {
    if (service.text.equals("two")) {
      throw new IllegalStateException("two");
    }
    return service.text;
  }

  @Test
  void countingWithoutReportsIsRefused() {
    live.pointTo(publish("one"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().countOutcomes().build())
        .withMessageContaining("switch reports on");
  }

  /** Starts a thread that uses a version until it may go; returns once it does. */
  private Thread useUntil(CountDownLatch go) {
    CountDownLatch inside = new CountDownLatch(1);
    Thread user =
        new Thread(
            () ->
                deployment.use(
                    service -> {
                      inside.countDown();
                      await(go);
                      return null;
                    }));
    user.start();
    await(inside);
    return user;
  }

  private String answer() {
    return deployment.use(Service::answer);
  }

  @Test
  void moveSwapsTheVersionAndClosesTheOld() throws InterruptedException {
    live.pointTo(publish("one"));
    start();
    assertThat(answer()).isEqualTo("one");
    live.pointTo(publish("two"));
    until(() -> answer().equals("two"));
    until(() -> services.get("one").closed);
    assertThat(services.get("two").closed).isFalse();
    until(() -> deployment.status().running().size() == 1);
  }

  @Test
  void keysGoWhereTheAliasRoutesThem() {
    Version one = publish("one");
    Version two = publish("two");
    live.split(one, two, Weight.percent(30));
    start();
    for (int user = 0; user < 200; user++) {
      String key = "user-" + user;
      Version routed = deployment.liveAlias().route(key);
      assertThat(deployment.<String, RuntimeException>use(key, Service::answer))
          .isEqualTo(routed.equals(one) ? "one" : "two");
    }
    assertThat(loads).hasValue(2);
  }

  @Test
  void versionsOfARevisionAreLoadedInParallel() throws Exception {
    live.split(publish("one"), publish("two"), Weight.percent(50));
    CyclicBarrier both = new CyclicBarrier(2);
    cache = ArtifactCache.builder(repository, directory).build();
    deployment =
        LiveDeployment.builder(
                live,
                cache,
                (file, version) -> {
                  both.await(20, TimeUnit.SECONDS);
                  return load(file, version);
                })
            .build();
    assertThat(deployment.status().running()).hasSize(2);
  }

  @Test
  void useEndsOnItsVersionAndIsWaitedFor() throws Exception {
    live.pointTo(publish("one"));
    start();
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    String[] answer = new String[1];
    Thread user =
        new Thread(
            () ->
                answer[0] =
                    deployment.use(
                        service -> {
                          inside.countDown();
                          await(go);
                          return service.answer();
                        }));
    user.start();
    await(inside);
    live.pointTo(publish("two"));
    until(() -> answer().equals("two"));
    Thread.sleep(50);
    assertThat(services.get("one").closed).isFalse();
    assertThat(deployment.status().running())
        .filteredOn(DeploymentStatus.Running::isLeaving)
        .hasSize(1)
        .allMatch(running -> running.users() == 1);
    go.countDown();
    user.join();
    assertThat(answer[0]).isEqualTo("one");
    until(() -> services.get("one").closed);
  }

  @Test
  void userThatStaysTooLongIsNotWaitedFor() throws Exception {
    live.pointTo(publish("one"));
    deployment = builder().drainAtMost(Duration.ofMillis(100)).build();
    CountDownLatch go = new CountDownLatch(1);
    Thread user = useUntil(go);
    live.pointTo(publish("two"));
    until(() -> services.get("one").closed);
    go.countDown();
    user.join();
  }

  @Test
  void failedLoadKeepsTheOldVersionAndIsRepeated() throws InterruptedException {
    live.pointTo(publish("one"));
    AtomicBoolean broken = new AtomicBoolean(true);
    cache = ArtifactCache.builder(repository, directory).build();
    deployment =
        LiveDeployment.builder(
                live,
                cache,
                (file, version) -> {
                  Service service = load(file, version);
                  if (service.text.equals("two") && broken.get()) {
                    throw new IOException("no room");
                  }
                  return service;
                })
            .watch(w -> w.every(Duration.ofMillis(10)))
            .build();
    live.pointTo(publish("two"));
    until(() -> loads.get() > 3);
    assertThat(answer()).isEqualTo("one");
    broken.set(false);
    until(() -> answer().equals("two"));
  }

  @Test
  void failedWarmUpClosesWhatWasLoaded() throws InterruptedException {
    live.pointTo(publish("one"));
    deployment =
        builder()
            .warmUp(
                (service, version) -> {
                  if (service.answer().equals("two")) {
                    throw new IllegalStateException("the sample is answered wrongly");
                  }
                })
            .build();
    live.pointTo(publish("two"));
    until(() -> services.containsKey("two") && services.get("two").closed);
    assertThat(answer()).isEqualTo("one");
    assertThat(services.get("one").closed).isFalse();
  }

  @Test
  void firstVersionThatFailsIsToldToTheCaller() {
    live.pointTo(publish("one"));
    LiveDeploymentBuilder<Service> failing =
        builder()
            .warmUp(
                (service, version) -> {
                  throw new IllegalStateException("no database");
                });
    assertThatThrownBy(failing::build)
        .isInstanceOf(VersionNotReadyException.class)
        .hasMessageContaining("Cannot make checkout:1 ready: its warm-up failed")
        .hasMessageContaining("no database");
    assertThatThrownBy(
            () -> LiveDeployment.builder(artifact.alias("NONE"), cache, this::load).build())
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void failedLoadAbortsTheRolloutIfWanted() throws InterruptedException {
    Version one = publish("one");
    live.pointTo(one);
    deployment =
        builder()
            .warmUp(
                (service, version) -> {
                  if (service.answer().equals("two")) {
                    throw new IllegalStateException("wrong answer");
                  }
                })
            .abortRolloutOnFailure()
            .build();
    live.rollout()
        .start(publish("two"), RolloutStrategy.canary(Weight.percent(10), Duration.ofMinutes(5)));
    until(() -> live.rollout().status().rollout().state() == Rollout.State.ROLLED_BACK);
    assertThat(live.read().routing()).isEqualTo(Routing.to(one.number()));
    assertThat(live.rollout().status().rollout().reason()).contains("its warm-up failed");
  }

  @Test
  void latestIsSwappedWhenItIsPut() throws InterruptedException {
    artifact.put(Content.of("draft 1"));
    live.pointTo(Latest.LATEST);
    start();
    assertThat(answer()).isEqualTo("draft 1");
    artifact.put(Content.of("draft 2"));
    until(() -> answer().equals("draft 2"));
    until(() -> services.get("draft 1").closed);
  }

  @Test
  void tooManyVersionsWaitForRoom() throws Exception {
    Version one = publish("one");
    live.pointTo(one);
    deployment = builder().maxLive(2).build();
    CountDownLatch go = new CountDownLatch(1);
    Thread user = useUntil(go);
    live.pointTo(publish("two"));
    until(() -> answer().equals("two"));
    live.pointTo(publish("three"));
    Thread.sleep(100);
    assertThat(answer()).isEqualTo("two");
    go.countDown();
    user.join();
    until(() -> answer().equals("three"));
    assertThatIllegalArgumentException().isThrownBy(() -> builder().maxLive(1));
  }

  @Test
  void loadedFileIsNotEvicted() throws Exception {
    Version one = publish("one");
    live.pointTo(one);
    ArtifactCache small =
        ArtifactCache.builder(repository, directory).maxBytes(4).keepFor(Duration.ZERO).build();
    deployment = LiveDeployment.builder(live, small, this::load).build();
    Path file = small.fetch(one);
    small.fetch(repository.artifact("other").publish(Content.of("1234")).version());
    assertThat(file).exists();
  }

  @Test
  void closedDeploymentHasClosedAllAndIsRefused() {
    live.split(publish("one"), publish("two"), Weight.percent(50));
    start();
    deployment.close();
    assertThat(services.values()).hasSize(2).allMatch(service -> service.closed);
    assertThatThrownBy(this::answer)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Cannot use checkout:LIVE: its deployment is closed");
    deployment.close();
  }

  @Test
  void shadowComparesAnswersOfAVersionWithoutTraffic() throws InterruptedException {
    live.pointTo(publish("one"));
    deployment = builder().shadow(Shadow.<Service>of(Weight.percent(100)).atMost(1_000)).build();
    live.rollout()
        .start(publish("two"), RolloutStrategy.canary(Weight.percent(10), Duration.ofMinutes(5)));
    until(() -> deployment.status().running().size() == 2);
    until(
        () -> {
          assertThat(answer()).isEqualTo("one");
          assertThat(deployment.<Integer, RuntimeException>use(s -> s.answer().length()))
              .isEqualTo(3);
          ShadowReport report = deployment.status().shadow();
          return report.different() > 10 && report.equal() > 10;
        });
    assertThat(deployment.status().shadow().failed()).isZero();
  }

  @Test
  void shadowSkipsWhatIsTooMuch() throws Exception {
    live.pointTo(publish("one"));
    deployment = builder().shadow(Shadow.<Service>of(Weight.percent(100)).atMost(1)).build();
    live.rollout()
        .start(publish("two"), RolloutStrategy.canary(Weight.percent(10), Duration.ofMinutes(5)));
    until(() -> deployment.status().running().size() == 2);
    CountDownLatch go = new CountDownLatch(1);
    until(
        () -> {
          deployment.use(
              service -> {
                if (service.answer().equals("two")) {
                  await(go);
                }
                return null;
              });
          return deployment.status().shadow().skipped() > 5;
        });
    go.countDown();
    until(() -> deployment.status().shadow().equal() == 1);
  }

  @Test
  void swapsUnderLoadFailNoRequest() throws Exception {
    Version one = publish("one");
    Version two = publish("two");
    live.pointTo(one);
    start();
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong requests = new AtomicLong();
    AtomicInteger failed = new AtomicInteger();
    Thread[] users = new Thread[4];
    for (int i = 0; i < users.length; i++) {
      users[i] =
          new Thread(
              () -> {
                while (!stop.get()) {
                  try {
                    deployment.use(
                        service -> {
                          String before = service.answer();
                          Thread.onSpinWait();
                          return before + service.answer();
                        });
                    requests.incrementAndGet();
                  } catch (RuntimeException e) {
                    failed.incrementAndGet();
                  }
                }
              });
      users[i].start();
    }
    for (int swap = 0; swap < 50; swap++) {
      Version next = swap % 2 == 0 ? two : one;
      live.pointTo(next);
      until(() -> deployment.liveAlias().route().equals(next));
    }
    stop.set(true);
    for (Thread user : users) {
      user.join();
    }
    assertThat(failed).hasValue(0);
    assertThat(requests.get()).isGreaterThan(1_000);
    until(() -> deployment.status().running().size() == 1);
    assertThat(loads.get()).isGreaterThan(40);
  }
}
