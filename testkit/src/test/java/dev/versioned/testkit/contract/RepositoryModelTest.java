package dev.versioned.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.Content;
import dev.versioned.PublishOptions;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.Latest;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.PublishResult;
import dev.versioned.model.Qualifier;
import dev.versioned.model.Routing;
import dev.versioned.model.Target;
import dev.versioned.model.Version;
import dev.versioned.model.VersionInUseException;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import dev.versioned.model.Weight;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random calls of a repository in memory, each compared with the result that {@link
 * RepositoryModel} predicts. {@code -Dversioned.model.seed=…} repeats the calls of a failure,
 * {@code -Dversioned.model.runs=…} makes more of them.
 */
@Tag("again")
class RepositoryModelTest {
  private static final int RUNS =
      Integer.getInteger("versioned.model.runs", Boolean.getBoolean("versioned.full") ? 500 : 30);
  private static final int STEPS = 80;

  @Test
  void everyCallMatchesTheModel() {
    Long given = Long.getLong("versioned.model.seed");
    SplittableRandom seeds = new SplittableRandom();
    for (int run = 0; run < (given == null ? RUNS : 1); run++) {
      new Run(given == null ? seeds.nextLong() : given).go();
    }
  }

  /** One random sequence of calls to one artifact. */
  private static final class Run {
    private final long seed;
    private final SplittableRandom random;
    private final RepositoryModel model = new RepositoryModel();
    private final RepositoryFixture real =
        RepositoryFixture.over(new MemoryBlobStore(), new MemoryItemStore(), 1);
    private final List<String> calls = new ArrayList<>();

    Run(long seed) {
      this.seed = seed;
      this.random = new SplittableRandom(seed);
    }

    void go() {
      for (int step = 0; step < STEPS; step++) {
        step();
        assertSame();
      }
      model.aliases.forEach(this::assertLedger);
    }

    private void step() {
      Artifact artifact = real.artifact();
      switch (random.nextInt(18)) {
        case 0, 1, 2 -> publish(any("a", "b", "c"), Optional.empty(), false);
        case 3 -> publish(any("a", "b"), Optional.of(any("key-1", "key-2", "key-3")), false);
        case 4 -> publish(any("a", "b"), Optional.of(any("key-4", "key-5")), true);
        case 5 -> {
          String text = any("a", "b", "c");
          check("put " + text, model.put(text), () -> artifact.put(Content.of(text)).id());
        }
        case 6 -> check("publish $LATEST", model.publishLatest(), () -> words(artifact.publish()));
        case 7, 8 -> {
          VersionNumber number = number();
          check("delete " + number, model.delete(number.value()), () -> delete(artifact, number));
        }
        case 9 -> {
          VersionNumber number = number();
          check(
              "restore " + number,
              model.restore(number.value()),
              () -> "restored " + artifact.restore(number).number());
        }
        case 10 -> deleteArtifact(artifact);
        default -> change(any("LIVE", "BETA"));
      }
    }

    private void publish(String text, Optional<String> key, boolean evenIfUnchanged) {
      check(
          "publish " + text + " " + key + (evenIfUnchanged ? " even if unchanged" : ""),
          model.publish(text, key, evenIfUnchanged),
          () ->
              words(real.artifact().publish(Content.of(text), p -> say(p, key, evenIfUnchanged))));
    }

    private static void say(PublishOptions p, Optional<String> key, boolean evenIfUnchanged) {
      key.ifPresent(p::idempotencyKey);
      if (evenIfUnchanged) {
        p.evenIfUnchanged();
      }
    }

    private static String words(PublishResult result) {
      return result.outcome() + " " + result.number();
    }

    private static String delete(Artifact artifact, VersionNumber number) {
      artifact.delete(number);
      return "done";
    }

    /** Rarely, and only after its aliases were deleted. */
    private void deleteArtifact(Artifact artifact) {
      if (random.nextInt(3) == 0) {
        for (String name : List.of("LIVE", "BETA")) {
          check("delete " + name, model.deleteAlias(name), () -> deleteAlias(name));
        }
      }
      check(
          "delete the artifact",
          model.deleteArtifact(),
          () -> {
            artifact.deleteAll();
            return "done";
          });
    }

    private String deleteAlias(String name) {
      real.artifact().alias(name).delete();
      return "done";
    }

