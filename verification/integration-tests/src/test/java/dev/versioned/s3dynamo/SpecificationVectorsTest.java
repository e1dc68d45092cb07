package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.Content;
import dev.versioned.model.Routing;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.spi.ItemValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The vectors of {@code docs/specification.md}: tables that the library wrote, and its own answers.
 * Run with {@code -Dversioned.golden=write} to write them again.
 */
class SpecificationVectorsTest {
  private static final Path FOLDER = Path.of("../../docs/specification/vectors");
  private static final String VERSIONS = "VERSIONS#checkout";
  private static final String STATES = "STATES#checkout";
  private static final String ALIASES = "ALIASES#checkout";
  private static final String ONE = "000000000001";
  private static final String TWO = "000000000002";

  private final List<String> cases = new ArrayList<>();

  private void add(String name, Consumer<VectorTable> fill) {
    VectorTable table = new VectorTable();
    fill.accept(table);
    cases.add(table.json(name));
  }

  private void assertVectors(String file) throws IOException {
    String text = "{\"schema\": 1, \"cases\": [\n" + String.join(",\n", cases) + "\n]}\n";
    Path path = FOLDER.resolve(file);
    if (System.getProperty("versioned.golden", "").equals("write")) {
      Files.createDirectories(FOLDER);
      Files.writeString(path, text);
    }
    assertThat(Files.readString(path).replace("\r\n", "\n")).isEqualTo(text);
  }

  private static ItemValue text(String value) {
    return ItemValue.of(value);
  }

  private static Weight percent(double value) {
    return Weight.percent(value);
  }

  private static void split(VectorTable table) {
    List<Version> made = table.publish(2);
    table.checkout().alias("LIVE").split(made.get(0), made.get(1), percent(12.5));
  }

  @Test
  void versions() throws Exception {
    add("nothing is stored", t -> t.resolve("1", "$LATEST", "LIVE"));
    add(
        "a version with all attributes",
        t -> {
          t.checkout()
              .publish(
                  Content.of("v1")
                      .withFileName("größe 1.jar")
                      .withContentType("application/java-archive"),
                  p ->
                      p.description("faster basket \"quoted\"")
                          .metadata("git.sha", "1a2b3c")
                          .metadata("note", ""));
          t.resolve("1", "01", "000000000001", "2", "$LATEST");
        });
    add(
        "a version without a file name, and one whose name is too long for a key",
        t -> {
          t.checkout().publish(Content.of("v1"));
          t.checkout().publish(Content.of("v2").withFileName("n".repeat(240) + ".tar.gz"));
          t.checkout().publish(Content.of("v3").withFileName("..."));
          t.resolve("1", "2", "3");
        });
    add(
        "a deleted version",
        t -> {
          t.publish(2);
          t.checkout().delete(VersionNumber.of(1));
          t.resolve("1", "2", "$LATEST");
        });
    add(
        "a restored version",
        t -> {
          t.publish(1);
          t.checkout().delete(VersionNumber.of(1));
          t.checkout().restore(VersionNumber.of(1));
          t.resolve("1", "$LATEST");
        });
    add(
        "an expired version",
        t -> {
          t.publish(1);
          t.checkout().delete(VersionNumber.of(1));
          t.set(STATES, ONE, "state", text("EXPIRED")).resolve("1", "$LATEST");
        });
    for (String state : List.of("ABANDONED", "GIVEN_UP", "SET_ASIDE")) {
      add(
          "a number without a version: " + state,
          t -> {
            t.publish(2);
            t.change(VERSIONS, TWO, all -> tombstone(all, state)).resolve("2", "$LATEST");
          });
    }
    add(
        "an attribute that a reader does not know",
        t -> {
          t.publish(1);
          t.set(VERSIONS, ONE, "colour", text("blue")).resolve("1");
        });
    assertVectors("versions.json");
  }

