package dev.versioned;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.maintenance.Interposed;
import dev.versioned.maintenance.Interposed.Killed;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.Alias;
import dev.versioned.model.BackendException;
import dev.versioned.model.Routing;
import dev.versioned.model.UnknownOutcomeException;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.spi.Environment;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemWrite;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A set of 50 aliases of ten artifacts: each of its calls meets each fault once. The reads of the
 * aliases are alike, so every build tests one in five of them; the full build tests all.
 */
@Tag("again")
class ReleaseSetFaultTest {
  private static final int ALIASES = 50;
  private static final int STEP = Boolean.getBoolean("versioned.full") ? 1 : 5;

  private static final Routing BEFORE =
      Routing.split(VersionNumber.of(1), VersionNumber.of(2), Weight.percent(0));
  private static final Routing AFTER =
      Routing.split(VersionNumber.of(1), VersionNumber.of(2), Weight.percent(100));

  /** A fault of one call; the process survives all but the last two. */
  private enum Fault {
    FAILS_BEFORE,
    REFUSED,
    CONTENDED,
    REPLY_LOST,
    REPLY_LOST_AND_MOVED_ON,
    DEAF_FROM_THEN_ON,
    DIES_BEFORE,
    DIES_AFTER
  }

  /** Ten artifacts with two versions and five aliases each. */
  private static final class World {
    final ItemStore items = new MemoryItemStore();
    final ArtifactRepository repo;
    final MemoryBlobStore blobs = new MemoryBlobStore();

    World() {
      repo = over(items);
      for (int i = 0; i < 10; i++) {
        Artifact artifact = repo.artifact("artifact-" + i);
        artifact.publish(Content.of("one"));
        artifact.publish(Content.of("two"));
        for (int j = 0; j < 5; j++) {
          artifact.alias("alias-" + j).create(BEFORE);
        }
      }
    }

    ArtifactRepository over(ItemStore store) {
      Environment system = Environment.system();
      return ArtifactRepository.of(
          blobs,
          store,
          RepositorySettings.defaults().withContentionTimeout(Duration.ofMillis(20)),
          new Environment(
              system.clock(),
              pause -> Thread.sleep(1),
              system.random(),
              system.ids(),
              system.executor()));
    }

    List<Alias> aliases() {
      return repo.artifacts().flatMap(name -> repo.artifact(name).aliases()).toList();
    }

    /** Returns whether all aliases have moved; fails on a mixture, which must never occur. */
    boolean moved() {
      List<Alias> aliases = aliases();
      assertThat(aliases).hasSize(50);
      long moved = aliases.stream().filter(alias -> alias.routing().equals(AFTER)).count();
      assertThat(moved).as("moved of 50").isIn(0L, 50L);
      assertThat(repo.fsck().violations()).isEmpty();
      return moved == 50;
    }
  }

  private static ReleaseSet set(
      ArtifactRepository repo, List<Alias> aliases, UnaryOperator<Routing> to) {
    ReleaseSet set = repo.releaseSet();
    aliases.forEach(
        alias ->
            set.move(
                repo.artifact(alias.artifact()).alias(alias.name()),
                to.apply(alias.routing()),
                alias.revision()));
    return set;
  }

  /**
   * Applies the set with a fault at one of its calls; returns false if the set makes no such call.
   */
  private static boolean tryFault(Fault fault, int at) {
    World world = new World();
    List<Alias> aliases = world.aliases();
    int[] calls = {0};
    boolean[] met = {false};
    ItemStore faulty =
        Interposed.on(
            ItemStore.class,
            world.items,
            (method, arguments, call) -> {
              int index = calls[0]++;
              boolean deaf = fault == Fault.DEAF_FROM_THEN_ON && index >= at;
              if (index != at && !deaf) {
                return call.proceed();
              }
              met[0] = true;
              boolean move = Interposed.isFor("move alias", arguments);
              return switch (fault) {
                case FAILS_BEFORE ->
                    throw BackendException.transientFailure("Cannot reach it", null);
                case REFUSED -> throw BackendException.permanentFailure("Cannot be allowed", null);
                case CONTENDED ->
                    move ? new ItemWrite.NoneWritten(new TreeMap<>(), true) : call.proceed();
                case DIES_BEFORE -> throw new Killed("before");
                case DIES_AFTER -> {
                  call.proceed();
                  throw new Killed("after");
                }
                case REPLY_LOST, DEAF_FROM_THEN_ON -> {
                  call.proceed();
                  throw BackendException.unknownOutcome("Cannot hear", null);
                }
                case REPLY_LOST_AND_MOVED_ON -> {
                  call.proceed();
                  if (move) {
                    Alias first = aliases.get(0);
                    world.repo.artifact(first.artifact()).alias(first.name()).describe("on");
                  }
                  throw BackendException.unknownOutcome("Cannot hear", null);
                }
              };
            });
    String outcome;
    try {
      set(world.over(faulty), aliases, routing -> AFTER).apply();
      outcome = "done";
    } catch (UnknownOutcomeException e) {
      outcome = "unknown";
    } catch (BackendException e) {
      outcome = "failed";
    } catch (Killed e) {
      outcome = "dead";
    }
    boolean moved = world.moved();
    if (outcome.equals("done")) {
      assertThat(moved).as("told that it is done").isTrue();
    } else if (outcome.equals("failed")) {
      assertThat(moved).as("told that nothing changed").isFalse();
    }
    return met[0];
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void setIsAppliedAsAWholeOrNotAtAll(Fault fault) {
    int at = 0;
    while (tryFault(fault, at)) {
      at += at < ALIASES - STEP ? STEP : 1;
    }
    assertThat(at).as("calls that the fault can meet").isGreaterThan(ALIASES);
  }

  @Test
  void setIsRolledBackAsAWhole() {
    World world = new World();
    List<Alias> released = set(world.repo, world.aliases(), routing -> AFTER).apply();
    assertThat(world.moved()).isTrue();
    world.repo.releaseSet().rollback(released).apply();
    assertThat(world.moved()).isFalse();
    assertThat(world.aliases()).allMatch(alias -> alias.revision() == 3);
  }
}