    private void change(String name) {
      AliasHandle alias = real.artifact().alias(name);
      VersionNumber number = number();
      switch (random.nextInt(9)) {
        case 0 -> {
          Target target = random.nextInt(5) == 0 ? Latest.LATEST : number;
          check(
              name + " to " + target,
              model.moveTo(name, Routing.to(target)),
              () -> words(alias.pointTo(target)));
        }
        case 1 -> {
          Routing routing = split(number);
          check(
              name + " to " + routing,
              model.moveTo(name, routing),
              () -> words(alias.moveTo(routing)));
        }
        case 2 -> {
          Routing routing = Routing.to(number);
          check(
              "create " + name + " at " + routing,
              model.create(name, routing),
              () -> words(alias.create(routing)));
        }
        case 3 -> {
          Weight weight = Weight.percent(random.nextInt(0, 101));
          check(
              "weigh " + name + " " + number + " " + weight,
              model.weigh(name, number, weight),
              () -> words(alias.weigh(number, weight)));
        }
        case 4 ->
            check(
                "primary of " + name + " " + number,
                model.movePrimary(name, number),
                () -> words(alias.movePrimary(number, u -> {})));
        case 5 -> check("promote " + name, model.promote(name), () -> words(alias.promote()));
        case 6 -> check("describe " + name, model.describe(name), () -> words(alias.describe("x")));
        case 7 -> check("rollback " + name, model.rollback(name), () -> words(alias.rollback()));
        default -> {
          if (random.nextInt(3) == 0) {
            check("delete " + name, model.deleteAlias(name), () -> deleteAlias(name));
          } else {
            check("rollback " + name, model.rollback(name), () -> words(alias.rollback()));
          }
        }
      }
    }

    private Routing split(VersionNumber primary) {
      VersionNumber canary = number();
      return canary.equals(primary)
          ? Routing.to(primary)
          : Routing.split(primary, canary, Weight.percent(random.nextInt(0, 101)));
    }

    private static String words(Alias alias) {
      return "revision " + alias.revision();
    }

    private String any(String... choices) {
      return choices[random.nextInt(choices.length)];
    }

    /** Returns the number of a version that exists, existed, or comes next. */
    private VersionNumber number() {
      int count = model.texts.size();
      return VersionNumber.of(random.nextInt(Math.max(1, count - 5), count + 2));
    }

    private void check(String call, String expected, Supplier<?> actual) {
      calls.add(call + " -> " + expected);
      assertThat(outcome(actual)).as(this::story).isEqualTo(expected);
    }

    private static String outcome(Supplier<?> call) {
      try {
        return call.get().toString();
      } catch (VersionInUseException e) {
        return "in use by " + new TreeSet<>(e.aliases());
      } catch (RuntimeException e) {
        return e.getClass().getSimpleName();
      }
    }

    private String story() {
      return "seed " + seed + ", after\n  " + String.join("\n  ", calls) + "\n";
    }

    private void assertSame() {
      Artifact artifact = real.artifact();
      assertThat(real.versionNumbers()).as(this::story).isEqualTo(model.active());
      assertThat(artifact.versions(VersionState.DELETED).map(v -> v.number().value()).toList())
          .as(this::story)
          .hasSameElementsAs(model.deleted);
      assertThat(artifact.find(Latest.LATEST).map(this::text))
          .as(this::story)
          .isEqualTo(model.latest());
      model.texts.forEach(
          (number, text) ->
              assertThat(real.references(VersionNumber.of(number)))
                  .as(this::story)
                  .isEqualTo(model.references(number)));
      Map<String, RepositoryModel.AliasModel> aliases = model.aliases;
      aliases.forEach(
          (name, expected) -> {
            Optional<Alias> alias = artifact.alias(name).find();
            assertThat(alias.isPresent()).as(this::story).isEqualTo(expected.isPresent());
            alias.ifPresent(
                a -> {
                  assertThat(a.routing()).as(this::story).isEqualTo(expected.routing());
                  assertThat(a.revision()).as(this::story).isEqualTo(expected.revision);
                });
            Qualifier qualifier = AliasName.parse(name);
            assertThat(outcome(() -> text(artifact.resolve(qualifier))))
                .as(this::story)
                .isEqualTo(model.resolve(name));
          });
    }

    private String text(Version version) {
      byte[] bytes =
          version.isPublished()
              ? real.artifact().readBytes(version.number())
              : real.artifact().readBytes(Latest.LATEST);
      return new String(bytes, StandardCharsets.UTF_8);
    }

    private void assertLedger(String name, RepositoryModel.AliasModel expected) {
      List<LedgerEntry> ledger = real.artifact().alias(name).ledger().toList();
      assertThat(ledger).as(this::story).hasSize((int) expected.revision);
      RepositoryRollbacks.assertChain(ledger);
    }
  }
}