  private static Map<String, ItemValue> tombstone(Map<String, ItemValue> all, String state) {
    Map<String, ItemValue> kept = new TreeMap<>(all);
    kept.keySet().retainAll(List.of("artifact", "number", "schema"));
    kept.put("state", text(state));
    kept.put("state_changed_at", text("2026-01-02T12:00:00.123Z"));
    return kept;
  }

  @Test
  void latest() throws Exception {
    add(
        "a working copy and no version",
        t -> {
          t.checkout().put(Content.of("draft").withFileName("checkout.jar"));
          t.resolve("$LATEST", "1");
        });
    add(
        "a working copy that was put after the newest version",
        t -> {
          t.publish(2);
          t.checkout().put(Content.of("draft"));
          t.resolve("$LATEST");
        });
    add(
        "a version that is newer than the working copy",
        t -> {
          t.checkout().put(Content.of("draft"));
          t.publish(1);
          t.resolve("$LATEST");
        });
    add(
        "a version that was published from the working copy",
        t -> {
          t.checkout().put(Content.of("draft"));
          t.checkout().publish();
          t.resolve("$LATEST");
        });
    add(
        "a working copy that was put after a version of the one before",
        t -> {
          t.checkout().put(Content.of("draft"));
          t.checkout().publish();
          t.checkout().put(Content.of("a second draft"));
          t.resolve("$LATEST");
        });
    add(
        "the version that was newer than the working copy is deleted",
        t -> {
          t.checkout().put(Content.of("draft"));
          t.publish(1);
          t.checkout().delete(VersionNumber.of(1));
          t.resolve("$LATEST");
        });
    add(
        "the newest version is of an earlier copy, the one before it is newer than the copy",
        t -> {
          t.checkout().put(Content.of("draft"));
          t.publish(2);
          t.set(VERSIONS, TWO, "latest_revision", ItemValue.of(0)).resolve("$LATEST");
        });
    add(
        "an alias of $LATEST",
        t -> {
          t.publish(1);
          t.checkout().alias("DEV").moveTo(Routing.to(t.checkout().resolve("$LATEST")));
          t.checkout().put(Content.of("draft"));
          t.checkout().alias("DEV").moveTo(Routing.to(t.checkout().resolve("$LATEST")));
          t.resolve("DEV").route("checkout", "DEV", "user-1");
        });
    add(
        "an artifact that was deleted as a whole",
        t -> {
          t.checkout().put(Content.of("draft"));
          t.publish(1);
          t.checkout().deleteAll();
          t.resolve("$LATEST", "1");
        });
    assertVectors("latest.json");
  }

  @Test
  void aliases() throws Exception {
    add(
        "an alias of one version, and one that does not exist",
        t -> {
          t.checkout().alias("LIVE").pointTo(t.publish(2).get(0));
          t.resolve("LIVE", "CANARY").route("checkout", "LIVE", "user-1");
        });
    add(
        "a split: an alias resolves to its primary version",
        t -> {
          split(t);
          t.resolve("LIVE").route("checkout", "LIVE", "user-1", "user-2", "user-3", "größer", "");
        });
    add(
        "an additional version of 0 %",
        t -> {
          List<Version> made = t.publish(2);
          t.checkout().alias("LIVE").split(made.get(0), made.get(1), percent(0));
          t.resolve("LIVE").route("checkout", "LIVE", "user-1", "user-2");
        });
    add(
        "slots in several runs, after a rollout grew and shrank",
        t -> {
          List<Version> made = t.publish(3);
          t.checkout().alias("LIVE").split(made.get(0), made.get(1), percent(10));
          t.checkout().alias("LIVE").weigh(made.get(1), percent(30));
          t.checkout().alias("LIVE").weigh(made.get(2), percent(20));
          t.checkout().alias("LIVE").weigh(made.get(1), percent(15));
          t.resolve("LIVE").route("checkout", "LIVE", keys(12));
        });
    add(
        "a deleted alias, and one that was created again",
        t -> {
          split(t);
          t.checkout().alias("OLD").pointTo(t.checkout().resolve("1"));
          t.checkout().alias("OLD").delete();
          t.checkout().alias("LIVE").delete();
          t.checkout().alias("LIVE").pointTo(t.checkout().resolve("2"));
          t.resolve("LIVE", "OLD");
        });
    add(
        "records that do not fit into the alias are read from the versions",
        t -> {
          List<Version> made = new ArrayList<>();
          for (int i = 1; i <= 3; i++) {
            made.add(
                t.checkout()
                    .publish(Content.of("v" + i), p -> p.metadata("notes", "long ".repeat(400)))
                    .version());
          }
          t.checkout()
              .alias("LIVE")
              .moveTo(
                  Routing.weighted(
                      made.get(0).number(),
                      Map.of(
                          made.get(1).number(), percent(20), made.get(2).number(), percent(30))));
          t.resolve("LIVE").route("checkout", "LIVE", keys(6));
        });
    add(
        "an alias of a table that was restored has an epoch",
        t -> {
          split(t);
          t.set(ALIASES, "LIVE", "epoch", ItemValue.of(2)).resolve("LIVE");
        });
    assertVectors("aliases.json");
  }

