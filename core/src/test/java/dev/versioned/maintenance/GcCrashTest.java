package dev.versioned.maintenance;

import static dev.versioned.maintenance.World.CHECKOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.Content;
import dev.versioned.Gc;
import dev.versioned.internal.record.StateChange;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Latest;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.ItemStore;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills a collector at each of its calls, and checks the remains. */
class GcCrashTest {
  private static final Duration YEAR = Duration.ofDays(365);

  /** The side of a call at which the collector dies. */
  enum Death {
    BEFORE_THE_CALL,
    /** The call is made, but its result is lost. */
    AFTER_THE_CALL
  }

  /**
   * A repository with each kind of garbage, and with one of each kind of object that is not
   * garbage.
   */
  private static final class Scene {
    final World world = new World();
    final Version live = world.publish("live");
    final Version deleted;
    final Version restorable;
    final VersionNumber dead;

    Scene() {
      world.checkout.alias("LIVE").pointTo(live);
      deleted = world.publish("deleted");
      dead = world.publishAndDie("dead");
      Version expired = world.publish("expired");
      VersionNumber abandoned = world.publishAndDie("abandoned");
      restorable = world.publish("restorable");
      world.publish("newest");
      world.checkout.put(Content.of("replaced"));
      world.checkout.put(Content.of("working copy"));
      world.delete(deleted);
      world.delete(expired);
      world.advance(YEAR);
      world.delete(restorable);
      // Remains of runs that were killed earlier.
      world.catalog.abandon(CHECKOUT, abandoned, world.storeClock.instant());
      world.catalog.changeState(
          new StateChange(
              CHECKOUT,
              expired.number(),
              VersionState.DELETED,
              VersionState.EXPIRED,
              world.storeClock.instant()));
      assertThat(world.repo.gc().plan()).hasSize(5);
    }

    void checkNothingIsLost() {
      assertThat(world.violations()).isEmpty();
      assertThat(world.checkout.readBytes(live.number())).asString().isEqualTo("live");
      assertThat(world.checkout.readBytes(Latest.LATEST)).asString().isEqualTo("working copy");
      assertThat(world.stateOf(restorable)).isEqualTo(VersionState.DELETED);
      assertThat(world.hasBytes(restorable.number())).isTrue();
    }
  }

  /** Allows {@code calls} calls, then kills the process. */
  private static final class Executioner implements Interposed.Between {
    private final Death death;
    private int calls;

    Executioner(int calls, Death death) {
      this.calls = calls;
      this.death = death;
    }

    @Override
    public Object call(Method method, Object[] arguments, Interposed.Call call) throws Throwable {
      if (calls-- > 0) {
        return call.proceed();
      }
      if (death == Death.AFTER_THE_CALL) {
        call.proceed();
      }
      throw new Interposed.Killed("at " + method.getName());
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLostWhenACollectorCrashesAndTheNextRunFinishes(Death death) {
    int calls = 0;
    while (runs(calls, death)) {
      calls++;
    }
    // Each of the five pieces takes at least its delete; three of them take a conditional write
    // before.
    assertThat(calls).isGreaterThan(15);
  }

  /** Returns whether a collector died at this call. */
  private static boolean runs(int calls, Death death) {
    Scene scene = new Scene();
    World world = scene.world;
    Executioner executioner = new Executioner(calls, death);
    boolean died = false;
    try {
      Gc mortal =
          world
              .over(
                  Interposed.on(BlobStore.class, world.blobs, executioner),
                  Interposed.on(ItemStore.class, world.items, executioner))
              .gc();
      assertThat(mortal.run().failures()).isEmpty();
    } catch (Interposed.Killed e) {
      died = true;
    }
    scene.checkNothingIsLost();
    assertThat(world.repo.gc().run().failures()).isEmpty();
    scene.checkNothingIsLost();
    assertThat(world.repo.gc().plan()).isEmpty();
    assertThat(world.hasBytes(scene.dead)).isFalse();
    assertThat(world.hasBytes(scene.deleted.number())).isFalse();
    List<BlobKey> left = world.blobs.list(CHECKOUT).map(blob -> blob.key()).toList();
    assertThat(left).hasSize(4); // live, restorable, newest, working copy
    return died;
  }
}
