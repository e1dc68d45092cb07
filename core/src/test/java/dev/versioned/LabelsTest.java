package dev.versioned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.BackendException;
import dev.versioned.model.Label;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.RevisionConflictException;
import dev.versioned.model.UnknownOutcomeException;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionLabels;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.ItemWrite;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions are labelled after they were published. */
class LabelsTest {
  private final MemoryItemStore items = new MemoryItemStore();
  private final AtomicInteger lost = new AtomicInteger();

  /** How many calls succeed before one fails; negative if none fails. */
  private final AtomicInteger good = new AtomicInteger(-1);

  private volatile boolean failsAfterwards;

  /** A store whose replies to writes of labels are lost, as often as the test says. */
  private final ItemStore losing =
      (ItemStore)
          Proxy.newProxyInstance(
              ItemStore.class.getClassLoader(),
              new Class<?>[] {ItemStore.class},
              (self, method, arguments) -> {
                boolean fails = good.getAndUpdate(n -> Math.max(-1, n - 1)) == 0;
                if (fails && !failsAfterwards) {
                  throw BackendException.permanentFailure("it was refused", null);
                }
                try {
                  Object result = method.invoke(items, arguments);
                  if (fails) {
                    throw BackendException.unknownOutcome("the reply was lost", null);
                  }
                  if (method.getName().equals("write")
                      && arguments[0].toString().startsWith("label ")
                      && lost.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                    throw BackendException.unknownOutcome("the reply was lost", null);
                  }
                  return result;
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });

  private final ArtifactRepository repository =
      ArtifactRepository.of(new MemoryBlobStore(), losing, RepositorySettings.defaults());
  private final Artifact app = repository.artifact("app");
  private final Version one = app.publish(Content.of("one")).version();

  @AfterEach
  void close() {
    repository.close();
  }

  @Test
  void labelsAreAddedChangedAndRemoved() {
    assertThat(app.labels(one).revision()).isZero();
    assertThat(app.labels(one).values()).isEmpty();
    app.label(one, l -> l.add("qa=running").add("stable"));
    VersionLabels labels =
        app.label(one.number(), l -> l.add("qa=passed").remove("stable").remove("missing"));
    assertThat(labels).hasToString("qa=passed");
    assertThat(labels.revision()).isEqualTo(2);
    assertThat(app.labels(one)).isEqualTo(labels);
    assertThat(labels.has(Label.parse("qa=passed"))).isTrue();
    assertThat(labels.has(Label.parse("qa"))).isFalse();
    assertThat(app.resolve("1")).isEqualTo(one);
  }

  @Test
  void changeThatChangesNothingWritesNothing() {
    VersionLabels labels = app.label(one, l -> l.add("x"));
    assertThat(app.label(one, l -> l.add("x").remove("y"))).isEqualTo(labels);
    assertThat(app.labels(one).revision()).isEqualTo(1);
  }

  @Test
  void unexpectedRevisionIsRefused() {
    app.label(one, l -> l.add("x").ifRevision(0));
    assertThatExceptionOfType(RevisionConflictException.class)
        .isThrownBy(() -> app.label(one, l -> l.add("y").ifRevision(0)))
        .matches(conflict -> conflict.actual() == 1);
    assertThat(app.label(one, l -> l.add("y").ifRevision(1))).hasToString("x, y");
  }

  @Test
  void concurrentChangesAreAllApplied() {
    List<CompletableFuture<VersionLabels>> all =
        IntStream.range(0, 16)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> app.label(one, l -> l.add("l" + i))))
            .toList();
    all.forEach(CompletableFuture::join);
    assertThat(app.labels(one).values()).hasSize(16);
    assertThat(app.labels(one).revision()).isEqualTo(16);
  }

  @Test
  void lostReplyIsRecognized() {
    lost.set(1);
    assertThat(app.label(one, l -> l.add("x").ifRevision(0)).revision()).isEqualTo(1);
    assertThat(app.labels(one).revision()).isEqualTo(1);
  }

  @Test
  void callThatFailsAnywhereCanBeRepeated() {
    int failed = 0;
    for (boolean afterwards : new boolean[] {false, true}) {
      for (int calls = 0; calls < 6; calls++) {
        Version version = app.publish(Content.of("failed " + afterwards + calls)).version();
        failsAfterwards = afterwards;
        good.set(calls);
        try {
          assertThat(app.label(version, l -> l.add("x=1")).revision()).isEqualTo(1);
        } catch (BackendException | UnknownOutcomeException e) {
          failed++;
        }
        good.set(-1);
        VersionLabels labels = app.label(version, l -> l.add("x=1"));
        assertThat(labels).hasToString("x=1");
        assertThat(labels.revision()).isEqualTo(1);
      }
    }
    assertThat(failed).isGreaterThanOrEqualTo(4);
  }

  @Test
  void onlyVersionsAreLabelled() {
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> app.label(VersionNumber.of(2), l -> l.add("x")));
    app.put(Content.of("latest"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> app.label(app.resolve("$LATEST"), l -> l.add("x")));
    app.label(one, l -> l.add("x"));
    app.delete(one);
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> app.label(one, l -> l.add("y")));
    app.restore(one);
    assertThat(app.labels(one)).hasToString("x");
  }

  @Test
  void labelsAreBounded() {
    app.label(one, l -> IntStream.range(0, VersionLabels.MOST).forEach(i -> add(l, i)));
    assertThatIllegalArgumentException().isThrownBy(() -> app.label(one, l -> add(l, 99)));
    assertThat(new Label("n".repeat(64), "v".repeat(128)).name()).hasSize(64);
    assertThatIllegalArgumentException().isThrownBy(() -> new Label("n", "v".repeat(129)));
  }

  private static void add(LabelOptions options, int i) {
    assertThat(options.add("l" + i)).isSameAs(options);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "=x", "-x", "a b", "a=\n", "a=\u001b[31m", "a=\ud800"})
  void invalidLabelIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Label.parse(text));
  }

  @Test
  void versionsAreFoundByTheirLabels() {
    Version two = app.publish(Content.of("two")).version();
    Version three = app.publish(Content.of("three")).version();
    app.label(one, l -> l.add("qa=passed"));
    app.label(two, l -> l.add("qa=failed"));
    app.label(three, l -> l.add("qa=passed"));
    assertThat(app.labelled(Label.parse("qa=passed"))).containsExactly(three, one);
    app.delete(three);
    assertThat(app.labelled(Label.parse("qa=passed"))).containsExactly(one);
    assertThat(app.labels())
        .extracting(labels -> labels.number().value())
        .containsExactly(3L, 2L, 1L);
  }

  @Test
  void copiesKeepLabelsAndReplaceNone(@TempDir Path folder) {
    Version two = app.publish(Content.of("two")).version();
    app.label(one, l -> l.add("qa=passed"));
    app.label(two, l -> l.add("stable"));
    repository.exportTo(folder).run();
    try (ArtifactRepository target = ArtifactRepository.inMemory()) {
      Artifact copy = target.artifact("app");
      target.importFrom(folder).run();
      assertThat(copy.labels(VersionNumber.of(1))).isEqualTo(app.labels(one));
      copy.label(VersionNumber.of(1), l -> l.add("qa=failed"));
      target.importFrom(folder).run();
      assertThat(copy.labels(VersionNumber.of(1))).hasToString("qa=failed");
      assertThat(copy.labels(VersionNumber.of(2))).hasToString("stable");
    }
  }

  @Test
  void unreadableLabelsAreSetAside() {
    app.label(one, l -> l.add("x"));
    ItemKey key = new ItemKey("LABELS#app", one.number().padded());
    assertThat(
            items.write(
                "damage",
                new ItemWrite.Put(
                    new Item(key, Map.of("schema", ItemValue.of(1L))), Condition.always())))
        .isInstanceOf(ItemWrite.Written.class);
    assertThatExceptionOfType(UnreadableRecordException.class)
        .isThrownBy(() -> app.labels(one))
        .matches(e -> e.record().equals("labels of app:1"));
    assertThat(app.fsck().violations())
        .extracting(violation -> violation.kind() + " " + violation.subject())
        .containsExactly("RECORD_UNREADABLE labels of app:1");
    assertThat(repository.fsck().setAside("labels of app:1").record()).isEqualTo("labels of app:1");
    assertThat(app.labels(one).values()).isEmpty();
  }
}