  private static String[] keys(int count) {
    String[] keys = new String[count];
    for (int i = 0; i < count; i++) {
      keys[i] = "user-" + i;
    }
    return keys;
  }

  @Test
  void routing() throws Exception {
    add(
        "keys of all lengths",
        t -> {
          List<Version> made = t.publish(2);
          t.checkout().alias("LIVE").split(made.get(0), made.get(1), percent(50));
          for (int length :
              new int[] {0, 1, 2, 4, 8, 9, 16, 32, 64, 65, 120, 121, 512, 513, 1025}) {
            t.route("checkout", "LIVE", "k".repeat(length));
          }
          t.route(
              "checkout", "LIVE", "größer", "用户-7", "🚀", "a\nb\t\"\\\u007f", " user-1", "User-1");
        });
    add(
        "overrides come before the weights",
        t -> {
          List<Version> made = t.publish(3);
          t.checkout().alias("LIVE").split(made.get(0), made.get(1), percent(50));
          Map<String, Version> overrides =
              Map.of(
                  "user-1", made.get(2),
                  "user-2", made.get(0),
                  "user-3", made.get(1),
                  "größer", made.get(2),
                  "\uffee", made.get(2),
                  "🚀", made.get(1),
                  "a\nb\t\"\\\u007f", made.get(0));
          t.checkout().alias("LIVE").override(overrides, update -> {});
          t.route("checkout", "LIVE", keys(6));
          t.route("checkout", "LIVE", overrides.keySet().stream().sorted().toArray(String[]::new));
        });
    add(
        "an alias after its overrides were set again, and the weights moved",
        t -> {
          List<Version> made = t.publish(2);
          t.checkout().alias("LIVE").pointTo(made.get(0));
          t.checkout().alias("LIVE").override("user-1", made.get(1));
          t.checkout().alias("LIVE").override("user-2", made.get(1));
          t.checkout().alias("LIVE").weigh(made.get(1), percent(1));
          t.route("checkout", "LIVE", keys(4));
        });
    add(
        "cleared overrides",
        t -> {
          List<Version> made = t.publish(2);
          t.checkout().alias("LIVE").pointTo(made.get(0));
          t.checkout().alias("LIVE").override("user-1", made.get(1));
          t.checkout().alias("LIVE").clearOverrides();
          t.route("checkout", "LIVE", keys(3));
        });
    assertVectors("routing.json");
  }

  private void refused(String name, Consumer<VectorTable> change, String... qualifiers) {
    add(
        name,
        t -> {
          List<Version> made = t.publish(2);
          t.checkout().alias("LIVE").split(made.get(0), made.get(1), percent(12.5));
          t.checkout().alias("LIVE").override("user-1", made.get(1));
          change.accept(t);
          t.resolve(qualifiers);
          if (List.of(qualifiers).isEmpty()) {
            t.route("checkout", "LIVE", "user-1");
          }
        });
  }

