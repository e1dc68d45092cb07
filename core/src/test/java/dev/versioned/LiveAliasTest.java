package dev.versioned;

import static dev.versioned.Waiting.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.maintenance.Interposed;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.BackendException;
import dev.versioned.model.Latest;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Routing;
import dev.versioned.model.RoutingDecision;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemStore;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveAliasTest {
  /** The real store in memory, behind a network that can be cut or delayed. */
  private static final class Network {
    private final MemoryItemStore store = new MemoryItemStore();
    private volatile boolean cut;
    private volatile Optional<AliasName> hanging = Optional.empty();
    private final CountDownLatch answer = new CountDownLatch(1);
    private volatile Optional<Item> late = Optional.empty();

    ItemStore catalog() {
      return (ItemStore)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {ItemStore.class},
              (proxy, method, arguments) -> {
                if (cut) {
                  throw BackendException.transientFailure(
                      "Cannot reach the catalog: the network is cut", null);
                }
                if (hanging.isPresent() && arguments[0].equals("read alias a:" + hanging.get())) {
                  answer.await();
                }
                if (Interposed.isFor("read alias", arguments) && late.isPresent()) {
                  return late;
                }
                try {
                  return method.invoke(store, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }

  private final Network network = new Network();
  private final ArtifactRepository repo =
      ArtifactRepository.of(
          new MemoryBlobStore(), network.catalog(), RepositorySettings.defaults());
  private final Artifact artifact = repo.artifact("a");
  private final AliasHandle handle = artifact.alias("LIVE");
  private final Version v1 = artifact.publish(Content.of("one")).version();
  private final Version v2 = artifact.publish(Content.of("two")).version();

  @Test
  void itFollowsItsAlias() throws InterruptedException {
    handle.pointTo(v1);
    try (LiveAlias live = handle.watch(w -> w.every(Duration.ofMillis(10)))) {
      assertThat(live.route()).isEqualTo(v1);
      handle.pointTo(v2);
      until(() -> live.route("user").equals(v2));
    }
  }

  @Test
  void itFollowsLatestUnderOneRevision() {
    handle.pointTo(Latest.LATEST);
    try (LiveAlias live = handle.watch()) {
      assertThat(live.route()).isEqualTo(v2);
      Version copy = artifact.put(Content.of("three"));
      live.refresh();
      assertThat(live.route()).isEqualTo(copy);
    }
  }

  @Test
  void failingPreparationIsTriedEverMoreRarely() throws InterruptedException {
    handle.pointTo(v1);
    AtomicInteger attempts = new AtomicInteger();
    try (LiveAlias live =
        handle.watch(
            w ->
                w.every(Duration.ofMillis(20))
                    .prepareAll(
                        versions -> {
                          if (versions.contains(v2)) {
                            attempts.incrementAndGet();
                            throw new IllegalStateException("no disk");
                          }
                        }))) {
      handle.pointTo(v2);
      // 0, 20, 60, 140, 300, 620, 1,260 ms after the first: each refresh would be 60 attempts.
      Thread.sleep(1_200);
      assertThat(attempts).hasValueBetween(3, 8);
      assertThat(live.route()).isEqualTo(v1);
    }
  }

  @Test
  void decisionSaysWhatDecided() throws InterruptedException {
    handle.split(v1, v2, Weight.percent(50));
    try (LiveAlias live = handle.watch(w -> w.every(Duration.ofMillis(10)))) {
      for (int user = 0; user < 50; user++) {
        RoutingDecision decision = live.decide("user-" + user);
        assertThat(decision.version()).isEqualTo(live.route("user-" + user));
        assertThat(decision.slot()).isEqualTo(live.alias().router().slot("user-" + user));
        assertThat(decision.revision()).isEqualTo(1);
        assertThat(decision.reason()).isEqualTo(RoutingDecision.Reason.WEIGHT);
      }
      network.cut = true;
      until(() -> live.decide("user").reason() == RoutingDecision.Reason.STALE);
      assertThat(live.status().lastError().orElseThrow()).contains("the network is cut");
      network.cut = false;
      until(() -> live.decide("user").reason() == RoutingDecision.Reason.WEIGHT);
      assertThat(live.status().lastError()).isEmpty();
    }
  }

  @Test
  void pinnedProcessGoesToItsVersionAlone() {
    handle.pointTo(v1);
    List<Version> prepared = new ArrayList<>();
    try (LiveAlias live = handle.watch(w -> w.prepare(prepared::add))) {
      live.pin(v2);
      assertThat(prepared).containsExactly(v1, v2);
      assertThat(live.route()).isEqualTo(v2);
      assertThat(live.route("user")).isEqualTo(v2);
      assertThat(live.decide("user").reason()).isEqualTo(RoutingDecision.Reason.PIN);
      assertThat(live.status().pinned()).contains(v2);
      Version v3 = artifact.publish(Content.of("three")).version();
      handle.pointTo(v3);
      live.refresh();
      assertThat(live.route()).isEqualTo(v2);
      assertThat(live.alias().revision()).isEqualTo(2);
      live.unpin();
      assertThat(live.route()).isEqualTo(v3);
      assertThat(live.status().pinned()).isEmpty();
    }
  }

  @Test
  void pinToWhatCannotBeUsedIsRefused() {
    handle.pointTo(v1);
    Version other = repo.artifact("b").publish(Content.of("one")).version();
    try (LiveAlias live =
        handle.watch(
            w ->
                w.prepare(
                    version -> {
                      if (version.equals(v2)) {
                        throw new IllegalStateException("no disk");
                      }
                    }))) {
      assertThatIllegalArgumentException().isThrownBy(() -> live.pin(other));
      assertThatThrownBy(() -> live.pin(VersionNumber.of(9))).isInstanceOf(NotFoundException.class);
      assertThatThrownBy(() -> live.pin(v2)).hasMessage("no disk");
      assertThat(live.route()).isEqualTo(v1);
      assertThat(live.status().pinned()).isEmpty();
    }
  }

  @Test
  void statusSaysWhatIsSeenAndWhatIsRouted() throws InterruptedException {
    handle.pointTo(v1);
    boolean[] ready = {true};
    try (LiveAlias live =
        handle.watch(
            w ->
                w.every(Duration.ofMillis(10))
                    .prepare(
                        version -> {
                          if (!ready[0]) {
                            throw new IllegalStateException("no disk");
                          }
                        }))) {
      ready[0] = false;
      handle.pointTo(v2);
      until(() -> live.status().seen() == 2);
      until(() -> live.status().lastError().isPresent());
      Thread.sleep(100); // some reads later, without an attempt to prepare it
      assertThat(live.status().lastError().orElseThrow()).contains("no disk");
      assertThat(live.status().routed()).isEqualTo(1);
      Instant before = live.status().since();
      ready[0] = true;
      until(() -> live.status().routed() == 2);
      until(() -> live.status().since().isAfter(before));
    }
  }

  @Test
  void itKeepsRoutingWhileTheCatalogIsUnreachable() throws InterruptedException {
    handle.split(v1, v2, Weight.percent(50));
    try (LiveAlias live = handle.watch(w -> w.every(Duration.ofMillis(10)))) {
      Version before = live.route("user");
      network.cut = true;
      assertThatThrownBy(live::refresh).isInstanceOf(BackendException.class);
      until(() -> live.staleness().toMillis() > 50);
      assertThat(live.route("user")).isEqualTo(before);
      network.cut = false;
      handle.pointTo(before.equals(v1) ? v2 : v1);
      until(() -> !live.route("user").equals(before));
      assertThat(live.staleness()).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void beyondItsLimitItRefusesAndThenRecovers() throws InterruptedException {
    handle.pointTo(v1);
    try (LiveAlias live =
        handle.watch(w -> w.every(Duration.ofMillis(10)).staleAfter(Duration.ofMillis(100)))) {
      network.cut = true;
      until(() -> refuses(live));
      assertThatThrownBy(() -> live.route("user"))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("could not be read for");
      network.cut = false;
      until(() -> !refuses(live));
      assertThat(live.route()).isEqualTo(v1);
    }
  }

  @Test
  void beyondItsLimitItRefusesAlsoWhileAReadHangs() throws InterruptedException {
    handle.pointTo(v1);
    AliasHandle other = artifact.alias("OTHER");
    other.pointTo(v1);
    try (LiveAlias live =
            handle.watch(w -> w.every(Duration.ofMillis(10)).staleAfter(Duration.ofMillis(300)));
        LiveAlias answered = other.watch(w -> w.every(Duration.ofMillis(10)))) {
      assertThat(live.route()).isEqualTo(v1);
      network.hanging = Optional.of(handle.name());
      until(() -> refuses(live));
      assertThat(live.staleness()).isGreaterThan(Duration.ofMillis(300));
      other.pointTo(v2);
      until(() -> answered.route().equals(v2));
      network.hanging = Optional.empty();
      network.answer.countDown();
      until(() -> !refuses(live));
      network.cut = true;
      until(() -> refuses(live));
    }
  }

  @Test
  void aStartThatGetsNoAnswerGoesByTheStateKept(@TempDir Path directory) {
    Path file = directory.resolve("live.properties");
    handle.pointTo(v1);
    handle.watch(w -> w.keepIn(file)).close();
    network.hanging = Optional.of(handle.name());
    try (LiveAlias live = handle.watch(w -> w.keepIn(file))) {
      assertThat(live.route()).isEqualTo(v1);
    } finally {
      network.answer.countDown();
    }
  }

  private static boolean refuses(LiveAlias live) {
    try {
      live.route();
      return false;
    } catch (BackendException e) {
      return true;
    }
  }

  /** Also covers Errors, such as that of a class that is missing at run time. */
  @Test
  void exceptionsOfListenerOrPreparationDoNotEndFollowing() throws InterruptedException {
    handle.split(v1, v2, Weight.percent(10));
    AtomicInteger prepared = new AtomicInteger();
    Consumer<Version> preparation =
        version -> {
          if (prepared.incrementAndGet() == 3) {
            throw new NoClassDefFoundError("of the preparation");
          }
        };
    try (LiveAlias live =
        handle.watch(
            w ->
                w.every(Duration.ofMillis(10))
                    .prepare(preparation)
                    .onChange(
                        (before, after) -> {
                          throw new AssertionError("of the listener");
                        }))) {
      handle.weigh(v2.number(), Weight.percent(20));
      until(() -> live.alias().revision() == 2);
      Version v3 = artifact.publish(Content.of("three")).version();
      handle.pointTo(v3);
      until(() -> live.route().equals(v3));
      assertThat(prepared.get()).isEqualTo(4);
    }
  }

  @Test
  void anOlderRevisionThatArrivesLateIsIgnored() {
    handle.pointTo(v1);
    Optional<Item> old =
        network.store.read("read", new ItemKey("ALIASES#a", "LIVE"), Consistency.STRONG);
    handle.pointTo(v2);
    try (LiveAlias live = handle.watch()) {
      network.late = old;
      live.refresh();
      assertThat(live.route()).isEqualTo(v2);
      assertThat(live.alias().revision()).isEqualTo(2);
    }
  }

  @Test
  void anOlderRevisionWhosePreparationTakesLongerIsIgnored() {
    handle.pointTo(v1);
    AtomicReference<LiveAlias> following = new AtomicReference<>();
    Consumer<Version> preparation =
        version -> {
          if (version.equals(v2)) {
            handle.pointTo(v1);
            assertThat(following.get().refresh().revision()).isEqualTo(3);
          }
        };
    try (LiveAlias live = handle.watch(w -> w.every(Duration.ofHours(1)).prepare(preparation))) {
      following.set(live);
      handle.pointTo(v2);
      assertThat(live.refresh().revision()).isEqualTo(3);
      assertThat(live.route()).isEqualTo(v1);
    }
  }

  @Test
  void anOlderLatestWhosePreparationTakesLongerIsIgnored() {
    handle.pointTo(Latest.LATEST);
    AtomicReference<LiveAlias> following = new AtomicReference<>();
    AtomicReference<Version> older = new AtomicReference<>();
    Consumer<Version> preparation =
        version -> {
          if (version.equals(older.get())) {
            artifact.put(Content.of("four"));
            following.get().refresh();
          }
        };
    List<Alias> changes = new ArrayList<>();
    try (LiveAlias live =
        handle.watch(
            w ->
                w.every(Duration.ofHours(1))
                    .prepare(preparation)
                    .onChange((before, after) -> changes.add(after)))) {
      following.set(live);
      older.set(artifact.put(Content.of("three")));
      live.refresh();
      assertThat(live.route()).isEqualTo(artifact.resolve(Latest.LATEST)).isNotEqualTo(older.get());
      assertThat(changes).hasSize(1);
    }
  }

  @Test
  void recreatedAliasIsFollowed() {
    handle.pointTo(v1);
    handle.pointTo(v2);
    try (LiveAlias live = handle.watch()) {
      handle.delete();
      live.refresh();
      handle.pointTo(v1);
      live.refresh();
      assertThat(live.route()).isEqualTo(v1);
    }
  }

  @Test
  void deletedAliasIsStillUsedForRouting() {
    handle.pointTo(v1);
    try (LiveAlias live = handle.watch()) {
      handle.delete();
      live.refresh();
      assertThat(live.route()).isEqualTo(v1);
    }
    assertThatThrownBy(handle::watch).isInstanceOf(NotFoundException.class);
  }

  @Test
  void aProcessStartsByTheFileOfTheLastOne(@TempDir Path directory) {
    Path file = directory.resolve("live.properties");
    handle.moveTo(
        Routing.split(v1.number(), v2.number(), Weight.percent(10)), u -> u.description("größer"));
    Alias kept = handle.read();
    handle.watch(w -> w.keepIn(file)).close();
    network.cut = true;
    try (LiveAlias live = handle.watch(w -> w.keepIn(file))) {
      assertThat(live.alias()).isEqualTo(kept);
      assertThat(live.staleness()).isLessThan(Duration.ofMinutes(1));
      network.cut = false;
      handle.pointTo(v2);
      live.refresh();
      assertThat(live.route()).isEqualTo(v2);
    }
    network.cut = true;
    try (LiveAlias live = handle.watch(w -> w.keepIn(file))) {
      assertThat(live.route()).isEqualTo(v2);
    }
    assertThat(directory.toFile().list()).containsExactly("live.properties");
  }

  @Test
  void missingFileAndDirectoryAreRecreated(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("cache/live.properties");
    handle.pointTo(v1);
    try (LiveAlias live = handle.watch(w -> w.keepIn(file).every(Duration.ofHours(1)))) {
      Files.delete(file);
      Files.delete(file.getParent());
      live.refresh();
    }
    network.cut = true;
    try (LiveAlias live = handle.watch(w -> w.keepIn(file))) {
      assertThat(live.route()).isEqualTo(v1);
    }
  }

  @Test
  void aDiskThatFailsDoesNotKeepTheAliasFromBeingFollowed(@TempDir Path directory)
      throws IOException {
    Path file = Files.createFile(directory.resolve("occupied")).resolve("live.properties");
    handle.pointTo(v1);
    try (LiveAlias live = handle.watch(w -> w.keepIn(file))) {
      handle.pointTo(v2);
      live.refresh();
      assertThat(live.route()).isEqualTo(v2);
    }
  }

  @Test
  void theFileKeepsLatest(@TempDir Path directory) {
    Path file = directory.resolve("live.properties");
    handle.pointTo(Latest.LATEST);
    handle.watch(w -> w.keepIn(file)).close();
    network.cut = true;
    try (LiveAlias live = handle.watch(w -> w.keepIn(file))) {
      assertThat(live.route()).isEqualTo(v2);
    }
  }

  @Test
  void aFileThatIsHarmedOrForeignOrTooOldIsNotRoutedBy(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("live.properties");
    handle.pointTo(v1);
    artifact.alias("OTHER").pointTo(v1);
    handle.watch(w -> w.keepIn(file)).close();
    String text = Files.readString(file);
    network.cut = true;
    assertThatThrownBy(() -> artifact.alias("OTHER").watch(w -> w.keepIn(file)))
        .isInstanceOf(BackendException.class);
    Files.setLastModifiedTime(
        file, java.nio.file.attribute.FileTime.from(Instant.now().minusSeconds(60)));
    assertThatThrownBy(() -> handle.watch(w -> w.keepIn(file).staleAfter(Duration.ofSeconds(30))))
        .isInstanceOf(BackendException.class);
    for (String harmed :
        new String[] {"", text.substring(0, text.length() / 2), text.replace("slots", "slotz")}) {
      Files.writeString(file, harmed);
      assertThatThrownBy(() -> handle.watch(w -> w.keepIn(file)))
          .isInstanceOf(BackendException.class);
    }
  }

  @Test
  void impossibleOptionsAreRefused(@TempDir Path directory) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> handle.watch(w -> w.keepIn(directory)))
        .withMessageContaining("it is a directory");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> handle.watch(w -> w.every(Duration.ofMillis(9))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> handle.watch(w -> w.staleAfter(Duration.ZERO)));
  }
}
