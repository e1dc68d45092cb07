package dev.versioned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.Routing;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.ItemWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** An alias's item stays within 4 KB, but the alias is still complete. */
class AliasSizeTest {
  private static final ItemKey LIVE = new ItemKey("ALIASES#app", "LIVE");

  private final MemoryItemStore items = new MemoryItemStore();
  private final ArtifactRepository repo =
      ArtifactRepository.of(new MemoryBlobStore(), items, RepositorySettings.defaults());
  private final Artifact app = repo.artifact("app");
  private final AliasHandle live = app.alias("LIVE");

  private Version publish(String content, int metadataBytes) {
    return app.publish(
            Content.of(content).withFileName("app.jar"),
            p -> p.metadata("note", "x".repeat(metadataBytes - 4)))
        .version();
  }

  private Item item() {
    return items.read("test", LIVE, Consistency.STRONG).orElseThrow();
  }

  private List<Map<String, ItemValue>> versions() {
    List<Map<String, ItemValue>> parts = new ArrayList<>();
    ItemValue value = item().attributes().get("versions");
    if (value instanceof ItemValue.Sequence sequence) {
      sequence.values().forEach(part -> parts.add(((ItemValue.Fields) part).values()));
    }
    return parts;
  }

  private static int bytes(ItemValue value) {
    if (value instanceof ItemValue.Fields fields) {
      return 3
          + fields.values().entrySet().stream()
              .mapToInt(e -> 1 + e.getKey().length() + bytes(e.getValue()))
              .sum();
    } else if (value instanceof ItemValue.Sequence sequence) {
      return 3 + sequence.values().stream().mapToInt(e -> 1 + bytes(e)).sum();
    }
    return value instanceof ItemValue.Text text ? text.value().length() : 2;
  }

  private int size() {
    return bytes(new ItemValue.Fields(item().attributes()));
  }

  @Test
  void smallRecordsAreInTheItem() {
    Version one = publish("one", 1000);
    Version two = publish("two", 1000);
    live.split(one, two, Weight.percent(10));
    assertThat(versions()).hasSize(2).allMatch(version -> version.containsKey("metadata"));
    assertThat(app.resolve("LIVE")).isEqualTo(one);
  }

  @Test
  void largeRecordsAreReadFromTheirVersions() {
    Version one = publish("one", 4096);
    Version two = publish("two", 2000);
    Version three = publish("three", 2000);
    live.moveTo(
        Routing.weighted(
            one.number(),
            Map.of(two.number(), Weight.percent(10), three.number(), Weight.percent(10))));
    assertThat(size()).isLessThanOrEqualTo(4096);
    assertThat(versions())
        .hasSize(3)
        .allMatch(v -> v.keySet().containsAll(List.of("number", "sha256", "size_bytes", "key")))
        .extracting(version -> version.containsKey("metadata"))
        .containsExactly(false, true, false);
    assertThat(live.read().versions().values()).containsExactly(one, two, three);
    assertThat(app.resolve("LIVE")).isEqualTo(one);
    try (LiveAlias following = live.watch()) {
      assertThat(following.alias().versions().values()).containsExactly(one, two, three);
    }
  }

  @Test
  void manyVersionsFit() {
    TreeMap<VersionNumber, Weight> weights = new TreeMap<>();
    Version first = publish("first", 1000);
    List<Version> all = new ArrayList<>(List.of(first));
    for (int i = 0; i < 80; i++) {
      Version version = publish("content " + i, 1000);
      all.add(version);
      weights.put(version.number(), Weight.percent(1));
    }
    live.moveTo(Routing.weighted(first.number(), weights));
    assertThat(size()).isLessThanOrEqualTo(4096);
    assertThat(versions()).hasSizeBetween(5, 80);
    assertThat(live.read().versions().values()).containsExactlyElementsOf(all);
  }

  @Test
  void itemThatIsTooLargeIsRefused() {
    Version one = publish("one", 10);
    live.pointTo(one);
    String long1 = "語".repeat(256);
    repo.artifact("app")
        .alias("LIVE")
        .describe(long1, update -> update.by("語".repeat(256)).reason("fits"));
    List<VersionNumber> others = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      others.add(publish("content " + i, 10).number());
    }
    // The slots of versions that grow and shrink are split into many runs.
    Random random = new Random(7);
    assertThatThrownBy(
            () -> {
              for (int moves = 0; moves < 100; moves++) {
                TreeMap<VersionNumber, Weight> weights = new TreeMap<>();
                others.forEach(n -> weights.put(n, Weight.basisPoints(1 + random.nextInt(160))));
                live.moveTo(Routing.weighted(one.number(), weights));
                assertThat(size()).isLessThanOrEqualTo(4096);
              }
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("alias app:LIVE")
        .hasMessageContaining("may have 4096");
    assertThat(live.pointTo(one).routing()).isEqualTo(Routing.to(one.number()));
  }

  @Test
  void recordThatDiffersFromItsAliasIsRefused() {
    Version one = publish("one", 4096);
    live.pointTo(one);
    Version other = publish("another content", 4096);
    ItemKey key = new ItemKey("VERSIONS#app", "000000000001");
    Item record = items.read("test", key, Consistency.STRONG).orElseThrow();
    Map<String, ItemValue> changed = new TreeMap<>(record.attributes());
    changed.put("sha256", ItemValue.of(other.digest().hex()));
    items.write("test", new ItemWrite.Put(new Item(key, changed), Condition.always()));
    ArtifactRepository fresh =
        ArtifactRepository.of(new MemoryBlobStore(), items, RepositorySettings.defaults());
    assertThatThrownBy(() -> fresh.artifact("app").resolve("LIVE"))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("alias app:LIVE");
    items.write("test", new ItemWrite.Delete(key, Condition.always()));
    assertThatThrownBy(() -> fresh.artifact("app").resolve("LIVE"))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("its version 1 has no record");
  }
}