  @Test
  void refusedVersions() throws Exception {
    refused("version: schema 2", t -> t.set(VERSIONS, ONE, "schema", ItemValue.of(2)), "1", "2");
    refused(
        "version: a very high schema",
        t -> t.set(VERSIONS, ONE, "schema", ItemValue.of(Long.MAX_VALUE)),
        "1");
    refused("version: no schema", t -> t.drop(VERSIONS, ONE, "schema"), "1");
    refused("version: schema is a text", t -> t.set(VERSIONS, ONE, "schema", text("1")), "1");
    refused("version: the record of another", t -> t.copy(VERSIONS, TWO, VERSIONS, ONE), "1");
    refused("version: no digest", t -> t.drop(VERSIONS, ONE, "sha256"), "1");
    refused("version: short digest", t -> t.set(VERSIONS, ONE, "sha256", text("ab12")), "1");
    refused(
        "version: digest in capitals",
        t -> t.set(VERSIONS, ONE, "sha256", text("AB".repeat(32))),
        "1");
    refused("version: no size", t -> t.drop(VERSIONS, ONE, "size_bytes"), "1");
    refused("version: size -1", t -> t.set(VERSIONS, ONE, "size_bytes", ItemValue.of(-1)), "1");
    refused(
        "version: size of a petabyte",
        t -> t.set(VERSIONS, ONE, "size_bytes", ItemValue.of(1L << 50)),
        "1");
    refused("version: size is a text", t -> t.set(VERSIONS, ONE, "size_bytes", text("2")), "1");
    refused(
        "version: the key of another version",
        t -> t.set(VERSIONS, ONE, "key", text("checkout/" + TWO + "/checkout.jar")),
        "1");
    refused(
        "version: a key outside of its folder",
        t -> t.set(VERSIONS, ONE, "key", text("checkout/" + ONE + "/../x/checkout.jar")),
        "1");
    refused(
        "version: a file name that is not the key's",
        t -> t.set(VERSIONS, ONE, "file_name", text("other.jar")),
        "1");
    refused("version: no time", t -> t.drop(VERSIONS, ONE, "created_at"), "1");
    refused("version: no such time", t -> t.set(VERSIONS, ONE, "created_at", text("noon")), "1");
    refused("version: an empty state is none", t -> t.set(VERSIONS, ONE, "state", text("")), "1");
    refused("version: unknown state", t -> t.set(VERSIONS, ONE, "state", text("LOST")), "1");
    refused(
        "version: a tombstone with a digest",
        t -> t.set(VERSIONS, ONE, "state", text("ABANDONED")),
        "1");
    refused("version: metadata is a text", t -> t.set(VERSIONS, ONE, "metadata", text("x")), "1");
    refused("state: unknown", t -> t.set(STATES, ONE, "state", text("LOST")), "1");
    refused("state: without its time", t -> t.set(STATES, ONE, "state", text("DELETED")), "1");
    refused("state: schema 2", t -> t.set(STATES, ONE, "schema", ItemValue.of(2)), "1", "LIVE");
    refused("state: of another version", t -> t.set(STATES, ONE, "number", ItemValue.of(2)), "1");
    assertVectors("refused-versions.json");
  }

  @Test
  void refusedAliases() throws Exception {
    refused("alias: schema 2", t -> t.set(ALIASES, "LIVE", "schema", ItemValue.of(2)), "LIVE");
    refused("alias: another hash", t -> t.set(ALIASES, "LIVE", "hash", text("better")), "LIVE");
    refused("alias: unknown state", t -> t.set(ALIASES, "LIVE", "state", text("LOST")), "LIVE");
    refused("alias: no state", t -> t.drop(ALIASES, "LIVE", "state"), "LIVE");
    refused(
        "alias: the item of another", t -> t.copy(ALIASES, "LIVE", ALIASES, "CANARY"), "CANARY");
    refused("alias: revision 0", t -> t.set(ALIASES, "LIVE", "revision", ItemValue.of(0)), "LIVE");
    refused("alias: no primary", t -> t.drop(ALIASES, "LIVE", "primary"), "LIVE");
    refused("alias: primary 0", t -> t.set(ALIASES, "LIVE", "primary", text("0")), "LIVE");
    refused("alias: no slots", t -> t.drop(ALIASES, "LIVE", "slots"), "LIVE");
    for (String slots :
        List.of(
            "1*8749,2*1251",
            "1*8750,2*1249",
            "1*8750,2*1250,3*0",
            "1*8750;2*1250",
            "1*10000",
            "3*8750,2*1250",
            "1*8750,2*+1250",
            "1*8750,2*01250",
            "")) {
      refused("alias: slots " + slots, t -> t.set(ALIASES, "LIVE", "slots", text(slots)), "LIVE");
    }
    refused(
        "alias: weights above 100 %",
        t ->
            t.set(
                ALIASES,
                "LIVE",
                "additional",
                new ItemValue.Fields(Map.of("2", ItemValue.of(10_001)))),
        "LIVE");
    refused(
        "alias: the primary has a weight",
        t ->
            t.set(
                ALIASES,
                "LIVE",
                "additional",
                new ItemValue.Fields(Map.of("1", ItemValue.of(1250)))),
        "LIVE");
    refused("alias: no versions in it", t -> t.drop(ALIASES, "LIVE", "versions"), "LIVE");
    refused(
        "alias: no versions in it, and no record",
        t -> t.drop(ALIASES, "LIVE", "versions").remove(VERSIONS, TWO),
        "LIVE");
    refused(
        "alias: a version that differs from its record",
        t -> t.set(ALIASES, "LIVE", "versions", brief("checkout/" + ONE + "/checkout.jar", 1)),
        "LIVE");
    refused(
        "alias: a version whose key is that of another",
        t -> t.set(ALIASES, "LIVE", "versions", brief("checkout/" + TWO + "/checkout.jar", 1)),
        "LIVE");
    refused(
        "alias: a version that it does not route to",
        t -> t.set(ALIASES, "LIVE", "versions", brief("checkout/000000000003/checkout.jar", 3)),
        "LIVE");
    refused("overrides: missing", t -> t.remove(ALIASES, "#overrides#LIVE#" + TWO));
    refused(
        "overrides: missing; the alias still resolves to its primary version",
        t -> t.remove(ALIASES, "#overrides#LIVE#" + TWO),
        "LIVE");
    refused(
        "overrides: another version",
        t ->
            t.set(
                ALIASES,
                "#overrides#LIVE#" + TWO,
                "overrides",
                new ItemValue.Fields(Map.of("user-1", ItemValue.of(1)))));
    refused(
        "overrides: one key more",
        t ->
            t.set(
                ALIASES,
                "#overrides#LIVE#" + TWO,
                "overrides",
                new ItemValue.Fields(
                    Map.of("user-1", ItemValue.of(2), "user-2", ItemValue.of(2)))));
    refused(
        "overrides: an attribute that a reader does not know changes nothing",
        t -> t.set(ALIASES, "#overrides#LIVE#" + TWO, "colour", text("blue")));
    refused(
        "overrides: schema 2",
        t -> t.set(ALIASES, "#overrides#LIVE#" + TWO, "schema", ItemValue.of(2)));
    refused(
        "overrides: of a later revision than the alias",
        t -> t.set(ALIASES, "LIVE", "revision", ItemValue.of(1)),
        "LIVE");
    assertVectors("refused-aliases.json");
  }

  private static ItemValue brief(String key, long number) {
    return new ItemValue.Sequence(
        List.of(
            new ItemValue.Fields(
                Map.of(
                    "number", ItemValue.of(number),
                    "sha256", text("ab".repeat(32)),
                    "size_bytes", ItemValue.of(2),
                    "key", text(key)))));
  }
}
